// What the simulation found in the code, each as a sequence of its own, so that it stays mended.
import { DataSyncManager, fixedEnvironment, outcome, TtlCache, type Snapshot } from '@freshline/core'
import { deferred, fakeClock, flush } from '@freshline/test-utils'
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

  it('an older request that ends late does not have the next poll come early', async () => {
    const { clock, manager } = stage()
    const ends: ((value: { n: number }) => void)[] = []
    const fetcher = () => new Promise<{ n: number }>((resolve) => void ends.push(resolve))
    const registration = manager.register('key', fetcher, { interval: 10_000, version: ({ n }) => n })
    ends[0]?.({ n: 1 })
    await clock.advance(1000)
    void registration.refresh()
    await clock.advance(4000)
    void registration.refresh({ force: true })
    await flush()
    ends[2]?.({ n: 2 })
    await clock.advance(7000)
    ends[1]?.({ n: 3 })
    await clock.advance(2900)
    // The last request began after five seconds.
    expect(ends).toHaveLength(3)
    await clock.advance(100)
    expect(ends).toHaveLength(4)
    manager.dispose()
  })

  it('a write that succeeded stays on screen when the answer to one that the server took before it is committed', async () => {
    const { manager } = stage()
    const [first, second] = [deferred<number>(), deferred<number>()]
    const resource = { ttl: 60_000, version: (data: readonly number[]) => data[0] ?? 0 }
    manager.register('key', async (): Promise<readonly number[]> => [1], resource)
    await flush()
    const write = (answer: Promise<number>, commit: boolean, id: number) =>
      manager.mutate(async () => outcome(await answer, { version: await answer }), {
        optimistic: [{ key: 'key', update: (data: readonly number[] = []) => [...data, id] }],
        ...(commit && { commit: [{ key: 'key', data: (version: number) => [version, id] }] }),
      })
    const later = write(first.promise, false, 8)
    const earlier = write(second.promise, true, 9)
    first.resolve(3)
    await later
    second.resolve(2)
    await earlier
    expect(manager.getSnapshot('key').data).toEqual([1, 8, 9])
    manager.dispose()
  })

  it('what was asked for offline, while an attempt was under way that failed and was repeated, is asked for once', async () => {
    const { clock, environment, manager } = stage()
    let fail: (error: Error) => void = () => {}
    let calls = 0
    const fetcher = () =>
      ++calls === 1 ? new Promise<number>((_, reject) => (fail = reject)) : Promise.resolve(calls)
    manager.register('key', fetcher, { ttl: 60_000, retry: { limit: 1, delay: () => 1000 } })
    environment.set({ online: false })
    void manager.refresh('key')
    environment.set({ online: true })
    fail(new TypeError('fetch failed'))
    await clock.advance(10_000)
    expect(calls).toBe(2)
    expect(manager.getSnapshot('key')).toMatchObject({ data: 2, freshness: 'fresh' })
    manager.dispose()
  })

  it('what was owed and has been loaded by other code is not asked for once more', async () => {
    const clock = fakeClock()
    const cache = new TtlCache({ clock })
    const manager = new DataSyncManager({ clock, environment: fixedEnvironment(), cache })
    let calls = 0
    const fetcher = async () => {
      if (++calls === 2) throw new Error('down')
      return calls
    }
    manager.register('key', fetcher, { ttl: 4000, retry: false, refreshOnStale: true })
    await clock.advance(4000)
    expect(calls).toBe(2)
    // The repetition is owed by now.
    await cache.load('key', async () => 'loaded', 60_000)
    await clock.advance(30_000)
    expect(calls).toBe(2)
    expect(manager.getSnapshot('key')).toMatchObject({ data: 'loaded', freshness: 'fresh', error: undefined })
    manager.dispose()
  })

  it('a mutation that ends after dispose leaves no timer', async () => {
    const { clock, manager } = stage()
    manager.register('key', async () => [1], { interval: 10_000 })
    await clock.advance(100)
    const gates = [deferred<undefined>(), deferred<undefined>()]
    const update = (data: unknown) => [...(data as number[]), 2]
    const done = gates.map(({ promise }) =>
      manager.mutate(() => promise, { invalidates: ['key'], optimistic: [{ key: 'key', update }] }),
    )
    manager.dispose()
    for (const gate of gates) {
      gate.resolve(undefined)
      await flush()
    }
    await Promise.all(done)
    expect(clock.pending).toBe(0)
  })
})
