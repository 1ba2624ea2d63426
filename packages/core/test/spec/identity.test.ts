// C8: what did not change keeps its identity, so that nothing is rendered for it.
import { fakeClock, flush } from '@freshline/test-utils'
import { DataSyncManager, fixedEnvironment, outcome, TtlCache, type Snapshot } from '@freshline/core'
import { describe, expect, it, vi } from 'vitest'

function setup() {
  const clock = fakeClock()
  const cache = new TtlCache({ clock })
  const manager = new DataSyncManager({ clock, cache, environment: fixedEnvironment() })
  const types: string[] = []
  manager.on('*', ({ type }) => types.push(type))
  return { clock, cache, manager, types }
}

const rows = () => ({
  total: 2,
  rows: [
    { id: 1, tags: ['a'], at: null },
    { id: 2, tags: ['b'], at: '2026-01-01' },
  ],
})

describe('C8 through the manager', () => {
  it('an equal answer keeps the object: unchanged, and told to nobody who reads data alone', async () => {
    const { clock, manager, types } = setup()
    const registration = manager.register('k', async () => rows(), { interval: 1000 })
    await flush()
    const { data } = registration.getSnapshot()
    const told = vi.fn()
    registration.subscribe(told, (snapshot: Snapshot) => snapshot.data)
    await clock.advance(5000)
    expect(registration.getSnapshot().data).toBe(data)
    expect(told).not.toHaveBeenCalled()
    expect(types.filter((type) => type === 'success')).toHaveLength(1)
    expect(types.filter((type) => type === 'unchanged')).toHaveLength(5)
  })

  it('refresh reports it as unchanged, and its time as new', async () => {
    const { clock, manager } = setup()
    manager.register('k', async () => rows(), { ttl: 1000 })
    await clock.advance(5000)
    const before = manager.getSnapshot('k')
    expect(await manager.refresh('k')).toMatchObject({ unchanged: ['k'], refreshed: [], failed: [] })
    const after = manager.getSnapshot('k')
    expect(after.data).toBe(before.data)
    expect(after.updatedAt).toBe((before.updatedAt ?? 0) + 5000)
    expect(after.freshness).toBe('fresh')
  })

  it('a changed answer shares what did not change', async () => {
    const { manager } = setup()
    let answer = rows()
    manager.register('k', async () => answer)
    await flush()
    const before = manager.getSnapshot<ReturnType<typeof rows>>('k').data
    answer = rows()
    answer.rows[1] = { id: 2, tags: ['b', 'c'], at: '2026-01-01' }
    expect(await manager.refresh('k')).toMatchObject({ refreshed: ['k'], unchanged: [] })
    const after = manager.getSnapshot<ReturnType<typeof rows>>('k').data
    expect(after).toEqual(answer)
    expect(after).not.toBe(before)
    expect(after?.rows).not.toBe(before?.rows)
    expect(after?.rows[0]).toBe(before?.rows[0])
    expect(after?.rows[1]).not.toBe(before?.rows[1])
  })

  it('not modified keeps the object without looking at it', async () => {
    const { manager, types } = setup()
    let answer: unknown = outcome(rows(), { validators: { etag: '"1"' } })
    const fetcher = vi.fn(async (_context: unknown) => answer)
    manager.register('k', fetcher, { ttl: 1000 })
    await flush()
    const { data } = manager.getSnapshot('k')
    answer = outcome(undefined, { notModified: true })
    expect(await manager.refresh('k')).toMatchObject({ unchanged: ['k'] })
    expect(manager.getSnapshot('k').data).toBe(data)
    await manager.refresh('k')
    // The validators of the answer it stands for go on.
    expect(fetcher.mock.calls.at(-1)?.[0]).toMatchObject({ previous: { data, validators: { etag: '"1"' } } })
    expect(types.filter((type) => type === 'unchanged')).toHaveLength(2)
  })

  it('an unchanged answer heals an error', async () => {
    const { manager } = setup()
    let fails = false
    manager.register(
      'k',
      async () => {
        if (fails) throw new Error('down')
        return rows()
      },
      { retry: false },
    )
    await flush()
    const { data } = manager.getSnapshot('k')
    fails = true
    await manager.refresh('k')
    fails = false
    await manager.refresh('k')
    expect(manager.getSnapshot('k')).toMatchObject({ error: undefined, failureCount: 0 })
    expect(manager.getSnapshot('k').data).toBe(data)
  })

  it('setData shares, also with what an updater makes', async () => {
    const { manager } = setup()
    manager.setData('k', rows())
    const before = manager.getSnapshot<ReturnType<typeof rows>>('k').data
    manager.setData('k', rows())
    expect(manager.getSnapshot('k').data).toBe(before)
    manager.setData<ReturnType<typeof rows>>('k', (current) => ({
      ...rows(),
      total: (current?.total ?? 0) + 1,
    }))
    const after = manager.getSnapshot<ReturnType<typeof rows>>('k').data
    expect(after?.total).toBe(3)
    expect(after?.rows).toBe(before?.rows)
  })

  it('a commit of a mutation shares', async () => {
    const { manager } = setup()
    manager.setData('k', rows())
    const before = manager.getSnapshot<ReturnType<typeof rows>>('k').data
    await manager.mutate(async () => 3, {
      commit: [{ key: 'k', data: (total: number) => ({ ...rows(), total }) }],
    })
    const after = manager.getSnapshot<ReturnType<typeof rows>>('k').data
    expect(after?.total).toBe(3)
    expect(after?.rows).toBe(before?.rows)
  })

  it('values that are no plain data are taken as they are', async () => {
    const { manager } = setup()
    class Money {
      readonly cents: number
      constructor(cents: number) {
        this.cents = cents
      }
    }
    const make = () => ({ money: new Money(5), at: new Date(0), set: new Set([1]), map: new Map([[1, 2]]) })
    let answer = make()
    manager.register('k', async () => answer)
    await flush()
    for (let n = 0; n < 2; n++) {
      answer = make()
      await manager.refresh('k')
      expect(manager.getSnapshot('k').data).toEqual(answer)
      expect(manager.getSnapshot<ReturnType<typeof make>>('k').data?.money).toBeInstanceOf(Money)
    }
  })

  it('cycles and frozen objects harm nothing', async () => {
    const { manager } = setup()
    const make = () => {
      const node: { name: string; self?: unknown } = { name: 'a' }
      node.self = node
      return node
    }
    let answer: unknown = make()
    manager.register('k', async () => answer)
    await flush()
    answer = make()
    await manager.refresh('k')
    expect(manager.getSnapshot('k').data).toBe(answer)
    answer = Object.freeze(rows())
    await manager.refresh('k')
    expect(manager.getSnapshot('k').data).toEqual(rows())
  })

  it('what a fetcher answered is not changed by sharing', async () => {
    const { manager } = setup()
    const [first, second] = [rows(), rows()]
    second.total = 9
    let answer = first
    manager.register('k', async () => answer)
    await flush()
    answer = second
    await manager.refresh('k')
    expect(first).toEqual(rows())
    expect(second).toEqual({ ...rows(), total: 9 })
  })

  it.each([
    ['NaN', NaN],
    ['undefined', undefined],
    ['null', null],
    ['text', 'same'],
    ['-0', -0],
  ])('%s twice is unchanged', async (_, value) => {
    const { manager } = setup()
    manager.register('k', async () => value)
    await flush()
    expect(await manager.refresh('k')).toMatchObject({ unchanged: ['k'] })
  })

  it('undefined, then data, then undefined are three changes', async () => {
    const { manager, types } = setup()
    const answers: unknown[] = [undefined, { a: 1 }, undefined]
    manager.register('k', async () => answers.shift())
    await flush()
    await manager.refresh('k')
    await manager.refresh('k')
    expect(types.filter((type) => type === 'success')).toHaveLength(3)
  })
})
