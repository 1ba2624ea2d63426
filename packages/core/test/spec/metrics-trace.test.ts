// I3: the trace, from which figures, timelines and performance entries are made.
import { HttpError } from '@freshline/core'
import { traceManager, type TraceRecord } from '@freshline/core/metrics'
import { deferred, flush } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { measured, ofType, served } from './metrics-support'

describe('I3 traceManager', () => {
  it('tells why each request happened, and how it ended', async () => {
    const { fetcher } = served(['{"v":1}', 304], { etag: '"a"' })
    const { manager, clock, records } = measured()
    const { refresh } = manager.register('k', fetcher, {
      interval: 10_000,
      version: (data) => (data as { v: number }).v,
    })
    await clock.advance(10_000)
    void refresh({ force: true })
    await flush()
    expect(
      ofType(records, 'began').map(({ id, reason, attempt, forced, byUser }) => [
        id,
        reason,
        attempt,
        forced,
        byUser,
      ]),
    ).toEqual([
      [1, 'registered', 1, false, false],
      [2, 'poll', 1, false, false],
      [3, 'refresh', 1, true, true],
    ])
    expect(ofType(records, 'ended').slice(0, 2)).toMatchObject([
      { id: 1, reason: 'registered', outcome: 'changed', status: 200, bytes: 7, version: 1, attempts: 1 },
      { id: 2, reason: 'poll', outcome: 'notModified', status: 304, bytes: 0, savedBytes: 7, version: 1 },
    ])
  })

  it('every run that began ends once, whatever becomes of it', async () => {
    const { manager, clock, records, environment } = measured()
    const slow = [deferred<number>(), deferred<number>(), deferred<number>()]
    let call = 0
    manager.register('overtaken', () => slow[call++]?.promise ?? 0)
    void manager.invalidate('overtaken')
    await flush()
    const late = manager.register('late', () => new Promise(() => {}), { timeout: 1000, retry: 1 })
    manager.register('failing', () =>
      Promise.reject(new HttpError('no', { status: 404, headers: new Headers() })),
    )
    const left = manager.register('left', () => Promise.reject(new Error('down')), { retry: 5 })
    await clock.advance(10)
    left.unregister()
    await clock.advance(60_000)
    slow[1]?.resolve(2)
    await flush()
    slow[0]?.resolve(1)
    await flush()
    environment.set({ online: false })
    await clock.advance(60_000)
    late.unregister()
    manager.reset()
    manager.dispose()
    const began = new Set(ofType(records, 'began').map(({ id }) => id))
    const ended = ofType(records, 'ended').map(({ id }) => id)
    expect([...began].sort()).toEqual([...ended].sort())
    const how = Object.fromEntries(
      ofType(records, 'ended').map(({ key, outcome, status }) => [key, [outcome, status]]),
    )
    expect(how).toMatchObject({
      failing: ['failed', 404],
      left: ['aborted', undefined],
      late: ['failed', undefined],
    })
    expect(records.at(-1)?.type).toBe('disposed')
  })

  it('tells how far a mutation is, and what it names', async () => {
    const { manager, clock, records } = measured()
    const saved = deferred<void>()
    const done = manager.mutate(() => saved.promise, {
      invalidates: ['a', { tag: 't' }, 'stores:*'],
      optimistic: [{ key: 'b', update: (data) => data }],
    })
    await clock.advance(40)
    saved.resolve()
    await done
    await manager.mutate(() => Promise.reject(new Error('no'))).catch(() => {})
    expect(
      ofType(records, 'mutation').map(({ id, phase, duration, error }) => [
        id,
        phase,
        duration,
        error?.message,
      ]),
    ).toEqual([
      [1, 'began', 0, undefined],
      [1, 'committed', 40, undefined],
      [1, 'settled', 40, undefined],
      [2, 'began', 0, undefined],
      [2, 'settled', 0, 'no'],
    ])
    expect(ofType(records, 'mutation')[0]).toMatchObject({
      keys: ['a', 'b'],
      tags: ['t'],
      patterns: ['stores:*'],
    })
  })

  it('every mutation that began is settled once, also one that a reset kept from its turn', async () => {
    const { manager, records } = measured()
    const saved = deferred<void>()
    const one = manager.mutate(() => saved.promise, { scope: 's', invalidates: ['k'] })
    const other = manager.mutate(async () => {}, { scope: 's' })
    other.catch(() => {})
    manager.reset()
    saved.resolve()
    await one
    await expect(other).rejects.toThrow('reset')
    const told = ofType(records, 'mutation').map(({ id, phase }) => `${phase} ${id}`)
    expect(told).toEqual(['began 1', 'began 2', 'committed 1', 'settled 1', 'settled 2'])
  })

  it('tells what was read, how old it was, and whether a request was spared', async () => {
    const { fetcher } = served(['{"n":1}'])
    const { manager, clock, records } = measured()
    manager.register('k', fetcher, { ttl: 10_000 })
    await flush()
    await clock.advance(3000)
    manager.register('k', fetcher, { ttl: 10_000 })
    await clock.advance(10_000)
    manager.register('k', fetcher, { enabled: false })
    expect(
      ofType(records, 'read').map(({ how, freshness, age, bytes }) => [how, freshness, age, bytes]),
    ).toEqual([
      ['asked', 'empty', undefined, undefined],
      ['held', 'fresh', 3000, 7],
      ['asked', 'stale', 13_000, undefined],
    ])
  })

  it('a listener that throws is reported, and harms neither the others nor the manager', async () => {
    const { manager, records, failures } = measured()
    traceManager(manager, () => {
      throw new Error('mine')
    })
    const after: TraceRecord[] = []
    traceManager(manager, (record) => after.push(record))
    manager.register('k', async () => 1)
    await flush()
    expect(manager.getSnapshot('k').data).toBe(1)
    expect(after).toEqual(records)
    expect(new Set(failures.map(([, where]) => where))).toEqual(new Set(['a listener of the trace']))
  })

  it('the same listener twice is told twice, and each stops by itself', async () => {
    const { manager } = measured()
    const told: string[] = []
    const listener = (record: TraceRecord) => told.push(record.type)
    const offs = [traceManager(manager, listener), traceManager(manager, listener)]
    manager.register('k', async () => 1, { enabled: false })
    expect(told).toEqual(['read', 'read'])
    offs[0]?.()
    offs[0]?.()
    manager.register('k', async () => 1, { enabled: false })
    expect(told).toHaveLength(3)
    offs[1]?.()
    manager.register('k', async () => 1, { enabled: false })
    expect(told).toHaveLength(3)
  })

  it('a trace that ended can begin again', async () => {
    const { manager, collector } = measured()
    collector.stop()
    const told: string[] = []
    traceManager(manager, () => {})()
    traceManager(manager, ({ type }) => told.push(type))
    manager.register('k', async () => 1)
    await flush()
    expect(told).toEqual(['read', 'began', 'ended'])
  })
})
