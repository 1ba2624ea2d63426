// A model that finds nothing proves something only if it would: each has to notice small breaks of the source, made in
// a copy, within the runs that CI gives it. `PROPERTY_BITES=1` prints after how many cases.
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BREAKS } from './breaks'
import { breakParts } from './broken'
import { SEED } from './model'

describe('the models notice', () => {
  beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
  afterEach(() => void vi.restoreAllMocks())

  it.each(BREAKS)(
    '%s',
    async (name, { property, runs, claim }, ...change) => {
      const broken = await breakParts(change)
      const { failed, numRuns } = await fc.check(property(broken), {
        numRuns: runs,
        seed: SEED,
        endOnFailure: true,
      })
      if (process.env['PROPERTY_BITES'])
        console.info(`| ${name} | \`${change[0]}\` | ${claim} | ${numRuns} of ${runs} |`)
      expect(failed).toBe(true)
    },
    120_000,
  )
})
