// What the simulation found in the code, each as a sequence of its own, so that it stays mended.
import { DataSyncManager, fixedEnvironment, TtlCache, type Snapshot } from '@freshline/core'
import { fakeClock, flush } from '@freshline/test-utils'
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
})
