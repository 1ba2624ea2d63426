// B10 a request that nobody wants any more is aborted, one that takes too long is over, late answers are nobody's.
import { deferred, flush } from '@freshline/test-utils'
import { TimeoutError, type FetchContext } from '@freshline/core'
import { describe, expect, it } from 'vitest'
import { counting, scripted, settled, setup } from './polling-support'

/** A fetcher that rejects when it is aborted, as `fetch` does. */
function obedient() {
  const signals: AbortSignal[] = []
  const fetcher = ({ signal }: FetchContext) => {
    signals.push(signal)
    return new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error))
    })
  }
  return { fetcher, signals }
}

describe('B10 when nobody wants it any more', () => {
  it('aborts with the last registration, tells no error, and frees its place', async () => {
    const { manager, told } = setup({ maxConcurrent: 1 })
    const api = obedient()
    const next = scripted<number>()
    const one = manager.register('slow', api.fetcher)
    const two = manager.register('slow', api.fetcher)
    manager.register('next', next.fetcher)
    one.unregister()
    await flush()
    expect(api.signals[0]?.aborted).toBe(false)
    expect(next.count).toBe(0)
    two.unregister()
    await flush()
    expect(api.signals[0]?.reason).toMatchObject({ code: 'aborted' })
    expect(next.count).toBe(1)
    expect(told('error', 'unregistered')).toEqual(['unregistered slow'])
    expect(manager.getSnapshot('slow')).toMatchObject({ status: 'pending', isFetching: false })
    expect(manager.metrics()).toMatchObject({ aborted: 1, failed: 0 })
  })

  it('does not abort while somebody watches', async () => {
    const { manager } = setup()
    const api = scripted<number>()
    const seen: unknown[] = []
    const off = manager.subscribe<number>('slow', ({ data }) => seen.push(data))
    manager.register('slow', api.fetcher).unregister()
    await flush()
    expect(api.last.context.signal.aborted).toBe(false)
    await api.last.answer(7)
    expect(seen.at(-1)).toBe(7)
    off()
    expect(manager.getStatus()).toEqual([])
  })

  it('does not abort what somebody waits for who is no watcher: a prefetch', async () => {
    const { manager } = setup()
    const api = scripted<number>()
    const registration = manager.register('slow', api.fetcher)
    const prefetched = manager.prefetch({ key: 'slow', fetcher: api.fetcher })
    registration.unregister()
    await flush()
    expect(api.last.context.signal.aborted).toBe(false)
    await api.last.answer(7)
    expect(await settled(prefetched)).toMatchObject({ data: 7 })
    expect(api.count).toBe(1)
  })

  it('leaving and coming back within a turn costs one request and aborts none', async () => {
    const { manager, clock } = setup()
    const api = scripted<number>()
    for (let n = 0; n < 10; n++) {
      const registration = manager.register('strict', api.fetcher, { interval: 1000 })
      const off = registration.subscribe(() => {})
      off()
      registration.unregister()
    }
    const stays = manager.register('strict', api.fetcher, { interval: 1000 })
    await flush()
    expect(api.count).toBe(1)
    expect(api.last.context.signal.aborted).toBe(false)
    await api.last.answer(1)
    expect(stays.getSnapshot()).toMatchObject({ data: 1 })
    await clock.advance(1000)
    expect(api.count).toBe(2)
  })

  it('leaving and coming back within a turn also works while the request waits for its turn or its repetition', async () => {
    const { clock, manager } = setup({ maxConcurrent: 1 })
    const blocker = scripted<number>()
    const api = scripted<number>()
    manager.register('blocker', blocker.fetcher)
    manager.register('queued', api.fetcher).unregister()
    manager.register('queued', api.fetcher)
    await blocker.last.answer(1)
    expect(api.count).toBe(1)
    await api.last.fail()
    manager.unregister('queued')
    manager.register('queued', api.fetcher)
    await clock.advance(1001)
    expect(api.count).toBe(2)
    await api.last.answer(2)
    expect(manager.getSnapshot('queued').data).toBe(2)
  })

  it('leaving and coming back within a turn keeps data that is past its removal time; leaving alone does not', async () => {
    const { clock, manager, told } = setup()
    const api = scripted<number>()
    const options = { ttl: 0, gcTime: 60_000 }
    const first = manager.register('old', api.fetcher, options)
    const off = first.subscribe(() => {})
    await api.last.answer(1)
    await clock.advance(3_600_000)
    off()
    first.unregister()
    const second = manager.register('old', api.fetcher, { ...options, tags: ['x'] })
    expect(second.getSnapshot()).toMatchObject({ data: 1, freshness: 'stale' })
    await flush()
    expect(second.getSnapshot()).toMatchObject({ data: 1, freshness: 'stale' })
    await api.last.answer(2)
    await clock.advance(3_600_000)
    second.unregister()
    await flush()
    expect(second.getSnapshot()).toMatchObject({ data: undefined, freshness: 'empty' })
    expect(told('removed')).toEqual([])
    expect(manager.metrics()).toMatchObject({ keys: 0 })
    expect(clock.pending).toBe(0)
  })

  it('nothing is asked for, and no timer stays, where an interval function unregisters its key', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    const end = clock.now() + 3000
    const until = (key: string) => {
      const registration = manager.register(key, fetcher, {
        interval: () => {
          if (clock.now() >= end) registration.unregister()
          return 1000
        },
      })
      return registration
    }
    const watched = until('watched')
    const off = watched.subscribe(() => {})
    until('unwatched')
    await clock.advance(2999)
    expect(times).toHaveLength(6)
    await clock.advance(1)
    expect(manager.metrics()).toMatchObject({ requests: 6, keys: 1 })
    expect(watched.getSnapshot()).toMatchObject({ data: 5, activity: 'idle' })
    off()
    expect(clock.pending).toBe(0)
  })

  it('reaches a fetcher that hands on a copy of its context', async () => {
    const { clock, manager } = setup()
    const signals: AbortSignal[] = []
    const read = ({ signal }: FetchContext) => {
      signals.push(signal)
      return new Promise<number>(() => {})
    }
    const fetcher = (context: FetchContext) => read({ ...context, forceFresh: true })
    const registration = manager.register('copied', fetcher, { timeout: 1000, retry: false })
    await clock.advance(1000)
    void manager.refresh('copied')
    await flush()
    registration.unregister()
    await flush()
    expect(signals.map(({ aborted, reason }) => [aborted, reason.code])).toEqual([
      [true, 'timeout'],
      [true, 'aborted'],
    ])
  })

  it('takes a request back that waits for its turn or its repetition', async () => {
    const { clock, manager } = setup({ maxConcurrent: 1 })
    const blocker = scripted<number>()
    const api = scripted<number>()
    manager.register('blocker', blocker.fetcher)
    const queued = manager.register('queued', api.fetcher)
    queued.unregister()
    await blocker.last.answer(1)
    expect(api.count).toBe(0)
    const again = manager.register('queued', api.fetcher)
    await api.last.fail()
    again.unregister()
    await clock.advance(60_000)
    expect(api.count).toBe(1)
    manager.unregister('blocker')
    await flush()
    expect(clock.pending).toBe(0)
  })

  it('ignores the late answer of a fetcher that does not look at its signal', async () => {
    const { manager, told } = setup()
    const api = scripted<string>()
    manager.register('slow', api.fetcher).unregister()
    await flush()
    await api.last.answer('late')
    expect(manager.getSnapshot('slow').data).toBeUndefined()
    expect(told('success', 'unchanged', 'error', 'superseded')).toEqual([])
  })

  it('the late answer of an aborted request does not touch the next one', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    manager.register('slow', api.fetcher, { ttl: 60_000 }).unregister()
    await flush()
    manager.register('slow', api.fetcher, { ttl: 60_000 })
    expect(api.count).toBe(2)
    await api.call(0).answer('late')
    expect(manager.getSnapshot('slow').data).toBeUndefined()
    await api.call(1).answer('mine')
    expect(manager.getSnapshot('slow')).toMatchObject({ data: 'mine', freshness: 'fresh' })
    expect(api.count).toBe(2)
  })

  it('a refresh of a registration that leaves meanwhile resolves', async () => {
    const { manager } = setup()
    const api = obedient()
    const registration = manager.register('slow', api.fetcher)
    const asked = registration.refresh()
    registration.unregister()
    expect(await settled(asked)).toMatchObject({ data: undefined })
  })

  it('an abort listener that throws or calls back harms nobody', async () => {
    const { clock, manager } = setup({ report: () => {} })
    const { fetcher, times } = counting(clock)
    manager.register('slow', ({ signal }) => {
      signal.addEventListener('abort', () => {
        manager.register('other', fetcher)
        manager.setData('slow', 'from the abort')
      })
      return new Promise(() => {})
    })
    manager.unregister('slow')
    await flush()
    expect(times).toEqual([0])
    expect(manager.getSnapshot('slow').data).toBe('from the abort')
  })
})

describe('B10 timeouts', () => {
  it('end a request whose fetcher ignores its signal, at its time', async () => {
    const { clock, manager } = setup()
    const api = scripted<string>()
    manager.register('slow', api.fetcher, { timeout: 5000, retry: false })
    await clock.advance(4999)
    expect(manager.getSnapshot('slow').isFetching).toBe(true)
    await clock.advance(1)
    expect(manager.getSnapshot('slow')).toMatchObject({ status: 'error', isFetching: false, failureCount: 1 })
    expect(manager.getSnapshot('slow').error).toBeInstanceOf(TimeoutError)
    expect(api.last.context.signal.aborted).toBe(true)
    await api.last.answer('late')
    expect(manager.getSnapshot('slow')).toMatchObject({ status: 'error', data: undefined })
  })

  it('count for each attempt; a late answer to the first is not the answer to the second', async () => {
    const { clock, manager } = setup()
    const api = scripted<string>()
    manager.register('slow', api.fetcher, {
      timeout: 5000,
      retry: { limit: 1, delay: () => 1000 },
      ttl: 60_000,
    })
    await clock.advance(6000)
    expect(api.count).toBe(2)
    await api.call(0).answer('late')
    expect(manager.getSnapshot('slow')).toMatchObject({ status: 'pending', isFetching: true })
    await clock.advance(4999)
    await api.call(1).answer('in time')
    expect(manager.getSnapshot('slow')).toMatchObject({ data: 'in time', failureCount: 0, error: undefined })
  })

  it('are per key, 30 s by default, and may be none', async () => {
    const { clock, manager } = setup()
    const api = scripted<number>()
    manager.register('default', api.fetcher, { retry: false })
    manager.register('short', api.fetcher, { retry: false, timeout: 10 })
    manager.register('none', api.fetcher, { retry: false, timeout: Infinity })
    const states = () => ['default', 'short', 'none'].map((key) => manager.getSnapshot(key).status)
    await clock.advance(29_999)
    expect(states()).toEqual(['pending', 'error', 'pending'])
    await clock.advance(1)
    expect(states()).toEqual(['error', 'error', 'pending'])
    await clock.advance(86_400_000)
    expect(states()).toEqual(['error', 'error', 'pending'])
    expect(clock.pending).toBe(0)
  })

  it('free the place of the request, so that others go on', async () => {
    const { clock, manager } = setup({ maxConcurrent: 1 })
    const hung = scripted<number>()
    const next = counting(clock)
    manager.register('hung', hung.fetcher, { timeout: 5000, retry: false })
    manager.register('next', next.fetcher)
    await clock.advance(5000)
    expect(next.times).toEqual([5000])
  })

  it('end a hung poll, and the poll goes on', async () => {
    const { clock, manager } = setup()
    let calls = 0
    manager.register('hung', () => (++calls % 2 === 0 ? new Promise<number>(() => {}) : calls), {
      interval: 10_000,
      timeout: 4000,
      retry: false,
    })
    await clock.advance(600_000)
    expect(calls).toBeGreaterThan(35)
    expect(manager.metrics().running).toBeLessThanOrEqual(1)
  })

  it('hold while hidden and paused: a hung request does not stay for ever', async () => {
    const { clock, environment, manager } = setup()
    const api = scripted<number>()
    manager.register('hung', api.fetcher, { timeout: 5000, interval: 10_000 })
    environment.set({ visible: false })
    manager.pause()
    await clock.advance(60_000)
    expect(api.last.context.signal.aborted).toBe(true)
    expect(manager.metrics().running).toBe(0)
    expect(clock.pending).toBe(0)
  })

  it('of a request that an invalidation overtook end that one too', async () => {
    const { clock, manager } = setup()
    const api = scripted<string>()
    manager.register('list', api.fetcher, { timeout: 5000, ttl: 60_000, retry: false })
    await clock.advance(1000)
    void manager.invalidate('list')
    await flush()
    await api.call(1).answer('new')
    await clock.advance(4000)
    expect(api.call(0).context.signal.aborted).toBe(true)
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'new', freshness: 'fresh', isFetching: false })
    expect(manager.getSnapshot('list').error).toBeUndefined()
    await clock.advance(20_000)
    expect(api.count).toBe(2)
  })
})

describe('B10 dispose and reset', () => {
  it('dispose aborts everything, ignores late answers, and leaves no timer, also of fetchers that do not listen', async () => {
    const { clock, manager, events } = setup({ maxConcurrent: 2 })
    const api = scripted<number>()
    for (let n = 0; n < 6; n++) manager.register(['key', n], api.fetcher, { interval: 1000 })
    void manager.prefetch({ key: 'pre', fetcher: api.fetcher })
    const signals = [api.call(0).context.signal, api.call(1).context.signal]
    const written = manager.mutate(() => deferred<number>().promise, {
      optimistic: [{ key: 'key:0', update: () => 1 }],
    })
    void written.catch(() => {})
    manager.dispose()
    manager.dispose()
    const count = events.length
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
    for (let n = 0; n < api.count; n++) await api.call(n).answer(n)
    await clock.advance(600_000)
    expect(api.count).toBe(2)
    expect(clock.pending).toBe(0)
    expect(events).toHaveLength(count)
    expect(manager.getStatus()).toEqual([])
  })

  it('reset aborts everything, refuses what arrives, and polls go on', async () => {
    const { clock, manager } = setup()
    const api = scripted<string>()
    manager.register('me', api.fetcher, { interval: 10_000 })
    const first = api.last
    manager.reset()
    expect(first.context.signal.aborted).toBe(true)
    await first.answer('previous user')
    expect(manager.getSnapshot('me')).toMatchObject({ status: 'pending', data: undefined })
    await clock.advance(10_000)
    await api.last.answer('new user')
    expect(manager.getSnapshot('me').data).toBe('new user')
    await clock.advance(10_000)
    expect(api.count).toBe(3)
  })

  it('neither dispose nor reset begins a request that waited for its turn, for the user who leaves', async () => {
    for (const end of ['dispose', 'reset'] as const) {
      const { manager } = setup({ maxConcurrent: 1 })
      const api = scripted<number>()
      for (let n = 0; n < 4; n++) manager.register(['key', n], api.fetcher)
      manager[end]()
      await flush()
      expect(api.count, `${end}`).toBe(1)
    }
  })

  it('reset takes optimistic updates with it for good', async () => {
    const { manager } = setup()
    manager.register('list', async () => ['server'], { ttl: 60_000 })
    await flush()
    const pending = deferred<void>()
    const first = manager.mutate(() => pending.promise, {
      optimistic: [{ key: 'list', update: (list: string[] = []) => [...list, 'previous user'] }],
    })
    manager.reset({ scope: 'another' })
    await flush()
    const second = manager.mutate(() => deferred<void>().promise, {
      optimistic: [{ key: 'list', update: (list: string[] = []) => [...list, 'mine'] }],
    })
    void second.catch(() => {})
    expect(manager.getSnapshot('list').data).toEqual(['server', 'mine'])
    pending.resolve()
    await first
    expect(manager.getSnapshot('list').data).toEqual(['server', 'mine'])
  })

  it('reset with a scope asks for everything wanted at once, for the new user', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    manager.register('me', api.fetcher, { ttl: 60_000 })
    manager.register('off', api.fetcher, { enabled: false })
    await api.last.answer('one')
    manager.reset({ scope: 'two' })
    expect(api.count).toBe(2)
    await api.last.answer('two')
    expect(manager.getSnapshot('me')).toMatchObject({ data: 'two', freshness: 'fresh' })
  })
})
