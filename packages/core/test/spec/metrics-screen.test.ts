// I3: from a change to the screen, and what is no wait of anybody.
import { DataSyncManager, fixedEnvironment, TtlCache } from '@freshline/core'
import { deferred, flush } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { measured, ofType } from './metrics-support'

/** A key that is watched, and whose requests take a while. */
function watched(ms = 100, options: Parameters<typeof measured>[0] = {}) {
  const page = measured(options)
  const { clock, manager } = page
  let version = 0
  const told: unknown[] = []
  const ask = () => new Promise((resolve) => clock.schedule(() => resolve(++version), ms))
  const registration = manager.register('k', ask, { ttl: Infinity })
  const off = manager.subscribe('k', ({ data, isStale }) => told.push([data, isStale]))
  const waits = () => ofType(page.records, 'shown').map(({ wait }) => wait)
  return { ...page, registration, off, told, waits }
}

describe('I3 from change to screen', () => {
  it('is from the invalidation until the watchers were told', async () => {
    const { manager, clock, waits, total, told } = watched()
    await clock.advance(100)
    void manager.invalidate('k')
    await clock.advance(99)
    expect(waits()).toEqual([])
    await clock.advance(1)
    expect(waits()).toEqual([100])
    expect(told.at(-1)).toEqual([2, false])
    expect(total().changeToScreen).toMatchObject({ count: 1, max: 100, p50: 100 })
    expect(total().invalidated).toBe(1)
  })

  it('of another manager on the same cache it has nothing of a mutation long ago', async () => {
    const cache = new TtlCache<unknown>()
    const { manager, clock, waits } = watched(100, { cache })
    const other = new DataSyncManager({ cache, clock, environment: fixedEnvironment() })
    await clock.advance(100)
    const change = (by: DataSyncManager) => by.mutate(async () => 1, { invalidates: ['k'] })
    void change(manager)
    await clock.advance(100)
    await clock.advance(100_000)
    void change(other)
    await clock.advance(100)
    expect(waits()).toEqual([100, 100])
    other.dispose()
  })

  it('what the watchers do at once is part of it', async () => {
    const { manager, clock, waits } = watched()
    await clock.advance(100)
    manager.subscribe('k', ({ data, isStale }) => data === 2 && !isStale && clock.jump(7))
    void manager.invalidate('k')
    await clock.advance(100)
    expect(waits()).toEqual([107])
  })

  it('of a mutation it begins when its function resolved, and so has the time in it that telling the server took', async () => {
    const telling = deferred<void>()
    const { manager, clock, waits, total } = watched(100, { propagate: () => telling.promise })
    await clock.advance(100)
    const saved = deferred<void>()
    const mutation = manager.mutate(() => saved.promise, { invalidates: ['k'] })
    await clock.advance(1000)
    saved.resolve()
    await clock.advance(30)
    telling.resolve()
    await mutation
    await clock.advance(100)
    expect(waits()).toEqual([130])
    expect(total().mutations).toEqual({ succeeded: 1, failed: 0 })
  })

  it('of a mutation that failed without a clear answer it begins at the invalidation', async () => {
    const { manager, clock, waits, total } = watched()
    await clock.advance(100)
    const failed = manager.mutate(() => Promise.reject(new Error('line broke')), { invalidates: ['k'] })
    await expect(failed).rejects.toThrow('line broke')
    await clock.advance(100)
    expect(waits()).toEqual([100])
    expect(total().mutations).toEqual({ succeeded: 0, failed: 1 })
  })

  it('many invalidations that one answer satisfies are one wait, from the first', async () => {
    const { manager, clock, waits } = watched()
    await clock.advance(100)
    void manager.invalidate('k')
    void manager.invalidate('*')
    await clock.advance(40)
    void manager.invalidate('k')
    await clock.advance(5000)
    expect(waits()).toHaveLength(1)
    expect(waits()[0]).toBeGreaterThanOrEqual(140)
  })

  it("time in which the page was hidden is nobody's wait", async () => {
    const { manager, clock, environment, waits } = watched()
    await clock.advance(100)
    environment.set({ visible: false })
    void manager.invalidate('k')
    await clock.advance(3_600_000)
    environment.set({ visible: true })
    await clock.advance(1000)
    expect(waits()).toEqual([100])
  })

  it('nor is the part of it in which it was hidden, offline or paused', async () => {
    const { manager, clock, environment, waits } = watched()
    await clock.advance(100)
    void manager.invalidate('k')
    await clock.advance(20)
    environment.set({ visible: false })
    await clock.advance(60)
    environment.set({ visible: true, online: false })
    await clock.advance(10)
    manager.pause()
    environment.set({ online: true })
    await clock.advance(5)
    manager.resume()
    await clock.advance(1000)
    // 20 before, and from the moment at which all of it was over: the answer had come at 100, meanwhile.
    expect(waits()).toEqual([25])
  })

  it('a machine that slept has not waited', async () => {
    const { manager, clock, waits } = watched()
    await clock.advance(100)
    void manager.invalidate('k')
    await clock.advance(50)
    clock.sleep(3_600_000)
    await clock.advance(1000)
    expect(waits()[0]).toBeLessThan(200)
  })

  it('is not counted where nobody watches, or nothing is asked for', async () => {
    const { manager, clock, off, waits } = watched()
    await clock.advance(100)
    void manager.invalidate('k', { refetch: 'none' })
    await clock.advance(60_000)
    manager.setData('k', 'by hand')
    expect(waits()).toEqual([])
    off()
    void manager.invalidate('k')
    await clock.advance(1000)
    expect(waits()).toEqual([])
  })

  it('a wait that ends because the key is paused or left is dropped', async () => {
    const { manager, clock, registration, waits } = watched()
    await clock.advance(100)
    void manager.invalidate('k')
    manager.pause('k')
    await clock.advance(60_000)
    manager.resume('k')
    await clock.advance(1000)
    expect(waits()).toEqual([])
    void manager.invalidate('k')
    registration.unregister()
    await clock.advance(60_000)
    manager.register('k', async () => 'again', { ttl: Infinity })
    await clock.advance(1000)
    expect(waits()).toEqual([])
  })

  it("a wait is dropped with the data: what is loaded after a sign-out is nobody's wait from before", async () => {
    const { manager, clock, waits } = watched()
    await clock.advance(100)
    void manager.invalidate('k')
    await clock.advance(50)
    manager.reset({ scope: 'somebody else' })
    await clock.advance(1000)
    expect(manager.getSnapshot('k').freshness).toBe('fresh')
    expect(waits()).toEqual([])
  })

  it('ends as well when good data comes from elsewhere', async () => {
    const { manager, clock, waits } = watched(10_000)
    await clock.advance(10_000)
    void manager.invalidate('k')
    await clock.advance(40)
    manager.setData('k', 'pushed')
    await flush()
    expect(waits()).toEqual([40])
  })

  it('an answer to a request from before the invalidation does not end it', async () => {
    const { manager, clock, registration, waits } = watched()
    await clock.advance(100)
    void registration.refresh()
    await clock.advance(50)
    void manager.invalidate('k')
    await clock.advance(50)
    expect(waits()).toEqual([])
    await clock.advance(60)
    expect(waits()).toEqual([100])
  })
})
