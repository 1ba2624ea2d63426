/** A1 to A7: every operation of a `TtlCache`, also loads that overlap, beside a naive one. */
import * as fc from 'fast-check'
import { anyKeys, operationsOn } from './cache-operations'
import { CacheRun } from './cache-run'
import type { Model } from './model'

const limits = fc.record({
  entries: fc.constantFrom(0, 1, 1, 2, 3, Infinity, Infinity),
  bytes: fc.constantFrom(0, 1, 100, 150, Infinity, Infinity),
})
const lives = anyKeys.chain((keys) => fc.array(operationsOn(keys), { maxLength: 60, size: 'max' }))

/** The cache and a naive one, told the same, answer the same. */
export const cacheModel: Model = {
  claim: 'a cache answers, holds, counts and reports what a naive one does, whatever overlaps',
  runs: 300,
  property: (parts) =>
    fc.asyncProperty(limits, lives, async (bounds, operations) => {
      const run = new CacheRun(parts, bounds)
      for (const operation of operations) await run.step(operation)
      await run.end()
    }),
}
