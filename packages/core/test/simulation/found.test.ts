// What the simulation found in the code, each as a sequence of its own, so that it stays mended.
import {
  DataSyncManager,
  fixedEnvironment,
  httpResource,
  TtlCache,
  type FetchContext,
  type Snapshot,
} from '@freshline/core'
import { fakeClock, flush } from '@freshline/test-utils'
import { describe, expect, it, vi } from 'vitest'

function stage() {
  const clock = fakeClock()
  const environment = fixedEnvironment()
  const manager = new DataSyncManager({ clock, environment, cache: new TtlCache({ clock }) })
  return { clock, environment, manager }
}

describe('found by the simulation', () => {
  it('a poll comes in time after a sleep, though the timer of before it has hours to go', async () => {
    const { clock, environment, manager } = stage()
    const fetcher = vi.fn(async () => 1)
    environment.set({ online: false })
    manager.register('key', fetcher, { interval: 10_000, overdueAfter: 3_600_000 })
    manager.setData('key', 0)
    await clock.advance(20_000)
    // The one timer waits for the data to be overdue. The machine sleeps for longer than that.
    clock.sleep(7_200_000)
    environment.set({ online: true })
    await flush()
    expect(fetcher).toHaveBeenCalledTimes(1)
    await clock.advance(10_000)
    expect(fetcher).toHaveBeenCalledTimes(2)
    expect(manager.getSnapshot('key').freshness).toBe('fresh')
    manager.dispose()
  })

  it('the repetition that a failed poll owes does not put off the next poll', async () => {
    const { clock, manager } = stage()
    let calls = 0
    const fetcher = vi.fn(async () => {
      if (++calls === 2) throw new Error('down')
      return calls
    })
    manager.register('key', fetcher, { interval: 10_000, ttl: 60_000, retry: false, refreshOnStale: true })
    await clock.advance(10_000)
    expect(fetcher).toHaveBeenCalledTimes(2)
    // It is owed a second later, and succeeds: from then on everything is well.
    await clock.advance(1000)
    expect(fetcher).toHaveBeenCalledTimes(3)
    await clock.advance(10_000)
    expect(fetcher).toHaveBeenCalledTimes(4)
    manager.dispose()
  })

  it('a repeated attempt tells subscribers nothing: they know that it is asked for', async () => {
    const { clock, manager } = stage()
    const told: Snapshot[] = []
    let calls = 0
    const fetcher = async () => {
      if (++calls === 1) throw new Error('down')
      return calls
    }
    manager.subscribe('key', (snapshot) => told.push(snapshot))
    manager.register('key', fetcher, { retry: 1 })
    await clock.advance(5000)
    expect(told.map(({ activity, data }) => `${activity} ${String(data)}`)).toEqual([
      'fetching undefined',
      'idle 2',
    ])
    manager.dispose()
  })

  it('a key that is resumed without a network is still paused, and the event says so', async () => {
    const { environment, manager } = stage()
    const said: string[] = []
    manager.register('key', async () => 1)
    await flush()
    environment.set({ online: false })
    manager.pause('key')
    manager.on('resumed', ({ snapshot }) => said.push(`${snapshot?.activity}`))
    manager.subscribe('key', () => said.push('told'))
    manager.resume('key')
    expect(said).toEqual(['paused'])
    expect(manager.getSnapshot('key').activity).toBe('paused')
    manager.dispose()
  })

  it('a write that ends after dispose tells the server’s cache, and leaves no timer waiting for that', async () => {
    const clock = fakeClock()
    const propagate = vi.fn(() => new Promise(() => {}))
    const manager = new DataSyncManager({ clock, cache: new TtlCache({ clock }), propagate })
    let written: (value: number) => void = () => {}
    const mutation = manager.mutate(() => new Promise<number>((resolve) => (written = resolve)), {
      invalidates: ['key'],
    })
    await flush()
    manager.dispose()
    written(1)
    expect(await mutation).toBe(1)
    expect(propagate).toHaveBeenCalledTimes(1)
    expect(clock.pending).toBe(0)
  })

  it('one request follows an invalidation, also where the one under way failed and was repeated after it', async () => {
    const { clock, manager } = stage()
    let fail: (error: Error) => void = () => {}
    let calls = 0
    const fetcher = () =>
      ++calls === 2 ? new Promise<number>((_, reject) => (fail = reject)) : Promise.resolve(calls)
    manager.register('key', fetcher, { ttl: 60_000, retry: 1 })
    await flush()
    const first = manager.invalidate('key')
    await flush()
    await clock.advance(100)
    const second = manager.invalidate('key')
    fail(new TypeError('fetch failed'))
    // The repetition begins after both: its answer is what both wait for.
    await clock.advance(10_000)
    expect(calls).toBe(3)
    expect(await first).toMatchObject({ refreshed: ['key'] })
    expect(await second).toMatchObject({ refreshed: ['key'] })
    expect(manager.getSnapshot('key')).toMatchObject({ data: 3, freshness: 'fresh' })
    manager.dispose()
  })

  it('an answer that was overtaken by a 304 is not asked for once more', async () => {
    const clock = fakeClock()
    const cache = new TtlCache({ clock })
    const options = { clock, environment: fixedEnvironment(), cache, maxConcurrent: 1 }
    const [one, two] = [new DataSyncManager(options), new DataSyncManager(options)]
    let calls = 0
    const transport = async () => {
      const headers = { etag: '"1"', 'cache-control': 'max-age=60', 'content-type': 'application/json' }
      return ++calls === 1 ? new Response('1', { headers }) : new Response(null, { status: 304, headers })
    }
    const resource = httpResource<number>('https://server.test/key', { ttl: 60_000, transport, clock })
    let release: (value: number) => void = () => {}
    one.register(resource)
    await clock.advance(100)
    two.register(resource)
    // The first one's request waits for its turn, and the second one waits for it.
    one.register('other', () => new Promise<number>((resolve) => (release = resolve)))
    void one.invalidate(resource.key)
    await flush()
    release(1)
    await clock.advance(10_000)
    expect(calls).toBe(2)
    for (const manager of [one, two]) manager.dispose()
  })

  it('what two managers ask for together is fresh for as long as the server said', async () => {
    const clock = fakeClock()
    const cache = new TtlCache({ clock })
    const options = { clock, environment: fixedEnvironment(), cache }
    const [one, two] = [new DataSyncManager(options), new DataSyncManager(options)]
    let calls = 0
    const transport = async () => {
      calls++
      return new Response('1', {
        headers: { 'cache-control': 'max-age=60', 'content-type': 'application/json' },
      })
    }
    const resource = httpResource<number>('https://server.test/key', { ttl: 'http', transport, clock })
    for (const manager of [one, two]) manager.register(resource)
    await clock.advance(100)
    expect(calls).toBe(1)
    for (const manager of [one, two]) expect(manager.getSnapshot(resource.key).freshness).toBe('fresh')
    for (const manager of [one, two]) manager.dispose()
  })

  it('what two managers ask for past every cache is one request', async () => {
    const clock = fakeClock()
    const options = { clock, environment: fixedEnvironment(), cache: new TtlCache({ clock }) }
    const [one, two] = [new DataSyncManager(options), new DataSyncManager(options)]
    const asked: boolean[] = []
    const fetcher = async ({ forceFresh }: FetchContext) => {
      asked.push(forceFresh)
      await new Promise((resolve) => clock.schedule(() => resolve(1), 100))
      return 1
    }
    for (const manager of [one, two]) manager.register('key', fetcher, { ttl: 60_000 })
    await clock.advance(100)
    void one.refresh('key')
    void one.refresh('key', { force: true })
    void two.refresh('key', { force: true })
    await clock.advance(200)
    // Forced ones do not join the one that is not, but each other.
    expect(asked).toEqual([false, false, true])
    for (const manager of [one, two]) manager.dispose()
  })

  it('what is removed while a failed attempt waits to be repeated is asked for once', async () => {
    const clock = fakeClock()
    const cache = new TtlCache({ clock })
    const manager = new DataSyncManager({ clock, environment: fixedEnvironment(), cache })
    let calls = 0
    const fetcher = async () => {
      if (++calls === 2) throw new TypeError('fetch failed')
      return calls
    }
    manager.register('key', fetcher, { ttl: 60_000, retry: 1 })
    await flush()
    void manager.invalidate('key')
    await flush()
    cache.delete('key')
    await clock.advance(10_000)
    expect(calls).toBe(3)
    expect(manager.getSnapshot('key')).toMatchObject({ data: 3, freshness: 'fresh' })
    manager.dispose()
  })

  it('who waits for a turn to join a request that has ended meanwhile has its answer, and waits for no time-out', async () => {
    const clock = fakeClock()
    const options = {
      clock,
      environment: fixedEnvironment(),
      cache: new TtlCache({ clock }),
      maxConcurrent: 1,
    }
    const [one, two] = [new DataSyncManager(options), new DataSyncManager(options)]
    const asked: string[] = []
    const fetcher = async ({ key }: FetchContext) => {
      asked.push(key)
      await new Promise((resolve) => clock.schedule(() => resolve(1), key === 'slow' ? 1000 : 100))
      return 1
    }
    two.register('slow', fetcher, { ttl: 60_000 })
    one.register('key', fetcher, { ttl: 60_000 })
    two.register('key', fetcher, { ttl: 60_000, timeout: 5000 })
    await clock.advance(500)
    expect(two.getSnapshot('key')).toMatchObject({ data: 1, freshness: 'fresh' })
    await clock.advance(60_000 - 500)
    expect(two.getSnapshot('key').error).toBeUndefined()
    expect(asked).toEqual(['slow', 'key'])
    for (const manager of [one, two]) manager.dispose()
  })

  it('who waits for the turn of another manager’s request is not told that the server did not answer', async () => {
    const clock = fakeClock()
    const options = {
      clock,
      environment: fixedEnvironment(),
      cache: new TtlCache({ clock }),
      maxConcurrent: 1,
    }
    const [one, two] = [new DataSyncManager(options), new DataSyncManager(options)]
    const asked: string[] = []
    const fetcher = async ({ key }: FetchContext) => {
      asked.push(key)
      await new Promise((resolve) => clock.schedule(() => resolve(1), 4000))
      return 1
    }
    const life = { ttl: 60_000, timeout: 5000, retry: false } as const
    for (const key of ['a', 'b', 'c']) one.register(key, fetcher, life)
    two.register('c', fetcher, life)
    await clock.advance(7000)
    expect(two.getSnapshot('c')).toMatchObject({ error: undefined, activity: 'fetching' })
    await clock.advance(6000)
    expect(two.getSnapshot('c')).toMatchObject({ data: 1, freshness: 'fresh', error: undefined })
    expect(asked).toEqual(['a', 'b', 'c'])
    for (const manager of [one, two]) manager.dispose()
  })
})
