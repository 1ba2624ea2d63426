// I3: a collector stays small, whatever happens; and nothing of a manager is held once both are let go.
import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { collectMetrics, traceManager } from '@freshline/core/metrics'
import { fakeClock, flush } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'

async function collect() {
  for (let round = 0; round < 4; round++) {
    await new Promise((resolve) => setImmediate(resolve))
    globalThis.gc?.()
  }
  return process.memoryUsage().heapUsed
}

/** Reads and requests of many keys, over many windows. */
async function churn(manager: DataSyncManager, clock: ReturnType<typeof fakeClock>, rounds: number) {
  for (let n = 0; n < rounds; n++) {
    const registration = manager.register(`key:${n % 5000}`, async () => n, { ttl: 0, gcTime: 0 })
    manager.subscribe(`key:${n % 5000}`, () => {})()
    await flush()
    clock.jump((n * 7919) % 1000)
    registration.unregister()
  }
  manager.reset()
}

describe('I3 bounds', () => {
  it(
    'a collector holds no more after 20,000 reads of 5,000 keys than after 5,000',
    { timeout: 60_000 },
    async () => {
      const clock = fakeClock()
      const manager = new DataSyncManager({ clock, environment: fixedEnvironment() })
      const collector = collectMetrics(manager, { windowMs: 60_000 })
      await churn(manager, clock, 5000)
      const before = await collect()
      await churn(manager, clock, 15_000)
      const grown = (await collect()) - before
      expect(collector.report().total.reads.total).toBe(20_000)
      expect(grown).toBeLessThan(300_000)
    },
  )

  it('a manager that was collected from is collectable after stop, and so are its keys before', async () => {
    const refs: WeakRef<object>[] = []
    const use = async () => {
      const clock = fakeClock()
      const manager = new DataSyncManager({ clock, environment: fixedEnvironment() })
      const collector = collectMetrics(manager)
      const off = traceManager(manager, () => {})
      const data = { large: 'x' }
      const { unregister } = manager.register('k', async () => data, { ttl: 0, gcTime: 0 })
      await flush()
      unregister()
      collector.stop()
      off()
      refs.push(new WeakRef(manager), new WeakRef(collector))
    }
    await use()
    await collect()
    expect(refs.map((ref) => ref.deref())).toEqual([undefined, undefined])
  })
})
