// E4 and the second half of rule 3: the server's own order of versions, lagging replicas, and floors.
import { deferred, fakeClock, flush } from '@freshline/test-utils'
import {
  DataSyncManager,
  fixedEnvironment,
  outcome,
  TtlCache,
  type PluginHost,
  type Version,
} from '@freshline/core'
import { describe, expect, it } from 'vitest'
import { scripted, settled, setup } from './polling-support'

interface Doc {
  readonly v: Version | undefined
  readonly text?: string
}

const versioned = { ttl: 60_000, version: ({ v }: Doc) => v }

/** A key that holds version `v`. */
async function holding(v: Version, options: Record<string, unknown> = {}) {
  const world = setup()
  const api = scripted<Doc>()
  const registration = world.manager.register<Doc>('doc', api.fetcher, { ...versioned, ...options })
  await api.last.answer({ v })
  const version = () => registration.getSnapshot().version
  return { ...world, api, registration, version }
}

describe('E4 versions', () => {
  it('an answer with an older version is never shown, whenever its request began', async () => {
    const { clock, api, manager, version, told } = await holding(5)
    const asked = manager.refresh('doc')
    await api.last.answer({ v: 3 })
    expect(version()).toBe(5)
    expect(told('superseded')).toEqual(['superseded doc'])
    await clock.advance(1000)
    expect(api.count).toBe(3)
    await api.last.answer({ v: 6 })
    expect(version()).toBe(6)
    expect(await settled(asked)).toMatchObject({ refreshed: ['doc'] })
  })

  it('an answer with a newer version is taken, also when its request began before a write by hand of an older one', async () => {
    const { api, manager, version } = await holding(5)
    void manager.refresh('doc')
    manager.setData('doc', { v: 6 }, { version: 6 })
    await api.last.answer({ v: 7 })
    expect(version()).toBe(7)
  })

  it('equal versions fall back to the order of the starts', async () => {
    const { api, manager, registration } = await holding(5)
    void manager.refresh('doc')
    void manager.refresh('doc', { force: true })
    const [early, late] = [api.call(1), api.call(2)]
    await late.answer({ v: 6, text: 'late' })
    await early.answer({ v: 6, text: 'early' })
    expect(registration.getSnapshot().data).toEqual({ v: 6, text: 'late' })
    expect(api.count).toBe(3)
  })

  it('may be numbers, bigints or texts; what has no order falls back to the order of the starts', async () => {
    const pairs: [Version, Version][] = [
      [1, 2],
      [1n, 2n],
      [1, 2n],
      ['2026-01-01', '2026-01-02'],
      [9, 10],
    ]
    for (const [older, newer] of pairs) {
      const { api, manager, version } = await holding(newer)
      void manager.refresh('doc')
      await api.last.answer({ v: older })
      expect(version(), `${older} < ${newer}`).toBe(newer)
      manager.dispose()
    }
    const { api, manager, version } = await holding('b')
    void manager.refresh('doc')
    await api.last.answer({ v: 1 })
    expect(version()).toBe(1)
    void manager.refresh('doc')
    await api.last.answer({ v: Number.NaN })
    void manager.refresh('doc')
    await api.last.answer({ v: 2 })
    expect(version()).toBe(2)
  })

  it('come from an outcome or from the data; an outcome’s word counts more', async () => {
    const { manager } = setup()
    const api = scripted<Doc>()
    const { getSnapshot } = manager.register('doc', api.fetcher, versioned)
    await api.last.answer(outcome({ v: 1 }, { version: 10 }))
    expect(getSnapshot().version).toBe(10)
    void manager.refresh('doc')
    await api.last.answer({ v: 9 })
    expect(getSnapshot()).toMatchObject({ version: 10, data: { v: 1 } })
  })

  it('a version function that throws is reported, and the answer is taken without', async () => {
    const reported: string[] = []
    const { manager } = setup({ report: (_error, where) => reported.push(where) })
    manager.register('doc', async () => 1, {
      version: () => {
        throw new Error('no')
      },
    })
    await flush()
    expect(manager.getSnapshot('doc')).toMatchObject({ data: 1, version: undefined })
    expect(reported).toEqual(['version of doc'])
  })

  it('setData with an older version is refused, with a newer or equal one taken', async () => {
    const { manager, registration } = await holding(5)
    manager.setData('doc', { v: 4, text: 'older' }, { version: 4 })
    expect(registration.getSnapshot().data).toEqual({ v: 5 })
    manager.setData('doc', { v: 5, text: 'equal' }, { version: 5 })
    expect(registration.getSnapshot().data).toEqual({ v: 5, text: 'equal' })
    manager.setData('doc', { v: 6, text: 'newer' }, { version: 6 })
    expect(registration.getSnapshot()).toMatchObject({
      data: { v: 6, text: 'newer' },
      version: 6,
      source: 'manual',
    })
  })

  it('a push with an older version is refused, a newer one taken whatever its mark', async () => {
    let host: PluginHost | undefined
    const { manager } = setup({ plugins: [(given) => void (host = given)] })
    const api = scripted<Doc>()
    manager.register('doc', api.fetcher, versioned)
    await api.last.answer({ v: 5 })
    const push = (v: number, startedAt?: number) =>
      host?.apply({ type: 'data', key: 'doc', data: { v }, source: 'push', version: v, startedAt })
    expect(push(4, host?.mark())).toBe(false)
    expect(push(6)).toBe(true)
    expect(push(5, host?.mark())).toBe(false)
    expect(manager.getSnapshot('doc')).toMatchObject({ data: { v: 6 }, version: 6, source: 'push' })
  })

  it('a write by hand without a version does not let a lagging replica take what was shown back', async () => {
    const { clock, api, manager, registration } = await holding(5)
    manager.setData('doc', { v: undefined, text: 'mine' })
    void manager.refresh('doc')
    await api.last.answer({ v: 3 })
    expect(registration.getSnapshot().data).toEqual({ v: undefined, text: 'mine' })
    await clock.advance(1000)
    await api.last.answer({ v: 6 })
    expect(registration.getSnapshot().data).toEqual({ v: 6 })
  })
})

describe('E4 a replica that lags', () => {
  it('is asked again with backoff until it has caught up; then all is as always', async () => {
    const { clock, manager, told, events } = setup()
    const times: number[] = []
    const answers = [5, 4, 4, 4, 6]
    manager.register<Doc>(
      'doc',
      async () => {
        times.push(clock.monotonic())
        return { v: answers[times.length - 1] ?? 7 }
      },
      { ...versioned, ttl: 3_600_000 },
    )
    await clock.advance(0)
    void manager.refresh('doc')
    await clock.advance(60_000)
    expect(times).toHaveLength(5)
    const gaps = times.slice(2).map((at, n) => at - (times[n + 1] ?? 0))
    for (const [n, gap] of gaps.entries()) {
      expect(gap).toBeGreaterThanOrEqual(250 * 2 ** n)
      expect(gap).toBeLessThanOrEqual(500 * 2 ** n + 2)
    }
    expect(told('superseded')).toHaveLength(3)
    expect(new Set(events.filter(({ type }) => type === 'superseded').map(({ reason }) => reason)).size).toBe(
      1,
    )
    expect(manager.getSnapshot('doc')).toMatchObject({ version: 6, freshness: 'fresh', error: undefined })
  })

  it('that never catches up is told of and left to the next poll, not spun on', async () => {
    const { clock, manager, events } = setup()
    let calls = 0
    manager.register<Doc>('doc', async () => ({ v: ++calls === 1 ? 5 : 4 }), {
      ...versioned,
      interval: 60_000,
      ttl: 120_000,
    })
    await clock.advance(0)
    await clock.advance(600_000)
    // Eleven polls, each followed by a bounded number of tries.
    expect(calls).toBeLessThanOrEqual(11 * 7)
    expect(calls).toBeGreaterThanOrEqual(20)
    expect(
      events.filter(({ type, reason }) => type === 'superseded' && reason === 'lagging').length,
    ).toBeGreaterThan(0)
    expect(manager.getSnapshot('doc')).toMatchObject({ version: 5, freshness: 'stale', error: undefined })
  })

  it('superseded answers neither count as failures nor move the poll', async () => {
    const { clock, manager } = setup()
    const polls: number[] = []
    let calls = 0
    manager.on('fetching', ({ reason }) => {
      if (reason === 'poll') polls.push(clock.monotonic())
    })
    manager.register<Doc>('doc', async () => ({ v: ++calls % 2 === 0 ? 1 : 10 + calls }), {
      ...versioned,
      interval: 20_000,
    })
    await clock.advance(100_000)
    expect(polls).toEqual([20_000, 40_000, 60_000, 80_000, 100_000])
    expect(manager.getSnapshot('doc')).toMatchObject({ failureCount: 0, error: undefined })
  })
})

describe('E3 version floors', () => {
  it('a mutation that says its version: nothing below is shown as fresh, and it is asked again', async () => {
    const { clock, api, manager, registration, told } = await holding(5)
    await manager.mutate(async () => outcome('saved', { version: 7 }), { invalidates: ['doc'] })
    await api.last.answer({ v: 6 })
    expect(registration.getSnapshot().freshness).toBe('stale')
    await clock.advance(1000)
    expect(api.count).toBe(3)
    await api.last.answer({ v: 7 })
    expect(registration.getSnapshot()).toMatchObject({ version: 7, freshness: 'fresh' })
    expect(told('superseded').length).toBeGreaterThanOrEqual(1)
    await clock.advance(30_000)
    expect(api.count).toBe(3)
  })

  it('resolves with the data of the outcome', async () => {
    const { manager } = setup()
    expect(await manager.mutate(async () => outcome({ id: 1 }, { version: 7 }))).toEqual({ id: 1 })
  })

  it('holds for a key that is loading for the first time', async () => {
    const { clock, manager } = setup()
    const api = scripted<Doc>()
    const { getSnapshot } = manager.register('doc', api.fetcher, versioned)
    await manager.mutate(async () => outcome(1, { version: 7 }), { invalidates: ['doc'] })
    await api.call(0).answer({ v: 6 })
    await api.call(1).answer({ v: 6 })
    expect(getSnapshot().freshness).not.toBe('fresh')
    await clock.advance(1000)
    await api.last.answer({ v: 7 })
    expect(getSnapshot()).toMatchObject({ version: 7, freshness: 'fresh' })
  })

  it('holds for a key that nobody has loaded or registered yet', async () => {
    const { clock, manager } = setup()
    const api = scripted<Doc>()
    await manager.mutate(async () => outcome(1, { version: 7 }), { invalidates: ['doc'] })
    const { getSnapshot } = manager.register('doc', api.fetcher, versioned)
    await api.last.answer({ v: 6 })
    expect(getSnapshot().freshness).not.toBe('fresh')
    await clock.advance(1000)
    expect(api.count).toBe(2)
    await api.last.answer({ v: 7 })
    expect(getSnapshot()).toMatchObject({ version: 7, freshness: 'fresh' })
  })

  it('survives that the key is let go and registered again', async () => {
    const { clock, api, manager, registration } = await holding(5)
    await manager.mutate(async () => outcome(1, { version: 7 }), { invalidates: ['doc'] })
    registration.unregister()
    await flush()
    const again = manager.register<Doc>('doc', api.fetcher, versioned)
    await api.last.answer({ v: 6 })
    expect(again.getSnapshot().freshness).not.toBe('fresh')
    await clock.advance(1000)
    await api.last.answer({ v: 8 })
    expect(again.getSnapshot()).toMatchObject({ version: 8, freshness: 'fresh' })
  })

  it('survives that the cache is cleared; a reset, for another user, forgets it', async () => {
    const clock = fakeClock()
    const cache = new TtlCache({ clock })
    const manager = new DataSyncManager({ clock, cache, environment: fixedEnvironment() })
    const api = scripted<Doc>()
    manager.register('doc', api.fetcher, versioned)
    await api.last.answer({ v: 5 })
    await manager.mutate(async () => outcome(1, { version: 7 }), { invalidates: ['doc'] })
    await api.last.answer({ v: 7 })
    cache.clear()
    await flush()
    await api.last.answer({ v: 6 })
    expect(manager.getSnapshot('doc').freshness).not.toBe('fresh')
    manager.reset({ scope: 'next' })
    await api.last.answer({ v: 1 })
    expect(manager.getSnapshot('doc')).toMatchObject({ version: 1, freshness: 'fresh' })
  })

  it('a lower floor does not replace a higher one, in whatever order the mutations end', async () => {
    const { clock, api, manager, registration } = await holding(5)
    const gates = [deferred<number>(), deferred<number>()]
    const done = gates.map(({ promise }) =>
      manager.mutate(async () => outcome(null, { version: await promise }), { invalidates: ['doc'] }),
    )
    gates[1]?.resolve(8)
    await flush()
    gates[0]?.resolve(7)
    await Promise.all(done)
    await api.last.answer({ v: 7 })
    expect(registration.getSnapshot().freshness).toBe('stale')
    await clock.advance(1000)
    await api.last.answer({ v: 8 })
    expect(registration.getSnapshot()).toMatchObject({ version: 8, freshness: 'fresh' })
  })

  it('a floor that a replica never reaches ends in data that is shown as stale, and in a told lag', async () => {
    const { clock, manager, events } = setup()
    let calls = 0
    manager.register<Doc>('doc', async () => (calls++, { v: 6 }), { ...versioned, interval: 60_000 })
    await clock.advance(0)
    await manager.mutate(async () => outcome(1, { version: 7 }), { invalidates: ['doc'] })
    await clock.advance(300_000)
    expect(calls).toBeLessThanOrEqual(2 + 7 * 6)
    expect(events.filter(({ reason }) => reason === 'lagging').length).toBeGreaterThanOrEqual(1)
    expect(manager.getSnapshot('doc')).toMatchObject({ data: { v: 6 }, freshness: 'stale' })
  })

  it('what an optimistic update showed stays until a replica has its version; past the bound the replica is shown', async () => {
    const { clock, api, manager, registration, events } = await holding(5)
    const mine = { v: 5, text: 'mine' }
    await manager.mutate(async () => outcome(null, { version: 7 }), {
      invalidates: ['doc'],
      optimistic: [{ key: 'doc', update: () => mine }],
    })
    await api.last.answer({ v: 6 })
    expect(registration.getSnapshot()).toMatchObject({ data: mine, freshness: 'stale' })
    await clock.advance(1000)
    await api.last.answer({ v: 6 })
    expect(registration.getSnapshot()).toMatchObject({ data: mine, freshness: 'stale' })
    await clock.advance(2000)
    await api.last.answer({ v: 7, text: 'mine' })
    expect(registration.getSnapshot()).toMatchObject({ version: 7, freshness: 'fresh', source: 'network' })

    await manager.mutate(async () => outcome(null, { version: 9 }), {
      invalidates: ['doc'],
      optimistic: [{ key: 'doc', update: () => mine }],
    })
    for (let answer = 0; answer < 6; answer++) {
      expect(registration.getSnapshot().data).toEqual(mine)
      await api.last.answer({ v: 8 })
      await clock.advance(10_000)
    }
    expect(registration.getSnapshot()).toMatchObject({ data: { v: 8 }, freshness: 'stale' })
    expect(events.some(({ reason }) => reason === 'lagging')).toBe(true)
  })

  it('commit with a version: an older answer, of a request before or after it, does not replace it', async () => {
    const { clock, api, manager, registration } = await holding(5)
    void manager.refresh('doc')
    await manager.mutate(async () => outcome({ v: 7, text: 'mine' }, { version: 7 }), {
      invalidates: ['doc'],
      commit: [{ key: 'doc', data: (doc) => doc }],
    })
    expect(registration.getSnapshot()).toMatchObject({ data: { v: 7, text: 'mine' }, version: 7 })
    await api.call(1).answer({ v: 5 })
    await api.call(2).answer({ v: 6 })
    expect(registration.getSnapshot()).toMatchObject({ data: { v: 7, text: 'mine' }, freshness: 'stale' })
    await clock.advance(1000)
    await api.last.answer({ v: 7, text: 'confirmed' })
    expect(registration.getSnapshot()).toMatchObject({
      data: { v: 7, text: 'confirmed' },
      freshness: 'fresh',
    })
  })

  it('a commit, or a write by hand, below a floor is not fresh', async () => {
    const { manager, registration, events } = await holding(5)
    manager.setEnabled('doc', false)
    await manager.mutate(async () => outcome(1, { version: 9 }), { invalidates: ['doc'] })
    events.length = 0
    await manager.mutate(async () => outcome({ v: 8 }, { version: 8 }), {
      commit: [{ key: 'doc', data: (saved) => saved }],
    })
    expect(registration.getSnapshot().freshness).toBe('stale')
    manager.setData('doc', { v: 8, text: 'pushed' }, { version: 8 })
    expect(registration.getSnapshot()).toMatchObject({ data: { text: 'pushed' }, freshness: 'stale' })
    expect(events.filter(({ type }) => type === 'fresh')).toEqual([])
    manager.setData('doc', { v: 9 }, { version: 9 })
    expect(registration.getSnapshot().freshness).toBe('fresh')
  })

  it('commits that arrive in the wrong order end on the newer', async () => {
    const { manager, registration } = await holding(5)
    const gates = [deferred<number>(), deferred<number>()]
    const done = gates.map(({ promise }) =>
      manager.mutate(
        async () => {
          const v = await promise
          return outcome({ v }, { version: v })
        },
        { commit: [{ key: 'doc', data: (doc) => doc }] },
      ),
    )
    gates[1]?.resolve(8)
    await flush()
    gates[0]?.resolve(7)
    await Promise.all(done)
    expect(registration.getSnapshot()).toMatchObject({ data: { v: 8 }, version: 8 })
  })
})

describe('E4 without versions', () => {
  it('a slower, older response never replaces a newer one: force, invalidation and mutation in every order', async () => {
    const starts = ['refresh', 'force', 'invalidate', 'mutate'] as const
    for (const first of starts) {
      for (const second of ['force', 'invalidate', 'mutate'] as const) {
        const { manager } = setup()
        const api = scripted<string>()
        manager.register('doc', api.fetcher, { ttl: 60_000 })
        await api.last.answer('zero')
        const begin = async (how: (typeof starts)[number]) => {
          if (how === 'refresh') void manager.refresh('doc')
          else if (how === 'force') void manager.refresh('doc', { force: true })
          else if (how === 'invalidate') void manager.invalidate('doc')
          else await manager.mutate(async () => {}, { invalidates: ['doc'] })
          await flush()
        }
        await begin(first)
        const early = api.last
        const before = api.count
        await begin(second)
        if (api.count === before) continue
        const late = api.last
        await late.answer('late')
        await early.answer('early')
        expect(manager.getSnapshot('doc').data, `${first}, ${second}`).toBe('late')
        expect(manager.getSnapshot('doc').freshness, `${first}, ${second}`).toBe('fresh')
        manager.dispose()
      }
    }
  })
})
