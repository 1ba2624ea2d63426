import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { collectMetrics } from '@freshline/core/metrics'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toFacts } from '../src/sync/figures-strip'

let manager: DataSyncManager
let metrics: ReturnType<typeof collectMetrics>

beforeEach(() => {
  manager = new DataSyncManager({ environment: fixedEnvironment() })
  metrics = collectMetrics(manager)
})

afterEach(() => manager.dispose())

const facts = () => toFacts(metrics.report({ keys: false }).total).map(({ value, note }) => [value, note])

test('before anything has happened, nothing is claimed', () => {
  expect(facts()).toEqual([
    ['–', '0 of 0 reads asked nobody'],
    ['–', 'no change yet'],
    ['–', '0 of 0 answered by 304'],
    ['0', '0 B not sent'],
  ])
})

test('reads that find fresh data, requests that are shared, and changes count', async () => {
  let answer = (_value: number) => {}
  const ask = () => new Promise<number>((resolve) => (answer = resolve))
  const one = manager.register('stats', ask, { ttl: 600_000 })
  manager.register('stats', ask, { ttl: 600_000 })
  answer(1)
  await expect.poll(() => manager.getSnapshot('stats').data).toBe(1)
  manager.register('stats', ask, { ttl: 600_000 })
  const off = one.subscribe(() => {})
  const saved = manager.mutate(() => 2, { invalidates: ['stats'] })
  await expect.poll(() => manager.getSnapshot('stats').isFetching).toBe(true)
  answer(2)
  await saved
  await expect.poll(() => manager.getSnapshot('stats').data).toBe(2)
  off()
  const [fresh, change, , spared] = facts()
  expect(fresh).toEqual(['33.3%', '1 of 3 reads asked nobody'])
  expect(change).toEqual([expect.stringMatching(/ m?s$/), expect.stringMatching(/^95% within /)])
  expect(spared?.[0]).toBe('2')
})
