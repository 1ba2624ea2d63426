// B2 asking now: one, all, by pattern and tag, forced, only what is stale, and what the report says.
import { flush } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { scripted, settled, setup } from './polling-support'

const EMPTY = { refreshed: [], unchanged: [], failed: [], skipped: [], errors: {} }

describe('B2 refresh', () => {
  it('asks also where fresh data is held, and reports what changed', async () => {
    const { manager } = setup()
    const api = scripted<{ n: number }>()
    manager.register('stats', api.fetcher, { ttl: 60_000 })
    await api.last.answer({ n: 1 })
    const first = manager.refresh('stats')
    expect(api.count).toBe(2)
    await api.last.answer({ n: 2 })
    expect(await settled(first)).toEqual({ ...EMPTY, refreshed: ['stats'] })
    const same = manager.getSnapshot('stats').data
    const second = manager.refresh('stats')
    await api.last.answer({ n: 2 })
    expect(await settled(second)).toEqual({ ...EMPTY, unchanged: ['stats'] })
    expect(manager.getSnapshot('stats').data).toBe(same)
  })

  it('reports a failure with its error, keeps the data, and does not reject', async () => {
    const { clock, manager } = setup()
    const api = scripted<number>()
    manager.register('stats', api.fetcher, { ttl: 60_000, retry: 1 })
    await api.last.answer(1)
    const asked = manager.refresh('stats')
    const error = new Error('down')
    await api.last.fail(error)
    expect(await settled(asked)).toBeUndefined()
    await clock.advance(1000)
    await api.last.fail(error)
    expect(await settled(asked)).toEqual({ ...EMPTY, failed: ['stats'], errors: { stats: error } })
    expect(manager.getSnapshot('stats')).toMatchObject({
      data: 1,
      error,
      status: 'success',
      freshness: 'fresh',
    })
    expect(api.count).toBe(3)
  })

  it('skips a key it does not know, and makes no entry of it', async () => {
    const { manager } = setup()
    manager.setData('held', 1)
    expect(await settled(manager.refresh('nobody'))).toEqual({ ...EMPTY, skipped: ['nobody'] })
    expect(await settled(manager.refresh('held'))).toEqual({ ...EMPTY, skipped: ['held'] })
    expect(await settled(manager.refresh({ tag: 'none' }))).toEqual(EMPTY)
    expect(manager.getStatus()).toEqual([])
  })

  it('rejects for bad targets and changes nothing', async () => {
    const { manager } = setup()
    for (const target of [{}, { tag: '' }, { keys: 'a' }, 42, null, []]) {
      await expect(manager.refresh(target as never)).rejects.toMatchObject({
        code: expect.stringMatching(/invalid_target|invalid_key/) as string,
      })
    }
  })

  it('joins a request in flight; all who asked get the answer', async () => {
    const { manager } = setup()
    const api = scripted<number>()
    const registration = manager.register('stats', api.fetcher)
    const asked = [manager.refresh('stats'), manager.refresh('stats'), manager.refreshAll()]
    const mine = registration.refresh()
    await flush()
    expect(api.count).toBe(1)
    await api.last.answer(5)
    for (const each of asked) expect(await settled(each)).toEqual({ ...EMPTY, refreshed: ['stats'] })
    expect(await settled(mine)).toMatchObject({ data: 5, isFetching: false })
    expect(api.count).toBe(1)
  })

  it('does not join a request that began before the last invalidation', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    manager.register('stats', api.fetcher, { ttl: 60_000 })
    void manager.invalidate('stats', { refetch: 'none' })
    const asked = manager.refresh('stats')
    expect(api.count).toBe(2)
    await api.call(0).answer('old')
    expect(await settled(asked)).toBeUndefined()
    await api.call(1).answer('new')
    expect(await settled(asked)).toMatchObject({ refreshed: ['stats'] })
    expect(manager.getSnapshot('stats')).toMatchObject({ data: 'new', freshness: 'fresh' })
    expect(api.count).toBe(2)
  })

  it('by pattern, tag, list and predicate asks for what matches only', async () => {
    const { clock, manager } = setup()
    const asked: string[] = []
    const fetcher = async ({ key }: { key: string }) => asked.push(key)
    manager.register(['stores', 1], fetcher, { tags: ['a'] })
    manager.register(['stores', 2], fetcher, { tags: ['b'] })
    manager.register(['store', 3], fetcher, { tags: ['a', 'b'] })
    await clock.advance(0)
    const of = async (target: Parameters<typeof manager.refresh>[0]) => {
      asked.length = 0
      const report = await manager.refresh(target)
      expect([...report.refreshed, ...report.unchanged].sort()).toEqual([...asked].sort())
      return asked
    }
    expect(await of('stores:*')).toEqual(['stores:1', 'stores:2'])
    expect(await of({ tag: 'a' })).toEqual(['stores:1', 'store:3'])
    expect(await of({ tags: ['b'], keys: [['stores', 1]] })).toHaveLength(3)
    expect(await of((key, tags) => key.endsWith('2') && tags.includes('b'))).toEqual(['stores:2'])
    expect(await of(['stores', 1])).toEqual(['stores:1'])
  })

  it('asks once for a key that several targets name', async () => {
    const { clock, manager } = setup()
    const api = scripted<number>()
    manager.register('a', api.fetcher, { tags: ['t'] })
    await api.last.answer(1)
    void manager.refresh({ keys: ['a', 'a'], tags: ['t'], patterns: ['a*'] })
    await clock.advance(0)
    expect(api.count).toBe(2)
  })

  it('works while paused, disabled and hidden', async () => {
    const { environment, manager } = setup()
    const off = scripted<number>()
    const hidden = scripted<number>()
    manager.register('off', off.fetcher, { enabled: false, interval: 1000 })
    manager.register('hidden', hidden.fetcher, { interval: 1000 })
    await hidden.last.answer(1)
    environment.set({ visible: false })
    manager.pause()
    const asked = manager.refreshAll()
    expect([off.count, hidden.count]).toEqual([1, 2])
    await off.last.answer(1)
    await hidden.last.answer(2)
    expect(await settled(asked)).toMatchObject({ refreshed: ['off', 'hidden'] })
    expect(manager.getSnapshot('off').data).toBe(1)
  })

  it('repeats a failed attempt also while paused, disabled and hidden', async () => {
    const { clock, environment, manager } = setup()
    const api = scripted<number>()
    manager.register('off', api.fetcher, { enabled: false })
    environment.set({ visible: false })
    manager.pause()
    const asked = manager.refresh('off')
    await api.last.fail()
    await clock.advance(1000)
    expect(api.count).toBe(2)
    await api.last.answer(1)
    expect(await settled(asked)).toMatchObject({ refreshed: ['off'] })
  })

  it('ends the pause before a repetition: a person does not wait for backoff', async () => {
    const { manager } = setup()
    const api = scripted<number>()
    manager.register('stats', api.fetcher)
    await api.last.fail()
    expect(api.count).toBe(1)
    const asked = manager.refresh('stats')
    expect(api.count).toBe(2)
    await api.last.answer(1)
    expect(await settled(asked)).toMatchObject({ refreshed: ['stats'] })
  })

  it('resolves every report when the keys leave, when all is reset, and on dispose', async () => {
    for (const end of ['unregister', 'reset', 'dispose'] as const) {
      const { manager } = setup({ maxConcurrent: 1 })
      const api = scripted<number>()
      manager.register('one', api.fetcher)
      manager.register('two', api.fetcher)
      const asked = manager.refreshAll()
      const invalidated = manager.invalidate('*')
      await flush()
      if (end === 'unregister') for (const key of ['one', 'two']) manager.unregister(key)
      else manager[end]()
      expect(await settled(asked), `${end}`).toMatchObject({ skipped: ['one', 'two'] })
      expect(await settled(invalidated), `${end}`).toMatchObject({ skipped: ['one', 'two'] })
    }
  })
})

describe('B2 refreshAll', () => {
  it('asks for all that is registered, in one report', async () => {
    const { clock, manager } = setup()
    let isDown = false
    manager.register('changes', async () => ({ at: clock.now() }))
    manager.register('stays', async () => 'same')
    manager.register(
      'fails',
      async () => {
        if (isDown) throw new Error('down')
        return 1
      },
      { retry: false },
    )
    manager.subscribe('only watched', () => {})
    await clock.advance(1000)
    isDown = true
    const report = await settled(manager.refreshAll())
    expect(report).toMatchObject({
      refreshed: ['changes'],
      unchanged: ['stays'],
      failed: ['fails'],
      skipped: [],
    })
    expect(report?.errors.fails?.message).toBe('down')
  })

  it('is nothing when nothing is registered', async () => {
    const { manager } = setup()
    expect(await settled(manager.refreshAll({ force: true }))).toEqual(EMPTY)
  })
})

describe('B2 force', () => {
  it('tells the fetcher, and never joins an unforced request', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    manager.register('stats', api.fetcher, { ttl: 60_000 })
    const forced = manager.refresh('stats', { force: true })
    expect(api.count).toBe(2)
    expect([api.call(0).context.forceFresh, api.call(1).context.forceFresh]).toEqual([false, true])
    await api.call(0).answer('cached on the way')
    expect(await settled(forced)).toBeUndefined()
    await api.call(1).answer('origin')
    expect(await settled(forced)).toMatchObject({ refreshed: ['stats'] })
    expect(manager.getSnapshot('stats').data).toBe('origin')
    expect(api.count).toBe(2)
  })

  it('joins a forced request, and so does an unforced refresh', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    manager.register('stats', api.fetcher)
    await api.last.answer('one')
    void manager.refresh('stats', { force: true })
    const again = manager.refreshAll({ force: true })
    const plain = manager.refresh('stats')
    expect(api.count).toBe(2)
    await api.last.answer('two')
    expect(await settled(again)).toMatchObject({ refreshed: ['stats'] })
    expect(await settled(plain)).toMatchObject({ refreshed: ['stats'] })
  })

  it('the late answer of the unforced request is not shown, and leads to no third one', async () => {
    const { clock, manager, told } = setup()
    const api = scripted<string>()
    manager.register('stats', api.fetcher, { ttl: 60_000 })
    void manager.refresh('stats', { force: true })
    await api.call(1).answer('origin')
    await api.call(0).answer('cached on the way')
    await clock.advance(30_000)
    expect(manager.getSnapshot('stats')).toMatchObject({
      data: 'origin',
      freshness: 'fresh',
      isFetching: false,
    })
    expect(api.count).toBe(2)
    expect(told('superseded')).toEqual(['superseded stats'])
  })

  it('stays forced in every repetition, and makes a waiting request a forced one', async () => {
    const { clock, manager } = setup()
    const api = scripted<string>()
    manager.register('stats', api.fetcher)
    await api.last.fail()
    void manager.refresh('stats', { force: true })
    await api.last.fail()
    await clock.advance(5000)
    expect(api.count).toBe(3)
    expect([0, 1, 2].map((n) => api.call(n).context.forceFresh)).toEqual([false, true, true])
  })
})

describe('B2 ifStale', () => {
  it('leaves fresh keys alone, and asks for stale and empty ones', async () => {
    const { clock, manager } = setup()
    let asked: string[] = []
    const fetcher = async ({ key }: { key: string }) => {
      asked.push(key)
      if (key === 'empty') throw new Error('down')
      return 1
    }
    manager.register('fresh', fetcher, { ttl: 60_000 })
    manager.register('stale', fetcher, { ttl: 1000 })
    manager.register('empty', fetcher, { retry: false })
    await clock.advance(5000)
    asked = []
    const report = await settled(manager.refreshAll({ ifStale: true }))
    expect(asked).toEqual(['stale', 'empty'])
    expect(report).toMatchObject({ unchanged: ['stale'], failed: ['empty'], skipped: ['fresh'] })
  })
})

describe('B2 offline', () => {
  it('is reported as skipped, and asked for once on reconnect', async () => {
    const { clock, environment, manager } = setup()
    const api = scripted<number>()
    manager.register('stats', api.fetcher, { ttl: 3_600_000 })
    await api.last.answer(1)
    environment.set({ online: false })
    expect(await settled(manager.refresh('stats'))).toEqual({ ...EMPTY, skipped: ['stats'] })
    expect(await settled(manager.refreshAll())).toEqual({ ...EMPTY, skipped: ['stats'] })
    await clock.advance(60_000)
    expect(api.count).toBe(1)
    environment.set({ online: true })
    expect(api.count).toBe(2)
    await api.last.answer(2)
    await clock.advance(60_000)
    expect(api.count).toBe(2)
  })

  it('what was forced is owed forced', async () => {
    const { environment, manager } = setup()
    const api = scripted<number>()
    manager.register('stats', api.fetcher, { ttl: 60_000 })
    await api.last.answer(1)
    environment.set({ online: false })
    await manager.refresh('stats', { force: true })
    environment.set({ online: true })
    expect(api.count).toBe(2)
    expect(api.last.context.forceFresh).toBe(true)
  })

  it('a person asked: it is owed also to keys that are paused, disabled or hidden', async () => {
    const { environment, manager } = setup()
    const [off, paused, hidden] = [scripted<number>(), scripted<number>(), scripted<number>()]
    manager.register('off', off.fetcher, { enabled: false })
    manager.register('paused', paused.fetcher)
    manager.register('hidden', hidden.fetcher)
    await paused.last.answer(1)
    await hidden.last.answer(1)
    manager.pause('paused')
    environment.set({ online: false })
    await manager.refreshAll()
    environment.set({ visible: false })
    environment.set({ online: true })
    expect([off.count, paused.count, hidden.count]).toEqual([1, 2, 2])
  })
})

describe('B2 the refresh of a registration', () => {
  it('resolves with the state after it, also when it failed', async () => {
    const { manager } = setup()
    const api = scripted<number>()
    const { refresh, getSnapshot, unregister } = manager.register('stats', api.fetcher, { retry: false })
    const first = refresh()
    await api.last.answer(1)
    expect(await settled(first)).toBe(getSnapshot())
    const second = refresh({ force: true })
    await api.last.fail()
    expect(await settled(second)).toMatchObject({ data: 1, failureCount: 1, error: { message: 'down' } })
    unregister()
    expect(await settled(refresh())).toMatchObject({ data: 1 })
    expect(api.count).toBe(2)
  })
})
