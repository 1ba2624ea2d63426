// A manager's or a cache's clock is the one by which its answers age: nobody has to give it twice.
import { fakeClock } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import {
  DataSyncManager,
  fetchFresh,
  fixedEnvironment,
  httpResource,
  TtlCache,
  type FetchContext,
} from '@freshline/core'
import { deltaResource } from '@freshline/core/delta'
import type { Transport } from './fetch-support'

/** A server that takes five seconds of that clock for an answer that is fresh for sixty. */
const slow =
  (clock: ReturnType<typeof fakeClock>, body: unknown = ['North']): Transport =>
  () =>
    new Promise((resolve) => {
      const headers = { 'cache-control': 'max-age=60' }
      clock.schedule(() => resolve(Response.json(body, { headers })), 5000)
    })

function start() {
  const clock = fakeClock()
  const manager = new DataSyncManager({ clock, environment: fixedEnvironment() })
  return { clock, manager, end: () => manager.dispose() }
}

describe('C2: the clock of whoever asks', () => {
  const url = 'https://api.example/stores'

  it('is the one that `httpResource` measures the age of an answer by', async () => {
    const { clock, manager, end } = start()
    manager.register(httpResource(url, { key: 'stores', ttl: 'http', transport: slow(clock) }))
    await clock.advance(5000)
    const { expiresAt, freshness } = manager.getSnapshot('stores')
    expect([freshness, expiresAt]).toEqual(['fresh', clock.now() + 55_000])
    await clock.advance(55_000)
    expect(manager.getSnapshot('stores').freshness).toBe('stale')
    end()
  })

  it('gives way to a clock of the resource’s own', async () => {
    const { clock, manager, end } = start()
    const options = { key: 'stores', ttl: 'http', transport: slow(clock), clock: fakeClock() } as const
    manager.register(httpResource(url, options))
    await clock.advance(5000)
    expect(manager.getSnapshot('stores').expiresAt).toBe(clock.now() + 60_000)
    end()
  })

  it('goes along in the context, for `fetchFresh` by hand', async () => {
    const { clock, manager, end } = start()
    const contexts: FetchContext[] = []
    const load = (context: FetchContext) => {
      contexts.push(context)
      return fetchFresh(url, { ...context, signal: context.signal, transport: slow(clock) })
    }
    manager.register('stores', load, { ttl: 'http' })
    await clock.advance(5000)
    expect(manager.getSnapshot('stores').expiresAt).toBe(clock.now() + 55_000)
    expect(contexts.map((context) => context.clock)).toEqual([clock])
    end()
  })

  it('goes along with a cache’s load', async () => {
    const clock = fakeClock()
    const cache = new TtlCache<unknown>({ clock })
    const ages: number[] = []
    const loading = cache.load('stores', async (context) => {
      const answer = await fetchFresh(url, { ...context, transport: slow(clock) })
      ages.push(answer.age)
      return answer
    })
    await clock.advance(5000)
    await loading
    expect(ages).toEqual([5000])
  })

  it('reaches the load of a collection that follows a feed', async () => {
    const { clock, manager, end } = start()
    const clocks: unknown[] = []
    const resource = deltaResource<{ id: string }>({
      key: 'stores',
      url: 'https://api.example/changes',
      transport: slow(clock, { changes: [], cursor: 'c1' }),
      load: (context) => {
        clocks.push(context.clock)
        return [{ id: 'a' }]
      },
      idOf: ({ id }) => id,
    })
    manager.register(resource)
    await clock.advance(5000)
    expect(manager.getSnapshot('stores').data).toEqual([{ id: 'a' }])
    expect(clocks).toEqual([clock])
    end()
  })
})
