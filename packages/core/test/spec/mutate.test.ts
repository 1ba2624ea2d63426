// E1, E3, E5 and E6: writes that name what they touch, and what may be shown after them.
import { deferred, fakeClock, flush } from '@freshline/test-utils'
import {
  DataSyncManager,
  fetchFresh,
  fixedEnvironment,
  HttpError,
  NetworkError,
  outcome,
  TimeoutError,
  TtlCache,
  type FetchContext,
} from '@freshline/core'
import { describe, expect, it, vi } from 'vitest'
import { counting, httpError, scripted, settled, setup } from './polling-support'

describe('E1 mutate', () => {
  it('invalidates keys, array keys, patterns and tags, and asks for what is wanted at once, before it resolves', async () => {
    const { manager, told } = setup()
    const asked: string[] = []
    const fetcher = async ({ key }: { key: string }) => asked.push(key)
    manager.register(['stores', 'list'], fetcher, { ttl: 60_000 })
    manager.register(['stores', 7], fetcher, { ttl: 60_000 })
    manager.register('stats', fetcher, { ttl: 60_000, tags: ['numbers'] })
    manager.register('users', fetcher, { ttl: 60_000 })
    manager.register('off', fetcher, { ttl: 60_000, tags: ['numbers'], enabled: false })
    await flush()
    asked.length = 0
    const result = await manager.mutate(async () => 'saved', {
      invalidates: [['stores', 'list'], { tag: 'numbers' }, 'stores:7*', 'nobody'],
    })
    expect(result).toBe('saved')
    expect(asked.sort()).toEqual(['stats', 'stores:7', 'stores:list'])
    expect(told('mutated', 'invalidated')).toEqual([
      'invalidated stores:list',
      'invalidated stats',
      'invalidated stores:7',
      'invalidated off',
      'mutated',
    ])
    expect(manager.getSnapshot('users').freshness).toBe('fresh')
  })

  it('is stale for everybody when it resolves, whatever the refetch still does', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    manager.register('list', api.fetcher, { ttl: 60_000 })
    await api.last.answer('old')
    await manager.mutate(async () => {}, { invalidates: ['list'] })
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'old', freshness: 'stale', isFetching: true })
    await api.last.answer('new')
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'new', freshness: 'fresh' })
    expect(api.count).toBe(2)
  })

  it('passes on what fn throws, also at once and also what is no error, and calls onError once', async () => {
    const { manager } = setup()
    const onError = vi.fn()
    for (const thrown of [new Error('no'), 'text', undefined]) {
      await expect(
        manager.mutate(
          () => {
            throw thrown
          },
          { onError },
        ),
      ).rejects.toBe(thrown)
    }
    expect(onError).toHaveBeenCalledTimes(3)
    expect(onError.mock.calls.map(([error]) => error instanceof Error)).toEqual([true, true, true])
  })

  it('an onError that throws does not hide the failure', async () => {
    const reported: string[] = []
    const { manager } = setup({ report: (_error, where) => reported.push(where) })
    const failing = manager.mutate(() => Promise.reject(new Error('mine')), {
      onError: () => {
        throw new Error('other')
      },
    })
    await expect(failing).rejects.toThrow('mine')
    expect(reported).toEqual(['onError of a mutation'])
  })

  it('refuses bad targets before fn is called', async () => {
    const { manager } = setup()
    const fn = vi.fn(async () => 1)
    const bad = [
      { invalidates: [{}] },
      { invalidates: 'stores' },
      { invalidates: [{ tags: 'stores' }] },
      { optimistic: [{ key: 'a*', update: () => 1 }] },
      { optimistic: [{ key: 'a', update: 1 }] },
      { commit: [{ key: '', data: () => 1 }] },
      { scope: 1 },
      { propagate: true },
    ]
    for (const options of bad) await expect(manager.mutate(fn, options as never)).rejects.toThrow(/./)
    await expect(manager.mutate(1 as never)).rejects.toThrow(/function/)
    await expect(manager.mutate(fn, { invalidates: 'stores' as never })).rejects.toThrow(
      "invalidates: got \"stores\", allowed: a list, such as ['stores'] or [{ tag: 'stores' }]",
    )
    await expect(manager.mutate(fn, { invalidates: [{ tags: 'stores' as never }] })).rejects.toThrow(
      'invalidates.tags: got "stores", allowed: a list, such as [\'stores\']',
    )
    expect(fn).not.toHaveBeenCalled()
  })

  it('a definite 4xx changes nothing and asks nothing; every other failure invalidates: the server may have done it', async () => {
    const cases: [string, unknown, boolean][] = [
      ['400', httpError(400), false],
      ['403', httpError(403), false],
      ['404', httpError(404), false],
      ['409', httpError(409), false],
      ['412', httpError(412), false],
      ['422', httpError(422), false],
      ['408', httpError(408), true],
      ['425', httpError(425), true],
      ['429', httpError(429), true],
      ['500', httpError(500), true],
      ['503', httpError(503), true],
      ['network', new NetworkError('gone'), true],
      ['timeout', new TimeoutError('late'), true],
      ['anything', new Error('what'), true],
    ]
    for (const [name, error, isAsked] of cases) {
      const { manager, told } = setup()
      const api = scripted<string>()
      manager.register('list', api.fetcher, { ttl: 60_000 })
      await api.last.answer('data')
      await expect(manager.mutate(() => Promise.reject(error), { invalidates: ['list'] })).rejects.toBe(error)
      expect(api.count, `${name}`).toBe(isAsked ? 2 : 1)
      expect(manager.getSnapshot('list').freshness, `${name}`).toBe(isAsked ? 'stale' : 'fresh')
      expect(told('invalidated'), `${name}`).toEqual(isAsked ? ['invalidated list'] : [])
    }
  })

  it('commit stores the answer before the promise resolves, made of the result and what is held', async () => {
    const { manager } = setup()
    manager.register('list', async () => [{ id: 1 }], { ttl: 60_000 })
    await flush()
    await manager.mutate(async () => ({ id: 2 }), {
      commit: [
        { key: 'list', data: (made, current: { id: number }[] = []) => [...current, made] },
        { key: ['item', 2], data: (made) => made },
        { key: 'left alone', data: () => undefined },
      ],
    })
    expect(manager.getSnapshot('list')).toMatchObject({ data: [{ id: 1 }, { id: 2 }], freshness: 'fresh' })
    expect(manager.getSnapshot('item:2').data).toEqual({ id: 2 })
    expect(manager.getSnapshot('left alone').status).toBe('pending')
  })

  it('a commit that throws is reported, and keeps no other from being stored', async () => {
    const reported: string[] = []
    const { manager } = setup({ report: (_error, where) => reported.push(where) })
    const result = await manager.mutate(async () => 5, {
      commit: [
        {
          key: 'a',
          data: () => {
            throw new Error('no')
          },
        },
        { key: 'b', data: (value) => value },
      ],
    })
    expect(result).toBe(5)
    expect(reported).toEqual(['commit of a'])
    expect(manager.getSnapshot('b').data).toBe(5)
  })

  it('a version that throws is reported, and what is committed has none', async () => {
    const report = vi.fn()
    const { manager } = setup({ report })
    const problem = new Error('version')
    const version = (data: number) => {
      if (data > 1) throw problem
      return undefined
    }
    manager.register('a', async () => 1, { version })
    await flush()
    await manager.mutate(async () => 2, { commit: [{ key: 'a', data: (made: number) => made }] })
    expect(manager.getSnapshot('a')).toMatchObject({ data: 2, version: undefined })
    expect(report).toHaveBeenCalledWith(problem, 'version of a')
  })

  it('a predicate that throws is reported and names too much; the mutation and all polls go on', async () => {
    const report = vi.fn()
    const { clock, manager } = setup({ report })
    const { fetcher, times } = counting(clock)
    const labelled = manager.register('labelled', async () => 1, { ttl: 60_000, tags: ['x'] })
    manager.register('polled', fetcher, { interval: 1000 })
    await flush()
    const isX = (_key: string, tags: readonly string[]) => (tags[0] as string).startsWith('x')
    const write = deferred<string>()
    const mutation = manager.mutate(() => write.promise, { invalidates: [isX] })
    await clock.advance(1500)
    expect(manager.getStatus()).toHaveLength(2)
    write.resolve('saved')
    expect(await mutation).toBe('saved')
    expect(report.mock.calls[0]).toEqual([expect.any(TypeError), 'a predicate'])
    await flush()
    expect(labelled.getSnapshot().updatedAt).toBe(clock.now())
    const before = times.length
    await clock.advance(5000)
    expect(times.length - before).toBe(5)
  })

  it('what was committed and invalidated is shown at once and confirmed by one request', async () => {
    const { clock, manager } = setup()
    const api = scripted<string>()
    manager.register('name', api.fetcher, { ttl: 60_000 })
    await api.last.answer('old')
    await manager.mutate(async () => 'answer', {
      invalidates: ['name'],
      commit: [{ key: 'name', data: (result) => result }],
    })
    expect(manager.getSnapshot('name')).toMatchObject({ data: 'answer', freshness: 'stale' })
    await api.last.answer('answer')
    await clock.advance(30_000)
    expect(manager.getSnapshot('name')).toMatchObject({ data: 'answer', freshness: 'fresh' })
    expect(api.count).toBe(2)
  })

  it('works without options, without registrations, and after reset', async () => {
    const { manager } = setup()
    expect(await manager.mutate(() => 1)).toBe(1)
    const write = deferred<string>()
    const done = manager.mutate(() => write.promise, { commit: [{ key: 'me', data: (name) => name }] })
    manager.reset()
    write.resolve('previous user')
    expect(await done).toBe('previous user')
    expect(manager.getSnapshot('me').status).toBe('pending')
  })

  it('of what a person writes is not rationed: each of ten writes in a second is followed by a request', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('list', fetcher, { ttl: 60_000 })
    await clock.advance(0)
    for (let n = 0; n < 10; n++) {
      await manager.mutate(async () => {}, { invalidates: ['list'] })
      await flush()
      expect(manager.getSnapshot('list').freshness).toBe('fresh')
      await clock.advance(100)
    }
    expect(times).toHaveLength(11)
  })
})

describe('E1 scope', () => {
  it('mutations of one scope run one after the other, those of others do not wait', async () => {
    const { manager } = setup()
    const log: string[] = []
    const gates = [deferred<void>(), deferred<void>(), deferred<void>()]
    const write = (n: number, scope: string) =>
      manager.mutate(
        async () => {
          log.push(`begin ${n}`)
          await gates[n]?.promise
          log.push(`end ${n}`)
          return n
        },
        { scope },
      )
    const done = Promise.all([write(0, 'a'), write(1, 'a'), write(2, 'b')])
    await flush()
    expect(log).toEqual(['begin 0', 'begin 2'])
    gates[2]?.resolve()
    gates[1]?.resolve()
    await flush()
    expect(log).toEqual(['begin 0', 'begin 2', 'end 2'])
    gates[0]?.resolve()
    expect(await done).toEqual([0, 1, 2])
    expect(log).toEqual(['begin 0', 'begin 2', 'end 2', 'end 0', 'begin 1', 'end 1'])
  })

  it('a failure lets the next begin, and is passed on to its own caller only', async () => {
    const { manager } = setup()
    const first = manager.mutate(() => Promise.reject(new Error('one')), { scope: 'a' })
    const second = manager.mutate(async () => 'two', { scope: 'a' })
    await expect(first).rejects.toThrow('one')
    expect(await second).toBe('two')
    expect(await manager.mutate(async () => 'three', { scope: 'a' })).toBe('three')
  })

  it('the optimistic update of one that waits shows at once', async () => {
    const { manager } = setup()
    manager.setData('count', 0)
    const gates = [deferred<void>(), deferred<void>()]
    const add = (n: number, by: number) =>
      manager.mutate(() => gates[n]?.promise, {
        scope: 'count',
        optimistic: [{ key: 'count', update: (count: number) => count + by }],
      })
    const done = [add(0, 1), add(1, 10)]
    await flush()
    expect(manager.getSnapshot('count').data).toBe(11)
    for (const gate of gates) gate.resolve()
    await Promise.all(done)
    expect(manager.getSnapshot('count').data).toBe(11)
  })
})

describe('E3 read your writes', () => {
  it('nothing requested before a mutation succeeded is shown as fresh, or replaces what it showed', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    const seen: string[] = []
    manager.register('name', api.fetcher, { ttl: 60_000 })
    await api.last.answer('old')
    manager.subscribe('name', ({ data, freshness }) => seen.push(`${String(data)} ${freshness}`))
    void manager.refresh('name')
    const write = deferred<string>()
    const done = manager.mutate(() => write.promise, {
      invalidates: ['name'],
      commit: [{ key: 'name', data: (name) => name }],
    })
    void manager.refresh('name', { force: true })
    write.resolve('new')
    await done
    seen.length = 0
    await flush()
    // One that began before it, one during it, one after it; they answer in every order.
    expect(api.count).toBe(4)
    await api.call(2).answer('maybe old')
    await api.call(1).answer('old')
    expect(seen).not.toContain('old fresh')
    expect(seen.filter((each) => each.startsWith('maybe'))).toEqual([])
    expect(manager.getSnapshot('name')).toMatchObject({ data: 'new', freshness: 'stale' })
    await api.call(3).answer('new')
    expect(manager.getSnapshot('name')).toMatchObject({ data: 'new', freshness: 'fresh' })
    expect(api.count).toBe(4)
  })

  it('holds for a key that is still loading for the first time', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    manager.register('list', api.fetcher, { ttl: 60_000 })
    await manager.mutate(async () => {}, { invalidates: ['list'] })
    expect(api.count).toBe(2)
    await api.call(0).answer('old')
    expect(manager.getSnapshot('list').freshness).not.toBe('fresh')
    await api.call(1).answer('new')
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'new', freshness: 'fresh' })
  })

  it('holds for a key that began loading during the mutation', async () => {
    const { clock, manager } = setup()
    const api = scripted<string>()
    const write = deferred<void>()
    const done = manager.mutate(() => write.promise, { invalidates: ['list'] })
    manager.register('list', api.fetcher, { ttl: 60_000 })
    void manager.prefetch({ key: 'list', fetcher: api.fetcher, ttl: 60_000 })
    await flush()
    const during = api.count
    write.resolve()
    await done
    await flush()
    for (let n = 0; n < during; n++) await api.call(n).answer('old')
    expect(manager.getSnapshot('list').freshness).not.toBe('fresh')
    expect(api.count).toBe(during + 1)
    await api.last.answer('new')
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'new', freshness: 'fresh' })
    await clock.advance(30_000)
    expect(api.count).toBe(during + 1)
  })

  it('holds for a key that a `load` of the cache is asking for', async () => {
    const clock = fakeClock()
    const cache = new TtlCache({ clock })
    const manager = new DataSyncManager({ clock, cache, environment: fixedEnvironment() })
    const api = scripted<string>()
    const loading = cache.load('list', api.fetcher, 60_000)
    await manager.mutate(async () => {}, { invalidates: ['l*'] })
    await api.last.answer('old')
    await loading
    expect(cache.get('list')).toBeUndefined()
  })

  it('automatic requests wait for the last of overlapping mutations; one follows, of each key', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('list', fetcher, { interval: 1000 })
    manager.register('other', fetcher, { interval: 60_000 })
    await clock.advance(0)
    const gates = [deferred<void>(), deferred<void>()]
    const done = gates.map(({ promise }) => manager.mutate(() => promise, { invalidates: ['list'] }))
    await clock.advance(3500)
    expect(times).toEqual([0, 0])
    gates[1]?.resolve()
    await clock.advance(1000)
    expect(times).toEqual([0, 0])
    gates[0]?.resolve()
    await Promise.all(done)
    await clock.advance(0)
    expect(times).toEqual([0, 0, 4500])
    expect(manager.getSnapshot('list').freshness).toBe('fresh')
    await clock.advance(1000)
    expect(times).toEqual([0, 0, 4500, 5500])
  })

  it('a request that waits for its turn when a mutation begins does not begin during it', async () => {
    const { manager } = setup({ maxConcurrent: 1 })
    const blocker = scripted<number>()
    const api = scripted<string>()
    manager.register('blocker', blocker.fetcher)
    manager.register('list', api.fetcher, { ttl: 60_000 })
    const write = deferred<void>()
    const done = manager.mutate(() => write.promise, { invalidates: ['list'] })
    await blocker.last.answer(1)
    expect(api.count).toBe(0)
    write.resolve()
    await done
    expect(api.count).toBe(1)
    await api.last.answer('new')
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'new', freshness: 'fresh' })
    expect(api.count).toBe(1)
  })

  it('a person’s refresh during it, also of a key that is disabled, gets the answer that follows it', async () => {
    for (const enabled of [true, false]) {
      const { manager } = setup()
      const api = scripted<string>()
      manager.register('list', api.fetcher, { enabled, ttl: 60_000 })
      manager.setData('list', 'held')
      const write = deferred<void>()
      const done = manager.mutate(() => write.promise, { invalidates: ['list'] })
      const asked = manager.refresh('list', { force: true })
      await api.last.answer('either')
      expect(await settled(asked), `${enabled}`).toBeUndefined()
      write.resolve()
      await done
      await api.last.answer('new')
      expect(await settled(asked), `${enabled}`).toMatchObject({ refreshed: ['list'] })
      expect(manager.getSnapshot('list'), `${enabled}`).toMatchObject({ data: 'new', freshness: 'fresh' })
      manager.dispose()
    }
  })

  it('a commit whose mutation began before an invalidation is shown, but not as fresh', async () => {
    const { manager } = setup()
    manager.setData('name', 'old')
    manager.subscribe('name', () => {})
    const slow = deferred<string>()
    const done = manager.mutate(() => slow.promise, { commit: [{ key: 'name', data: (name) => name }] })
    await manager.invalidate('name')
    slow.resolve('from before')
    await done
    expect(manager.getSnapshot('name')).toMatchObject({ data: 'from before', freshness: 'stale' })
    await manager.mutate(async () => 'from after', { commit: [{ key: 'name', data: (name) => name }] })
    expect(manager.getSnapshot('name')).toMatchObject({ data: 'from after', freshness: 'fresh' })
  })

  it('one that outlives a reset still makes stale what it touched: what was asked before it is not fresh', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    manager.register('list', api.fetcher, { ttl: 60_000 })
    await api.last.answer('previous user')
    const write = deferred<void>()
    const done = manager.mutate(() => write.promise, { invalidates: ['list'] })
    manager.reset({ scope: 'next' })
    const asked = api.last
    write.resolve()
    await done
    await asked.answer('from before the write')
    expect(manager.getSnapshot('list').freshness).toBe('stale')
    await api.last.answer('from after it')
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'from after it', freshness: 'fresh' })
  })

  it('of one key does not hold another', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('other', fetcher, { interval: 1000 })
    void manager.mutate(() => deferred<void>().promise, { invalidates: ['list'] })
    await clock.advance(3000)
    expect(times).toEqual([0, 1000, 2000, 3000])
  })

  it('holds while paused, hidden and offline: nothing old becomes fresh, and it is asked for afterwards', async () => {
    for (const hold of ['paused', 'hidden', 'offline'] as const) {
      const { clock, environment, manager } = setup()
      const api = scripted<string>()
      const options = { refreshOnVisible: false, refreshOnReconnect: false } as const
      manager.register('list', api.fetcher, { ...options, ttl: 3_600_000, interval: 600_000 })
      await api.last.answer('one')
      await clock.advance(600_000)
      if (hold === 'paused') manager.pause()
      else environment.set(hold === 'hidden' ? { visible: false } : { online: false })
      await manager.mutate(async () => {}, { invalidates: ['list'] })
      await api.call(1).answer('old')
      expect(manager.getSnapshot('list').freshness, `${hold}`).toBe('stale')
      expect(api.count, `${hold}`).toBe(2)
      if (hold === 'paused') manager.resume()
      else environment.set({ visible: true, online: true })
      await flush()
      expect(api.count, `${hold}`).toBe(3)
      await api.last.answer('new')
      expect(manager.getSnapshot('list'), `${hold}`).toMatchObject({ data: 'new', freshness: 'fresh' })
    }
  })
})

describe('E5 propagation', () => {
  it('tells the server’s cache after the write and before the refetch', async () => {
    const log: string[] = []
    const { manager } = setup({ propagate: async (targets) => log.push(`told ${JSON.stringify(targets)}`) })
    manager.register('list', async () => log.push('fetch'), { ttl: 60_000 })
    await flush()
    await manager.mutate(async () => log.push('write'), { invalidates: ['list', { tag: 't' }] })
    await flush()
    expect(log).toEqual(['fetch', 'write', 'told ["list",{"tag":"t"}]', 'fetch'])
  })

  it('that fails is reported, and fails no mutation; one that is not wanted is not made', async () => {
    const reported: string[] = []
    const propagate = vi.fn(() => Promise.reject(new Error('no')))
    const { manager } = setup({ propagate, report: (_error, where) => reported.push(where) })
    expect(await manager.mutate(async () => 1, { invalidates: ['list'] })).toBe(1)
    expect(await manager.mutate(async () => 2, { invalidates: ['list'], propagate: false })).toBe(2)
    expect(propagate).toHaveBeenCalledTimes(1)
    expect(reported).toEqual(['propagate'])
  })

  it('asked for without configuration, or with a predicate, is a coded error', async () => {
    const fn = vi.fn(async () => 1)
    const without = setup().manager
    await expect(without.mutate(fn, { propagate: true })).rejects.toMatchObject({ code: 'no_propagate' })
    const { manager } = setup({ propagate: async () => {} })
    await expect(manager.mutate(fn, { propagate: true, invalidates: [() => true] })).rejects.toMatchObject({
      code: 'no_propagate',
    })
    expect(fn).not.toHaveBeenCalled()
  })

  it('a server that is told slowly delays the refetch, not what is shown', async () => {
    const told = deferred<void>()
    const { manager } = setup({ propagate: () => told.promise })
    const api = scripted<string>()
    manager.register('name', api.fetcher, { ttl: 60_000 })
    await api.last.answer('old')
    const done = manager.mutate(async () => 'new', {
      invalidates: ['name'],
      commit: [{ key: 'name', data: (name) => name }],
    })
    await flush()
    expect(manager.getSnapshot('name').data).toBe('new')
    expect(api.count).toBe(1)
    told.resolve()
    await done
    expect(api.count).toBe(2)
  })
})

describe('E6 preview equals live', () => {
  /** An origin with a version, behind a cache that answers with what it has until its URL is busted. */
  function site() {
    const origin = { version: 1 }
    const edge = new Map<string, number>()
    const transport = async (input: string | URL) => {
      const url = String(input)
      const version = edge.get(url) ?? origin.version
      edge.set(url, version)
      return Response.json({ version })
    }
    const fetcher = async ({ forceFresh, signal }: FetchContext) => {
      const { data } = await fetchFresh<{ version: number }>('https://site.example/page', {
        forceFresh,
        signal,
        transport,
      })
      return data
    }
    return { origin, fetcher }
  }

  it('two readers of one manager, one of them forced, end on the same version', async () => {
    const { clock, manager } = setup()
    const { origin, fetcher } = site()
    const options = { interval: 10_000, version: ({ version }: { version: number }) => version }
    const live = manager.register('page', fetcher, options)
    const preview = manager.register('page', fetcher, options)
    await vi.waitFor(() => expect(live.getSnapshot().data).toEqual({ version: 1 }))
    origin.version = 2
    await preview.refresh({ force: true })
    expect([live.getSnapshot().data, preview.getSnapshot().data]).toEqual([{ version: 2 }, { version: 2 }])
    // Later polls meet the edge's old copy, and do not go back to it.
    await clock.advance(10_000)
    for (let n = 0; n < 50; n++) await new Promise((resolve) => setImmediate(resolve))
    expect(live.getSnapshot()).toMatchObject({ data: { version: 2 }, version: 2 })
    manager.dispose()
  })

  it('two managers on one cache, one of them forced, end on the same version', async () => {
    const clock = fakeClock()
    const cache = new TtlCache({ clock })
    const { origin, fetcher } = site()
    const options = { ttl: 60_000, version: ({ version }: { version: number }) => version }
    const [live, preview] = [0, 1].map(() =>
      new DataSyncManager({ clock, cache, environment: fixedEnvironment() }).register(
        'page',
        fetcher,
        options,
      ),
    )
    await vi.waitFor(() => expect(live?.getSnapshot().data).toEqual({ version: 1 }))
    origin.version = 2
    const plain = live?.refresh()
    await preview?.refresh({ force: true })
    await plain
    expect(preview?.getSnapshot()).toMatchObject({ data: { version: 2 }, freshness: 'fresh' })
    expect(live?.getSnapshot()).toMatchObject({ data: { version: 2 }, freshness: 'fresh' })
  })

  it('an editor saves, and what was asked before the save shows up nowhere', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    const live = manager.register('page', api.fetcher, { ttl: 60_000 })
    await api.last.answer('yesterday')
    const asked = live.refresh()
    await manager.mutate(async () => outcome('today'), { invalidates: ['page'] })
    const preview = manager.register('page', api.fetcher, { ttl: 60_000 })
    const forced = preview.refresh({ force: true })
    await api.call(1).answer('yesterday')
    for (let n = 2; n < api.count; n++) await api.call(n).answer('today')
    await settled(asked)
    await settled(forced)
    expect(live.getSnapshot()).toMatchObject({ data: 'today', freshness: 'fresh' })
    expect(preview.getSnapshot()).toBe(live.getSnapshot())
  })
})

describe('HttpError', () => {
  it('is what tells a definite rejection: a foreign error with a status is not taken for one', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    manager.register('list', api.fetcher, { ttl: 60_000 })
    await api.last.answer('data')
    const foreign = Object.assign(new Error('Request failed'), { status: 400 })
    await expect(manager.mutate(() => Promise.reject(foreign), { invalidates: ['list'] })).rejects.toBe(
      foreign,
    )
    expect(foreign).not.toBeInstanceOf(HttpError)
    expect(api.count).toBe(2)
  })
})
