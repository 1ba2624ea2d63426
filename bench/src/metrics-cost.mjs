// What collecting metrics costs, on built output: node --expose-gc bench/src/metrics-cost.mjs
// Each row is the same work on a manager that nobody measures, one that is traced, and one with a collector.
import { DataSyncManager, TtlCache } from '@freshline/core'
import { collectMetrics, traceManager } from '@freshline/core/metrics'
import { bytesHeld, compare, consume } from './measure.mjs'

const KEYS = 100
const measuring = {
  plain: () => {},
  traced: (manager) => void traceManager(manager, consume),
  collected: (manager) => void collectMetrics(manager),
}

/** A manager with fresh data of some keys. */
async function page(measure, options) {
  const cache = new TtlCache()
  const manager = new DataSyncManager({ cache })
  const keys = Array.from({ length: KEYS }, (_, n) => `stores:${n}`)
  for (const key of keys) manager.register(key, async () => ({ key }), { ttl: Infinity, ...options })
  await new Promise((resolve) => setTimeout(resolve, 20))
  measure(manager)
  return { cache, manager, keys }
}

/** The same work for each way of measuring. */
async function contend(ops, work) {
  const contenders = {}
  for (const [name, measure] of Object.entries(measuring)) {
    const state = await page(measure)
    contenders[name] = { ops, run: () => work(state) }
  }
  return compare(contenders)
}

const rows = {
  'cache.get, a hit': await contend(1000 * KEYS, ({ cache, keys }) => {
    let found = 0
    for (let round = 0; round < 1000; round++) for (const key of keys) found += cache.get(key) ? 1 : 0
    return found
  }),
  'register and unregister, fresh data held': await contend(20 * KEYS, ({ manager, keys }) => {
    const fetcher = async () => 1
    for (let round = 0; round < 20; round++)
      for (const key of keys) manager.register(key, fetcher, { ttl: Infinity }).unregister()
  }),
  'refresh, answered at once': await contend(KEYS, ({ manager }) => manager.refreshAll()),
  'invalidate a key, and its answer': await contend(KEYS, ({ manager }) => manager.invalidate('stores:*')),
}

for (const [row, { ms, ratio }] of Object.entries(rows)) {
  const cells = Object.keys(measuring).map(
    (name) => `${name} ${(ms[name] * 1000).toFixed(3)} µs (${ratio[name].toFixed(2)} ×)`,
  )
  console.log(`${row.padEnd(44)} ${cells.join('   ')}`)
}

/** A collector after a hundred thousand reads of ten thousand keys. */
const bytes = await bytesHeld(async () => {
  const manager = new DataSyncManager()
  const collector = collectMetrics(manager)
  for (let n = 0; n < 100_000; n++)
    manager.register(`k${n % 10_000}`, async () => 1, { enabled: false }).unregister()
  return { manager, collector }
})
console.log(
  `${'a collector after 100,000 reads of 10,000 keys'.padEnd(44)} ${Math.round(bytes / 1024)} KB with its manager`,
)
