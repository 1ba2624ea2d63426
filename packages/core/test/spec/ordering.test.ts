// The ten ordering rules (architecture.md), each with interleavings that try to break it. B11 is rule 1.
import { deferred, fakeClock, flush } from '@freshline/test-utils'
import {
  DataSyncManager,
  fixedEnvironment,
  outcome,
  TtlCache,
  type PluginHost,
  type SyncEvent,
} from '@freshline/core'
import { describe, expect, it, vi } from 'vitest'
import { counting, scripted, settled, setup } from './polling-support'

describe('rule 1 and B11: one flight', () => {
  it('polls, return, reconnect, focus, resume, refresh and registrations share the request in flight', async () => {
    const { clock, environment, manager } = setup()
    const api = scripted<number>()
    const options = {
      interval: 1000,
      timeout: Infinity,
      refreshOnVisible: 'always',
      refreshOnFocus: true,
    } as const
    manager.register('a', api.fetcher, options)
    await clock.advance(10_000)
    environment.set({ visible: false, online: false, focused: false })
    await clock.advance(10_000)
    environment.set({ visible: true, online: true, focused: true })
    manager.pause()
    manager.resume()
    manager.setEnabled('a', false)
    manager.setEnabled('a', true)
    void manager.refresh('a')
    void manager.refreshAll()
    manager.register('a', api.fetcher, options)
    void manager.prefetch({ key: 'a', fetcher: api.fetcher })
    await clock.advance(10_000)
    expect(api.count).toBe(1)
  })

  it('however many invalidations came in one turn, one request follows; both answers in order', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    const seen: unknown[] = []
    manager.subscribe('list', ({ data, freshness }) => seen.push(`${data} ${freshness}`))
    manager.register('list', api.fetcher, { ttl: 60_000, tags: ['t'] })
    void manager.invalidate('list')
    void manager.invalidate({ tag: 't' })
    void manager.invalidate('l*')
    void manager.invalidate(() => true)
    await flush()
    expect(api.count).toBe(2)
    seen.length = 0
    await api.call(0).answer('old')
    await api.call(1).answer('new')
    expect(seen).toEqual(['old stale', 'new fresh', 'new fresh'].slice(0, seen.length))
    expect(seen.at(-1)).toBe('new fresh')
    expect(api.count).toBe(2)
  })

  it('and in the other order: the old answer that comes late is not shown, and nothing follows it', async () => {
    const { clock, manager, told } = setup()
    const api = scripted<string>()
    manager.register('list', api.fetcher, { ttl: 600_000 })
    void manager.invalidate('list')
    await flush()
    await api.call(1).answer('new')
    const snapshot = manager.getSnapshot('list')
    expect(snapshot).toMatchObject({ data: 'new', freshness: 'fresh', isFetching: true })
    await api.call(0).answer('old')
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'new', freshness: 'fresh', isFetching: false })
    await clock.advance(60_000)
    expect(api.count).toBe(2)
    expect(told('success', 'unchanged', 'superseded')).toEqual(['success list', 'superseded list'])
  })

  it('the old request that fails late is nobody’s error', async () => {
    const { clock, manager } = setup()
    const api = scripted<string>()
    const onError = vi.fn()
    manager.register('list', api.fetcher, { ttl: 600_000, onError })
    void manager.invalidate('list')
    await flush()
    await api.call(1).answer('new')
    await api.call(0).fail()
    await clock.advance(60_000)
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'new', error: undefined, failureCount: 0 })
    expect(onError).not.toHaveBeenCalled()
    expect(api.count).toBe(2)
  })

  it('an invalidation while the follow-up is on its way leads to one more, not before its due time and not much after', async () => {
    const { clock, manager } = setup()
    const api = scripted<string>()
    manager.register('list', api.fetcher, { ttl: 600_000 })
    await api.last.answer('one')
    void manager.invalidate('list')
    await flush()
    expect(api.count).toBe(2)
    void manager.invalidate('list')
    void manager.invalidate('list')
    await flush()
    await api.call(1).answer('two')
    expect(manager.getSnapshot('list').freshness).toBe('stale')
    await clock.advance(1500)
    expect(api.count).toBe(3)
    await api.call(2).answer('three')
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'three', freshness: 'fresh' })
    await clock.advance(60_000)
    expect(api.count).toBe(3)
  })

  it('does not wait for a follow-up that hangs: the next comes at its due time', async () => {
    const { clock, manager } = setup()
    const api = scripted<string>()
    manager.register('list', api.fetcher, { ttl: 600_000 })
    await api.last.answer('one')
    void manager.invalidate('list')
    await flush()
    void manager.invalidate('list')
    await clock.advance(5000)
    expect(api.count).toBe(3)
    await api.call(2).answer('three')
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'three', freshness: 'fresh' })
    await api.call(1).answer('two')
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'three', freshness: 'fresh' })
    await clock.advance(60_000)
    expect(api.count).toBe(3)
  })

  it('pushed invalidations by the hundred make no storm, starve no poll, and end in fresh data', async () => {
    const { clock, manager } = setup()
    const times: number[] = []
    manager.register('list', async () => times.push(clock.monotonic()), { interval: 15_000 })
    for (let n = 0; n < 600; n++) {
      void manager.invalidate('list')
      await clock.advance(100)
    }
    expect(times.length).toBeLessThanOrEqual(70)
    expect(times.length).toBeGreaterThanOrEqual(30)
    await clock.advance(5000)
    expect(manager.getSnapshot('list').freshness).toBe('fresh')
  })

  it('a `load` in flight is joined by a registration, and a request in flight by a `load`', async () => {
    const clock = fakeClock()
    const cache = new TtlCache({ clock })
    const manager = new DataSyncManager({ clock, cache, environment: fixedEnvironment() })
    const api = scripted<number>()
    const loaded = cache.load('a', api.fetcher)
    manager.register('a', api.fetcher, { ttl: 60_000 })
    expect(api.count).toBe(1)
    await api.last.answer(1)
    expect(manager.getSnapshot('a')).toMatchObject({ data: 1, freshness: 'fresh' })
    expect((await loaded).data).toBe(1)
    manager.register('b', api.fetcher, { ttl: 60_000 })
    const second = cache.load('b', api.fetcher)
    expect(api.count).toBe(2)
    await api.last.answer(2)
    expect((await second).data).toBe(2)
  })
})

describe('rule 1 between several who share a cache', () => {
  it('a repetition joins a `load` that began meanwhile', async () => {
    const { clock, cache, one } = shared()
    const api = scripted<string>()
    one.register('a', api.fetcher, { ttl: 60_000, interval: 600_000 })
    await api.last.answer('one')
    one.pause()
    void one.refresh('a')
    void one.invalidate('a')
    await flush()
    const loaded = cache.load('a', api.fetcher, 60_000)
    expect(api.count).toBe(3)
    await api.call(1).fail()
    await clock.advance(2000)
    expect(api.count).toBe(3)
    await api.call(2).answer('two')
    expect((await settled(loaded))?.data).toBe('two')
    expect(one.getSnapshot('a')).toMatchObject({ data: 'two', freshness: 'fresh', isFetching: false })
  })

  it('a `load` that a mutation overlaps answers its caller, and comes on no screen', async () => {
    const { cache, one } = shared()
    const api = scripted<string>()
    one.register('text', api.fetcher, { ttl: 60_000 })
    await api.last.answer('.')
    const write = deferred<void>()
    const done = one.mutate(() => write.promise, {
      invalidates: ['text'],
      optimistic: [{ key: 'text', update: (text: string) => `${text}a` }],
    })
    const loaded = cache.load('text', api.fetcher, { ttl: 60_000, force: true })
    await api.last.answer('.a')
    expect((await settled(loaded))?.data).toBe('.a')
    expect(one.getSnapshot('text').data).toBe('.a')
    write.resolve()
    await done
    expect(one.getSnapshot('text').data).toBe('.a')
    await api.last.answer('.a')
    expect(one.getSnapshot('text')).toMatchObject({ data: '.a', freshness: 'fresh' })
  })

  /** Two managers, and whoever uses their cache. */
  function shared() {
    const clock = fakeClock()
    const cache = new TtlCache({ clock })
    const environment = fixedEnvironment()
    const [one, two] = [0, 1].map(() => new DataSyncManager({ clock, cache, environment }))
    if (!one || !two) throw new Error('two are needed')
    return { clock, cache, environment, one, two }
  }

  it('a `load` that joined a request whose answer is superseded gets the one that follows', async () => {
    const { cache, one } = shared()
    const api = scripted<string>()
    one.register('a', api.fetcher, { ttl: 60_000 })
    const loaded = cache.load('a', api.fetcher)
    one.setData('a', 'mine')
    await api.last.answer('old')
    await api.last.answer('server')
    expect((await settled(loaded))?.data).toBe('server')
    expect(api.count).toBe(2)
  })

  it('a `load` and a request that waits for its turn make one, also after an invalidation by predicate', async () => {
    const { clock, cache } = shared()
    const manager = new DataSyncManager({ clock, cache, environment: fixedEnvironment(), maxConcurrent: 1 })
    const blocker = scripted<number>()
    const api = scripted<string>()
    manager.register('blocker', blocker.fetcher)
    manager.register('a', api.fetcher, { ttl: 60_000 })
    void manager.invalidate((key) => key === 'a')
    await flush()
    const loaded = cache.load('a', api.fetcher, 60_000)
    await blocker.last.answer(1)
    expect(api.count).toBe(1)
    await api.last.answer('data')
    expect((await settled(loaded))?.data).toBe('data')
    expect(manager.getSnapshot('a')).toMatchObject({ data: 'data', freshness: 'fresh' })
    expect(api.count).toBe(1)
  })

  it('two managers make one request, and both get its answer, also when it is superseded', async () => {
    const { one, two } = shared()
    const api = scripted<string>()
    const readers = [one, two].map((manager) => manager.register('a', api.fetcher, { ttl: 60_000 }))
    expect(api.count).toBe(1)
    one.setData('a', 'mine')
    await api.last.answer('old')
    expect(readers.map(({ getSnapshot }) => getSnapshot().data)).toEqual(['mine', 'mine'])
    expect(api.count).toBe(2)
    await api.last.answer('server')
    expect(readers.map(({ getSnapshot }) => getSnapshot().data)).toEqual(['server', 'server'])
    expect(readers.map(({ getSnapshot }) => getSnapshot().freshness)).toEqual(['fresh', 'fresh'])
  })

  it('a mutation of one supersedes what the other has in flight', async () => {
    const { one, two } = shared()
    const api = scripted<string>()
    two.register('text', api.fetcher, { ttl: 60_000 })
    await api.last.answer('.')
    one.subscribe('text', () => {})
    const write = deferred<void>()
    const done = one.mutate(() => write.promise, {
      invalidates: ['text'],
      optimistic: [{ key: 'text', update: (text: string) => `${text}a` }],
    })
    void two.refresh('text')
    // The server has applied it; its answer to the mutation is still on its way.
    await api.last.answer('.a')
    expect(one.getSnapshot('text').data).toBe('.a')
    write.resolve()
    await done
    expect(one.getSnapshot('text').data).toBe('.a')
    await api.last.answer('.a')
    expect([one, two].map((manager) => manager.getSnapshot('text').data)).toEqual(['.a', '.a'])
  })

  it('a reset of one refuses what the other has in flight', async () => {
    const { one, two } = shared()
    const api = scripted<string>()
    two.register('me', api.fetcher, { ttl: 60_000 })
    one.reset()
    await api.call(0).answer('previous user')
    expect([one, two].map((manager) => manager.getSnapshot('me').data)).toEqual([undefined, undefined])
    await api.last.answer('new user')
    expect(two.getSnapshot('me')).toMatchObject({ data: 'new user', freshness: 'fresh' })
  })

  it('a reset of one takes the optimistic updates of the other with it, at the latest when they end', async () => {
    const { one, two } = shared()
    const api = scripted<string>()
    two.register('text', api.fetcher, { ttl: 60_000 })
    await api.last.answer('.')
    const write = deferred<void>()
    const done = two.mutate(() => write.promise, {
      optimistic: [{ key: 'text', update: (text: string | undefined) => `${text ?? ''}a` }],
    })
    one.reset()
    write.resolve()
    await done
    await flush()
    await api.last.answer('new user')
    expect(two.getSnapshot('text')).toMatchObject({ data: 'new user', freshness: 'fresh' })
  })
})

describe('rule 2: monotonic reads', () => {
  it('what was set by hand is not replaced by a request that began before; one request follows', async () => {
    const { clock, manager, told } = setup()
    const api = scripted<string>()
    const seen: unknown[] = []
    manager.subscribe('name', ({ data }) => seen.push(data))
    manager.register('name', api.fetcher, { ttl: 60_000 })
    manager.setData('name', 'mine')
    await api.call(0).answer('old')
    expect(api.count).toBe(2)
    await api.call(1).answer('server')
    await clock.advance(30_000)
    expect(api.count).toBe(2)
    expect(seen.filter((data) => data !== undefined)).not.toContain('old')
    expect(manager.getSnapshot('name').data).toBe('server')
    expect(told('superseded')).toEqual(['superseded name'])
  })

  it('superseded is not failed: no error, no failure count, and the poll keeps its time', async () => {
    const { clock, manager } = setup()
    const times: number[] = []
    const slow = () => {
      times.push(clock.monotonic())
      return new Promise<number>((resolve) => clock.schedule(() => resolve(times.length), 500))
    }
    manager.register('a', slow, { interval: 10_000 })
    await clock.advance(10_250)
    manager.setData('a', -1)
    await clock.advance(20_000)
    expect(times.filter((at) => at % 10_000 === 0)).toEqual([0, 10_000, 20_000, 30_000])
    expect(times).toHaveLength(5)
    expect(manager.getSnapshot('a')).toMatchObject({ error: undefined, failureCount: 0 })
  })

  it('data set by hand during every request leaves it to the next poll after one more try', async () => {
    const { clock, manager } = setup()
    let calls = 0
    manager.register(
      'a',
      () => {
        calls++
        return new Promise<number>((resolve) => {
          clock.schedule(() => manager.setData('a', -calls), 50)
          clock.schedule(() => resolve(calls), 100)
        })
      },
      { interval: 10_000 },
    )
    await clock.advance(59_000)
    expect(calls).toBeGreaterThanOrEqual(6)
    expect(calls).toBeLessThanOrEqual(12)
  })

  it('a person’s refresh that is superseded gets the answer that follows', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    manager.register('a', api.fetcher, { ttl: 60_000 })
    await api.last.answer('one')
    const asked = manager.refresh('a')
    manager.setData('a', 'mine')
    await api.last.answer('two')
    expect(await settled(asked)).toBeUndefined()
    await api.last.answer('three')
    expect(await settled(asked)).toMatchObject({ refreshed: ['a'] })
  })

  it('also of a key that is disabled', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    manager.register('a', api.fetcher, { enabled: false, ttl: 60_000 })
    const asked = manager.refresh('a')
    manager.setData('a', 'mine')
    await api.last.answer('two')
    expect(api.count).toBe(2)
    await api.last.answer('three')
    expect(await settled(asked)).toMatchObject({ refreshed: ['a'] })
    expect(manager.getSnapshot('a').data).toBe('three')
  })

  it('a 304 stands for the data it was asked with, not for what is held by now', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    manager.register('switch', api.fetcher, { ttl: 60_000 })
    await api.last.answer(outcome('off', { validators: { etag: '"off"' } }))
    void manager.refresh('switch')
    void manager.refresh('switch', { force: true })
    const [unforced, forced] = [api.call(1), api.call(2)]
    expect(forced.context.previous).toMatchObject({ data: 'off', validators: { etag: '"off"' } })
    // Switched on and off again: the first request saw it on, the second finds it as it was.
    await unforced.answer(outcome('on', { validators: { etag: '"on"' } }))
    expect(manager.getSnapshot('switch').data).toBe('on')
    await forced.answer(
      outcome(undefined as unknown as string, { notModified: true, validators: { etag: '"off"' } }),
    )
    expect(manager.getSnapshot('switch')).toMatchObject({ data: 'off', freshness: 'fresh' })
    void manager.refresh('switch')
    expect(api.last.context.previous).toMatchObject({ data: 'off', validators: { etag: '"off"' } })
  })

  it('validators of data that was replaced by hand are not sent', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    manager.register('a', api.fetcher, { ttl: 60_000 })
    await api.last.answer(outcome('server', { validators: { etag: '"1"' } }))
    manager.setData('a', 'mine')
    void manager.refresh('a')
    expect(api.last.context.previous?.validators).toBeUndefined()
  })

  it('what a plug-in brings is ordered by the mark it took, not by its arrival', async () => {
    let host: PluginHost | undefined
    const { manager } = setup({ plugins: [(given) => void (host = given)] })
    if (!host) throw new Error('no host')
    manager.subscribe('a', () => {})
    const before = host.mark()
    manager.setData('a', 'newer')
    const push = (data: string, startedAt: number) =>
      host?.apply({ type: 'data', key: 'a', data, source: 'push', startedAt })
    expect(push('older', before)).toBe(false)
    expect(push('newest', host.mark())).toBe(true)
    expect(manager.getSnapshot('a')).toMatchObject({ data: 'newest', source: 'push' })
  })
})

describe('rule 4: durable invalidation', () => {
  it('of a key nobody loaded yet: a request sent before it is not fresh, one sent after is', async () => {
    const clock = fakeClock()
    const cache = new TtlCache({ clock })
    const manager = new DataSyncManager({ clock, cache, environment: fixedEnvironment() })
    const api = scripted<string>()
    const loading = cache.load('list', api.fetcher, { ttl: 60_000 })
    expect(await settled(manager.invalidate('list'))).toMatchObject({ refreshed: [], skipped: [] })
    await api.last.answer('old')
    expect((await loading).data).toBe('old')
    expect(cache.get('list')).toBeUndefined()
    expect(cache.peek('list')?.value).toBe('old')
    manager.register('list', api.fetcher, { ttl: 60_000 })
    expect(api.count).toBe(2)
  })

  it('by pattern, tag and predicate holds for what is in flight and not yet held', async () => {
    const targets = [
      ['by key', ['list', 1]],
      ['by pattern', 'list:*'],
      ['by tag', { tag: 't' }],
      ['by predicate on the key', (key: string) => key === 'list:1'],
      ['by predicate on the tags', (_key: string, tags: readonly string[]) => tags.includes('t')],
    ] as const
    for (const [name, target] of targets) {
      const { manager } = setup()
      const api = scripted<string>()
      manager.register(['list', 1], api.fetcher, { ttl: 60_000, tags: ['t'] })
      void manager.invalidate(target as never, { refetch: 'none' })
      await api.last.answer('old')
      expect(manager.getSnapshot('list:1').freshness, `${name}, first load`).toBe('stale')
      await api.last.answer('new')
      expect(manager.getSnapshot('list:1').freshness, `${name}, follow-up`).toBe('fresh')
      void manager.refresh('list:1')
      void manager.invalidate(target as never, { refetch: 'none' })
      await api.last.answer('again')
      expect(manager.getSnapshot('list:1').freshness, `${name}, held`).toBe('stale')
    }
  })

  it('by predicate reaches a request that another was to follow, which could not begin', async () => {
    const { environment, manager } = setup({ maxConcurrent: 1 })
    const api = scripted<string>()
    manager.register('list', api.fetcher, { ttl: 60_000 })
    void manager.refresh('list', { force: true })
    environment.set({ online: false })
    void manager.invalidate((key) => key === 'list')
    await api.last.answer('old')
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'old', freshness: 'stale' })
    environment.set({ online: true })
    await api.last.answer('new')
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'new', freshness: 'fresh' })
    expect(api.count).toBe(2)
  })

  it('by tag reaches what a registration labelled, also after it left and the data was set by hand', async () => {
    const { manager } = setup()
    manager.register('list', async () => 'old', { ttl: 60_000, tags: ['t'] })
    await flush()
    manager.unregister('list')
    manager.setData('list', 'mine')
    await manager.invalidate({ tag: 't' })
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'mine', freshness: 'stale' })
  })

  it('of unwatched data is asked for when it is registered again', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    manager.register('list', api.fetcher, { ttl: 3_600_000 })
    await api.last.answer('old')
    manager.unregister('list')
    void manager.invalidate('l*')
    expect(api.count).toBe(1)
    manager.register('list', api.fetcher, { ttl: 3_600_000 })
    expect(api.count).toBe(2)
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'old', freshness: 'stale' })
  })

  it('that comes while a request waits for its turn or its repetition needs no second one', async () => {
    const { clock, manager } = setup({ maxConcurrent: 1 })
    const blocker = scripted<number>()
    const api = scripted<string>()
    manager.register('blocker', blocker.fetcher)
    manager.register('list', api.fetcher, { ttl: 60_000 })
    void manager.invalidate('list')
    await flush()
    await blocker.last.answer(1)
    await api.last.fail()
    void manager.invalidate('list')
    await clock.advance(1001)
    await api.last.answer('new')
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'new', freshness: 'fresh' })
    await clock.advance(30_000)
    expect(api.count).toBe(2)
  })

  it('whose request fails is not forgotten: it is asked for again, with backoff', async () => {
    const { clock, manager } = setup()
    const api = scripted<string>()
    manager.register('list', api.fetcher, { ttl: 3_600_000, retry: false })
    await api.last.answer('old')
    void manager.invalidate('list')
    await flush()
    for (let n = 1; n <= 4; n++) {
      expect(api.count).toBe(n + 1)
      await api.last.fail()
      await clock.advance(1000 * 2 ** (n - 1) + 2)
    }
    await api.last.answer('new')
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'new', freshness: 'fresh' })
    await clock.advance(120_000)
    expect(api.count).toBe(6)
  })

  it('with refetch: none marks, asks nothing, and is asked for by the next occasion', async () => {
    const { clock, environment, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('list', fetcher, { ttl: 3_600_000 })
    await clock.advance(10_000)
    expect(await manager.invalidate('list', { refetch: 'none' })).toMatchObject({ skipped: ['list'] })
    await clock.advance(10_000)
    expect(times).toEqual([0])
    expect(manager.getSnapshot('list').freshness).toBe('stale')
    environment.set({ visible: false })
    environment.set({ visible: true })
    await flush()
    expect(times).toEqual([0, 20_000])
  })

  it('overflowing its log is too stale, never too fresh', async () => {
    const clock = fakeClock()
    const cache = new TtlCache({ clock })
    const api = scripted<string>()
    const loading = [cache.load('early', api.fetcher, 60_000), cache.load('late', api.fetcher, 60_000)]
    cache.invalidate('early')
    for (let n = 0; n < 5000; n++) cache.invalidate(['other', n])
    for (let n = 0; n < 1000; n++) cache.invalidate(`pattern-${n}:*`)
    for (let n = 0; n < 5000; n++) cache.invalidate({ tag: `tag-${n}` })
    await api.call(0).answer('old')
    await api.call(1).answer('old')
    await Promise.all(loading)
    expect(cache.get('early')).toBeUndefined()
    const after = cache.load('after', async () => 'new', 60_000)
    await after
    expect(cache.get('after')).toBe('new')
  })

  it('the report of a rationed or held one resolves also when the key leaves, and on reset and dispose', async () => {
    const hanging: string[] = []
    for (const end of ['unregister', 'reset', 'dispose', 'pause'] as const) {
      const { manager } = setup()
      manager.register('list', async () => 1, { ttl: 60_000 })
      await flush()
      const reports = []
      for (let n = 0; n < 10; n++) {
        reports.push(manager.invalidate('list'))
        await flush()
      }
      if (end === 'unregister') manager.unregister('list')
      else manager[end]()
      for (const [n, report] of reports.entries()) {
        if (!(await settled(report))) hanging.push(`${end} ${n}`)
      }
    }
    expect(hanging).toEqual([])
  })

  it('of many keys asks for each once, within maxConcurrent', async () => {
    const { clock, manager } = setup({ maxConcurrent: 5 })
    const asked: string[] = []
    for (let n = 0; n < 40; n++) {
      manager.register(['key', n], async ({ key }) => asked.push(key), {
        ttl: 60_000,
        tags: ['all', `own-${n}`],
      })
    }
    await clock.advance(0)
    asked.length = 0
    const report = await manager.invalidate({
      tags: ['all', 'own-3'],
      patterns: ['key:*'],
      keys: [['key', 5]],
    })
    expect(new Set(asked).size).toBe(40)
    expect(asked).toHaveLength(40)
    expect([...report.refreshed, ...report.unchanged]).toHaveLength(40)
  })
})

describe('rule 5: freshness is not claimed beyond the server’s word', () => {
  it('freshFor shortens a ttl, and does not lengthen it', async () => {
    const { manager } = setup()
    const left = (key: string) => {
      const { expiresAt = 0, updatedAt = 0 } = manager.getSnapshot(key)
      return expiresAt - updatedAt
    }
    manager.register('by server', async () => outcome(1, { freshFor: 7000 }), { ttl: 'http' })
    manager.register('by nobody', async () => 1, { ttl: 'http' })
    await flush()
    expect(left('by server')).toBe(7000)
    expect(manager.getSnapshot('by nobody').freshness).toBe('stale')
  })

  it('under `http` no server has said how long data is fresh that was set, committed or written to the cache', async () => {
    const clock = fakeClock()
    const cache = new TtlCache({ clock })
    const { manager } = setup({ clock, cache })
    manager.register('a', async () => outcome(1, { freshFor: 7000 }), { ttl: 'http' })
    await flush()
    expect(manager.getSnapshot('a').freshness).toBe('fresh')
    manager.setData('a', 2)
    expect(manager.getSnapshot('a')).toMatchObject({ data: 2, freshness: 'stale' })
    await manager.mutate(async () => 3, { commit: [{ key: 'a', data: (made: number) => made }] })
    expect(manager.getSnapshot('a')).toMatchObject({ data: 3, freshness: 'stale' })
    cache.set('a', 4)
    expect(manager.getSnapshot('a')).toMatchObject({ data: 4, freshness: 'stale' })
    manager.setData('a', 5, { ttl: 1000 })
    expect(manager.getSnapshot('a')).toMatchObject({ data: 5, freshness: 'fresh' })
    await manager.refresh('a')
    expect(manager.getSnapshot('a')).toMatchObject({ data: 1, freshness: 'fresh' })
  })

  it('a wall clock set back, set forward by a second or read by nobody makes nothing fresher', async () => {
    const { clock, manager } = setup()
    manager.register('a', async () => 1, { ttl: 60_000, refreshOnVisible: false })
    await clock.advance(30_000)
    clock.setWall(clock.now() - 86_400_000)
    await clock.advance(29_999)
    expect(manager.getSnapshot('a').freshness).toBe('fresh')
    await clock.advance(1)
    expect(manager.getSnapshot('a').freshness).toBe('stale')
  })
})

describe('rule 6: one announcement', () => {
  it('each transition is told once, in order, after the state it tells of can be read', async () => {
    const { clock, environment, manager } = setup()
    const log: string[] = []
    const check = ({ type, key, snapshot }: SyncEvent) => {
      if (key === undefined) return void log.push(type)
      const now = manager.getSnapshot(key)
      log.push(
        `${type} ${snapshot?.freshness}/${now.freshness} ${String(snapshot?.data)}/${String(now.data)}`,
      )
    }
    manager.on('*', check)
    let n = 0
    manager.register('a', async () => ++n, { interval: 10_000, ttl: 12_000, overdueAfter: 20_000 })
    await clock.advance(0)
    environment.set({ online: false })
    await clock.advance(40_000)
    environment.set({ online: true })
    await flush()
    expect(log).toEqual([
      'registered empty/empty undefined/undefined',
      'fetching empty/empty undefined/undefined',
      'fresh fresh/fresh 1/1',
      'success fresh/fresh 1/1',
      'offline',
      'stale stale/stale 1/1',
      'overdue stale/stale 1/1',
      'online',
      'fetching stale/stale 1/1',
      'fresh fresh/fresh 2/2',
      'success fresh/fresh 2/2',
    ])
  })

  it('the snapshot of an event is the state after it', async () => {
    const { clock, manager, events } = setup()
    const api = scripted<number>()
    manager.register('a', api.fetcher, { retry: false, ttl: 1000 })
    await api.last.answer(1)
    await clock.advance(1000)
    manager.pause('a')
    manager.resume('a')
    void manager.refresh('a')
    await api.last.fail()
    const state = events.map(({ type, snapshot }) => [type, snapshot?.activity, snapshot?.failureCount])
    const asked = state.filter(([type]) => !['registered', 'fresh', 'stale'].includes(String(type)))
    expect(asked).toEqual([
      ['fetching', 'fetching', 0],
      ['success', 'idle', 0],
      ['paused', 'paused', 0],
      ['resumed', 'idle', 0],
      ['fetching', 'fetching', 0],
      ['error', 'idle', 1],
    ])
  })

  it('an operation tells each listener once, with the last state', async () => {
    const { manager } = setup()
    const seen: unknown[] = []
    manager.subscribe('a', ({ data, freshness, activity }) => seen.push([data, freshness, activity]))
    const api = scripted<string>()
    manager.register('a', api.fetcher, { ttl: 60_000 })
    await api.last.answer('one')
    manager.setData('a', 'mine')
    void manager.invalidate('a')
    await flush()
    await api.last.answer('two')
    expect(seen).toEqual([
      [undefined, 'empty', 'fetching'],
      ['one', 'fresh', 'idle'],
      ['mine', 'fresh', 'idle'],
      ['mine', 'stale', 'idle'],
      ['mine', 'stale', 'fetching'],
      ['two', 'fresh', 'idle'],
    ])
  })

  it('a snapshot keeps its identity while nothing in it changes', async () => {
    const { clock, manager } = setup()
    const api = scripted<{ list: { id: number }[] }>()
    const { getSnapshot } = manager.register('a', api.fetcher, { ttl: 60_000 })
    await api.last.answer({ list: [{ id: 1 }, { id: 2 }] })
    const first = getSnapshot()
    await clock.advance(1000)
    void manager.refresh('nobody')
    expect(getSnapshot()).toBe(first)
    void manager.refresh('a')
    await api.last.answer({ list: [{ id: 1 }, { id: 2 }] })
    expect(getSnapshot().data).toBe(first.data)
    void manager.refresh('a')
    await api.last.answer({ list: [{ id: 1 }, { id: 3 }] })
    expect(getSnapshot().data?.list[0]).toBe(first.data?.list[0])
    expect(getSnapshot().data).not.toBe(first.data)
    expect(manager.getSnapshot('unknown')).toBe(manager.getSnapshot('another unknown'))
    expect(Object.isFrozen(manager.getSnapshot('unknown'))).toBe(true)
  })

  it('events caused by listeners come after those being told, for everybody in the same order', async () => {
    const { manager } = setup()
    const logs: string[][] = [[], []]
    manager.on('*', ({ type, key }) => logs[0]?.push(`${type} ${key}`))
    manager.on('fresh', ({ key }) => {
      if (key === 'a') manager.setData('b', 1)
    })
    manager.on('*', ({ type, key }) => logs[1]?.push(`${type} ${key}`))
    for (const key of ['a', 'b']) manager.subscribe(key, () => {})
    manager.setData('a', 1)
    await flush()
    expect(logs[0]).toEqual(['fresh a', 'fresh b'])
    expect(logs[1]).toEqual(logs[0])
  })
})

describe('rule 7: errors keep data', () => {
  it('through failures of every kind, invalidation, offline and pause', async () => {
    const { clock, environment, manager } = setup()
    let isDown = false
    const blanks: unknown[] = []
    manager.register(
      'a',
      async () => {
        if (isDown) throw new Error('down')
        return 'data'
      },
      { interval: 10_000, retry: 1, timeout: 1000 },
    )
    await clock.advance(0)
    manager.subscribe('a', ({ data, status }) => {
      if (data !== 'data' || status !== 'success') blanks.push([data, status])
    })
    isDown = true
    await clock.advance(100_000)
    void manager.invalidate('a')
    environment.set({ online: false })
    await clock.advance(10_000)
    environment.set({ online: true, visible: false })
    environment.set({ visible: true })
    await clock.advance(300_000)
    expect(blanks).toEqual([])
    expect(manager.getSnapshot('a')).toMatchObject({
      data: 'data',
      error: { message: 'down' },
      freshness: 'stale',
    })
    isDown = false
    await clock.advance(90_000)
    expect(manager.getSnapshot('a')).toMatchObject({ data: 'data', error: undefined, failureCount: 0 })
  })

  it('a failed refresh of fresh data leaves freshness to the clock', async () => {
    const { clock, manager } = setup()
    const api = scripted<string>()
    manager.register('a', api.fetcher, { ttl: 60_000, retry: false })
    await api.last.answer('data')
    void manager.refresh('a')
    await api.last.fail()
    expect(manager.getSnapshot('a')).toMatchObject({ freshness: 'fresh', failureCount: 1 })
    await clock.advance(60_000)
    expect(manager.getSnapshot('a')).toMatchObject({ freshness: 'stale', failureCount: 1 })
  })

  it('a fallback is shown as stale with the error beside it, and goes for the first answer', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    manager.register('a', api.fetcher, { ttl: 60_000, retry: false, fallback: 'nothing yet' })
    await api.last.fail()
    expect(manager.getSnapshot('a')).toMatchObject({
      status: 'success',
      data: 'nothing yet',
      freshness: 'stale',
      error: { message: 'down' },
    })
    void manager.refresh('a')
    await api.last.answer('data')
    expect(manager.getSnapshot('a')).toMatchObject({ data: 'data', freshness: 'fresh', error: undefined })
  })
})

describe('rule 8: polling survives', () => {
  it('everything at once: errors, hidden spells, sleep, pushes, writes by hand, throwing listeners, wall clock jumps', async () => {
    const { clock, environment, manager } = setup({ report: () => {} })
    let calls = 0
    manager.register(
      'a',
      async () => {
        if (++calls % 3 === 0) throw new Error('down')
        return calls
      },
      {
        interval: 10_000,
        retry: false,
        onError: () => {
          throw new Error('onError')
        },
        onSuccess: () => {
          throw new Error('onSuccess')
        },
      },
    )
    manager.subscribe('a', () => {
      throw new Error('listener')
    })
    manager.on('*', () => {
      throw new Error('event')
    })
    for (let round = 0; round < 60; round++) {
      manager.setData('a', -round)
      if (round % 5 === 0) environment.set({ visible: false })
      if (round % 7 === 0) environment.set({ online: false })
      if (round % 11 === 0) clock.sleep(60_000)
      if (round % 13 === 0) clock.setWall(clock.now() - 3_600_000)
      await clock.advance(3000)
      environment.set({ visible: true, online: true })
      await clock.advance(7000)
    }
    expect(calls).toBeGreaterThanOrEqual(45)
    const before = calls
    await clock.advance(60_000)
    expect(calls - before).toBeGreaterThanOrEqual(4)
  })

  it('an interval beyond 2^31-1 ms is kept through hidden spells', async () => {
    const { clock, environment, manager } = setup()
    const month = 31 * 86_400_000
    const { fetcher, times } = counting(clock)
    manager.register('rare', fetcher, { interval: month, ttl: Infinity })
    await clock.advance(86_400_000)
    environment.set({ visible: false })
    environment.set({ visible: true })
    await clock.advance(month - 86_400_000 - 1)
    expect(times).toEqual([0])
    await clock.advance(1)
    expect(times).toEqual([0, month])
  })
})

describe('rule 9: quiet when gone', () => {
  it('after the last unregister and unsubscribe nothing is left, whatever was going on', async () => {
    const { clock, environment, manager } = setup({ maxConcurrent: 2 })
    const off = vi.fn()
    const subscribe = vi.spyOn(environment, 'subscribe')
    const api = scripted<number>()
    const leaves: (() => void)[] = []
    for (let n = 0; n < 8; n++) {
      const registration = manager.register(['key', n], api.fetcher, { interval: 1000, retry: 3 })
      leaves.push(registration.unregister, registration.subscribe(off))
    }
    await api.call(0).fail()
    await api.call(1).answer(1)
    void manager.invalidate('key:*')
    void manager.refresh('key:7')
    await clock.advance(3000)
    for (const leave of leaves) leave()
    await flush()
    expect(clock.pending).toBe(0)
    expect(manager.getStatus()).toEqual([])
    expect(subscribe).toHaveBeenCalledTimes(1)
    const { count } = api
    off.mockClear()
    for (let n = 0; n < count; n++) await api.call(n).answer(-1)
    environment.set({ visible: false })
    environment.set({ visible: true })
    await clock.advance(600_000)
    expect(api.count).toBe(count)
    expect(off).not.toHaveBeenCalled()
    expect(clock.pending).toBe(0)
  })

  it('what a person asked for offline, or had superseded, is not asked for once the key is let go', async () => {
    const { environment, manager } = setup()
    const api = scripted<number>()
    manager.subscribe('a', () => {})
    manager.register('a', api.fetcher)
    await api.last.answer(1)
    environment.set({ online: false })
    await manager.refresh('a')
    manager.unregister('a')
    environment.set({ online: true })
    await flush()
    expect(api.count).toBe(1)
    manager.register('a', api.fetcher, { ttl: 60_000 })
    await api.last.answer(2)
    const write = deferred<void>()
    const done = manager.mutate(() => write.promise, { invalidates: ['a'] })
    const asked = manager.refresh('a')
    await api.last.answer(3)
    manager.unregister('a')
    write.resolve()
    await done
    expect(await settled(asked)).toMatchObject({ skipped: ['a'] })
    expect(api.count).toBe(3)
  })

  it('whoever waits for a key that is let go, and whose answer is superseded then, is told', async () => {
    const { manager } = setup()
    const api = scripted<number>()
    manager.subscribe('a', () => {})
    manager.register('a', api.fetcher)
    const asked = manager.refresh('a')
    manager.setData('a', 0)
    manager.unregister('a')
    await api.last.answer(1)
    expect(await settled(asked)).toMatchObject({ skipped: ['a'] })
    expect(manager.getSnapshot('a')).toMatchObject({ data: 0, isFetching: false })
    expect(api.count).toBe(1)
  })

  it('after dispose every method is an error or does nothing', async () => {
    const { clock, environment, manager } = setup()
    const api = scripted<number>()
    const { refresh, subscribe, unregister } = manager.register('a', api.fetcher, { interval: 1000 })
    await api.last.answer(1)
    manager.dispose()
    expect(() => manager.register('b', api.fetcher)).toThrow(expect.objectContaining({ code: 'disposed' }))
    expect(await manager.refreshAll()).toMatchObject({ refreshed: [], failed: [] })
    await manager.invalidate('*')
    await refresh()
    subscribe(() => {})()
    unregister()
    manager.setData('a', 2)
    manager.pause()
    manager.resume()
    manager.setEnabled('a', true)
    manager.reset()
    environment.set({ visible: false })
    environment.set({ visible: true })
    await clock.advance(60_000)
    expect(api.count).toBe(1)
    expect(clock.pending).toBe(0)
  })

  it('does not grow: ten thousand keys that came and went leave what the cache is allowed to hold', async () => {
    const clock = fakeClock()
    const cache = new TtlCache({ clock, maxEntries: 100 })
    const manager = new DataSyncManager({ clock, cache, environment: fixedEnvironment() })
    for (let n = 0; n < 10_000; n++) {
      manager.register(['key', n], async () => n)
      manager.subscribe(['key', n], () => {})()
      await Promise.resolve()
      await Promise.resolve()
      await Promise.resolve()
      await Promise.resolve()
      manager.unregister(['key', n])
    }
    await flush()
    expect(cache.size).toBeLessThanOrEqual(100)
    expect(manager.getStatus()).toEqual([])
    expect(clock.pending).toBe(0)
  })
})

describe('rule 10: a hidden page costs nothing', () => {
  it('whatever happens to it: invalidations, writes, pushes, failures, expiry, reconnects', async () => {
    const { clock, environment, manager } = setup()
    const api = scripted<number>()
    manager.register('a', api.fetcher, { interval: 10_000, refreshOnStale: true, retry: 5 })
    manager.register('b', api.fetcher, { ttl: 5000, refreshOnStale: true })
    await api.call(0).answer(1)
    await api.call(1).answer(1)
    await clock.advance(10_000)
    expect(api.count).toBe(4)
    environment.set({ visible: false })
    await api.call(2).fail()
    await api.call(3).answer(2)
    const { scheduled } = clock
    for (let n = 0; n < 50; n++) {
      void manager.invalidate('*')
      manager.setData('a', -n)
      environment.set({ online: n % 2 === 0 })
      await clock.advance(10_000)
    }
    environment.set({ online: true })
    await clock.advance(600_000)
    expect(api.count).toBe(4)
    expect(clock.pending).toBe(0)
    expect(clock.scheduled - scheduled).toBeLessThanOrEqual(5)
    environment.set({ visible: true })
    await clock.advance(50)
    expect(api.count).toBe(6)
  })

  it('a mutation’s keys are asked for on return', async () => {
    const { environment, manager } = setup()
    const api = scripted<number>()
    manager.register('a', api.fetcher, { ttl: 3_600_000, refreshOnVisible: false })
    await api.last.answer(1)
    const write = deferred<void>()
    const done = manager.mutate(() => write.promise, { invalidates: ['a'] })
    environment.set({ visible: false })
    write.resolve()
    await done
    expect(api.count).toBe(1)
    environment.set({ visible: true })
    expect(api.count).toBe(2)
  })
})
