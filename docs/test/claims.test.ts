// @vitest-environment node
// Tables and sentences of the written pages, asked of the library: what is on screen in the course of a save, what an
// invalidation leaves, and the recipe in which preview and live page agree.
import {
  DataSyncManager,
  dataCache,
  fixedEnvironment,
  HttpError,
  TtlCache,
  type Transport,
} from '@freshline/core'
import { deferred, fakeClock } from '@freshline/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { banner, publish } from '../snippets/recipes/banner-page'
import { handler } from '../snippets/recipes/banner-server'

const made: DataSyncManager[] = []
let clock = fakeClock()
const manage = (options = {}) => {
  const manager = new DataSyncManager({
    clock,
    environment: fixedEnvironment({ visible: true, online: true }),
    ...options,
  })
  made.push(manager)
  return manager
}
afterEach(() => {
  for (const manager of made.splice(0)) manager.dispose()
  clock = fakeClock()
  vi.useRealTimers()
})
const settle = () => clock.advance(5)

describe('concepts/mutations.md, what is on screen', () => {
  const course = async (options: object) => {
    const manager = manage()
    const answers = ['old', 'server']
    const later = deferred<string>()
    let asked = 0
    manager.register('a', () => (asked++ === 0 ? Promise.resolve(answers[0]) : later.promise), {
      ttl: 60_000,
    })
    await settle()
    const save = deferred<string>()
    const seen = () => {
      const { data, freshness } = manager.getSnapshot('a')
      return `${String(data)} ${freshness}`
    }
    const saved = manager.mutate(() => save.promise, { invalidates: ['a'], ...options })
    const states = [seen()]
    save.resolve('saved')
    await saved
    states.push(seen())
    later.resolve('server')
    await settle()
    return [...states, seen()]
  }

  it('with an optimistic update', async () => {
    expect(await course({ optimistic: [{ key: 'a', update: () => 'expected' }] })).toEqual([
      'expected fresh',
      'expected stale',
      'server fresh',
    ])
  })
  it('with commit only', async () => {
    expect(await course({ commit: [{ key: 'a', data: (saved: string) => saved }] })).toEqual([
      'old fresh',
      'saved stale',
      'server fresh',
    ])
  })
  it('with neither', async () => {
    expect(await course({})).toEqual(['old fresh', 'old stale', 'server fresh'])
  })
  it('of two overlapping updates one goes, the other stays', async () => {
    const manager = manage()
    manager.setData('a', ['base'], { ttl: 60_000 })
    const first = deferred<null>()
    const second = deferred<null>()
    const add = (name: string) => [{ key: 'a', update: (list: string[]) => [...list, name] }]
    const failing = manager.mutate(() => first.promise, { optimistic: add('one') }).catch(() => {})
    void manager.mutate(() => second.promise, { optimistic: add('two') })
    expect(manager.getSnapshot('a').data).toEqual(['base', 'one', 'two'])
    first.reject(new HttpError('no', { status: 422, headers: new Headers() }))
    await failing
    expect(manager.getSnapshot('a').data).toEqual(['base', 'two'])
    second.resolve(null)
  })
})

describe('concepts/invalidation.md, stale or gone', () => {
  const held = async () => {
    const cache = new TtlCache()
    const manager = manage({ cache })
    const load = vi.fn(async () => 'data')
    manager.register('a', load, { ttl: 60_000 })
    await settle()
    return { cache, manager, load }
  }
  it('invalidate: stale, asked at once', async () => {
    const { manager, load } = await held()
    void manager.invalidate('a')
    expect(manager.getSnapshot('a')).toMatchObject({ data: 'data', freshness: 'stale' })
    await settle()
    expect(load).toHaveBeenCalledTimes(2)
  })
  it("refetch: 'none': stale, not asked", async () => {
    const { manager, load } = await held()
    void manager.invalidate('a', { refetch: 'none' })
    await settle()
    expect(manager.getSnapshot('a').freshness).toBe('stale')
    expect(load).toHaveBeenCalledTimes(1)
  })
  it('on the cache: the same as on the manager', async () => {
    const { cache, load } = await held()
    cache.invalidate('a')
    await settle()
    expect(load).toHaveBeenCalledTimes(2)
  })
  it('delete: gone, asked at once', async () => {
    const { cache, manager, load } = await held()
    cache.delete('a')
    expect(manager.getSnapshot('a').data).toBeUndefined()
    await settle()
    expect(load).toHaveBeenCalledTimes(2)
  })
  it('reset: gone, nothing asked at once; with a scope, at once', async () => {
    const { manager, load } = await held()
    manager.reset()
    await settle()
    expect(manager.getSnapshot('a').data).toBeUndefined()
    expect(load).toHaveBeenCalledTimes(1)
    manager.reset({ scope: 'another' })
    await settle()
    expect(load).toHaveBeenCalledTimes(2)
  })
})

describe('recipes', () => {
  it('auth.md: a 401 is not repeated', async () => {
    const manager = manage()
    const load = vi.fn(() => Promise.reject(new HttpError('no', { status: 401, headers: new Headers() })))
    vi.useFakeTimers()
    manager.register('a', load)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(load).toHaveBeenCalledTimes(1)
  })

  it('preview-equals-live.md: after publishing, both have the same revision, and an old answer changes nothing', async () => {
    const through =
      (headers: Record<string, string> = {}): Transport =>
      (input, init) =>
        handler(
          new Request(new URL(String(input), 'https://shop.example'), {
            ...init,
            headers: { ...headers, ...Object.fromEntries(new Headers(init?.headers)) },
          }),
        )
    const live = manage()
    const preview = manage()
    live.register(banner(through()))
    preview.register(banner(through()))
    await vi.waitFor(() => {
      expect(live.getSnapshot('banner').data).toEqual({ text: 'Hello', revision: 1 })
      expect(preview.getSnapshot('banner').isFetching).toBe(false)
    })
    await publish(preview, 'Sale', through({ authorization: 'Bearer editor' }))
    expect(preview.getSnapshot('banner').data).toEqual({ text: 'Sale', revision: 2 })
    await preview.refresh('banner', { force: true })
    await live.refresh('banner')
    expect(live.getSnapshot('banner').data).toEqual(preview.getSnapshot('banner').data)
    expect(live.getSnapshot('banner').version).toBe(2)
  })

  it('testing.md: reset of the default manager forgets data', () => {
    dataCache.set('left', 1)
    dataCache.clear()
    expect(dataCache.get('left')).toBeUndefined()
  })
})
