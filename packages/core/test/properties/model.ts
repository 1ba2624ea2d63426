/**
 * How a model is run: a fixed number of cases from a fixed seed in CI, as many as wanted from a random one by
 * `PROPERTY_RUNS=10000`; a failure is looked at again by `PROPERTY_SEED` and `PROPERTY_PATH`, which it prints.
 */
import * as fc from 'fast-check'
import { it } from 'vitest'
import * as parts from './parts'

/** The library's parts, or a broken copy of them. */
export type Parts = typeof parts

/** A claim about the library, as a property of any of its copies. */
export interface Model {
  /** A fact in the present tense. */
  readonly claim: string
  /** How many cases CI looks at. */
  readonly runs: number
  property(parts: Parts): fc.IRawProperty<unknown>
}

/** The seed of CI. A fixed one: a build fails for what it changed, never by bad luck. */
export const SEED = 20_261_122

const { PROPERTY_RUNS, PROPERTY_SEED, PROPERTY_PATH } = process.env

/** Makes tests of models. */
export function holds(...models: Model[]): void {
  const seed = PROPERTY_SEED ?? (PROPERTY_RUNS ? undefined : SEED)
  it.each(models)(
    '$claim',
    async ({ runs, property }) => {
      await fc.assert(property(parts), {
        numRuns: Number(PROPERTY_RUNS ?? runs),
        ...(seed !== undefined && { seed: Number(seed) }),
        ...(PROPERTY_PATH !== undefined && { path: PROPERTY_PATH }),
      })
    },
    PROPERTY_RUNS ? 3_600_000 : 120_000,
  )
}
