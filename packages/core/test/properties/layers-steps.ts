/** What can happen to mutations, and to the keys that they change. */
import * as fc from 'fast-check'

export const KEYS = ['a', '__proto__'] as const
export type KeyName = (typeof KEYS)[number]

/** A mutation: whose data it changes, and what it says of its answer. */
export interface Plan {
  readonly keys: readonly KeyName[]
  readonly commits: boolean
  readonly tellsVersion: boolean
  readonly invalidates: boolean
  /** Some updates throw, and some make nothing. */
  readonly update: 'append' | 'throw' | 'nothing'
}

export type Step =
  | { readonly op: 'begin'; readonly plan: Plan }
  | { readonly op: 'apply' | 'succeed' | 'fail'; readonly at: number }
  | { readonly op: 'set' | 'push' | 'delete' | 'invalidate' | 'unwatch'; readonly key: KeyName }
  | { readonly op: 'advance'; readonly ms: number }

const plan: fc.Arbitrary<Plan> = fc.record({
  keys: fc.subarray([...KEYS], { minLength: 1 }),
  commits: fc.boolean(),
  tellsVersion: fc.boolean(),
  invalidates: fc.boolean(),
  update: fc.constantFrom('append', 'append', 'append', 'append', 'throw', 'nothing'),
})
/** Any step. */
export const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ op: fc.constant('begin' as const), plan }) },
  {
    weight: 6,
    arbitrary: fc.record({
      op: fc.constantFrom('apply' as const, 'succeed' as const, 'succeed' as const, 'fail' as const),
      at: fc.nat(5),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constantFrom(
        'set' as const,
        'push' as const,
        'push' as const,
        'delete' as const,
        'invalidate' as const,
        'unwatch' as const,
      ),
      key: fc.constantFrom(...KEYS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constant('advance' as const), ms: fc.constantFrom(1, 1000, 299_999) }),
  },
)
