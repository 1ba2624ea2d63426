/** A run as data: who takes part, and what happens step by step. Any part of the steps is a plan again. */
import { seeded } from '@freshline/test-utils'

/** The keys of every run. */
export const KEYS = ['a:0', 'a:1', 'b:0', 'b:1', 'c'] as const

/** Their labels, for whoever registered them. */
export const TAGS: Readonly<Record<string, readonly string[]>> = {
  'a:0': ['t'],
  'b:0': ['t', 'u'],
  c: ['u'],
}

/** What may happen in a step, and of how many steps it is one. */
export const KINDS = {
  wait: 380,
  change: 80,
  mutate: 115,
  invalidate: 70,
  set: 35,
  refresh: 60,
  hide: 50,
  network: 40,
  focus: 15,
  pause: 35,
  enable: 10,
  register: 30,
  subscribe: 25,
  prefetch: 8,
  load: 8,
  empty: 8,
  reset: 8,
  freeze: 15,
  sleep: 12,
  clock: 12,
  kill: 6,
  reload: 14,
  dispose: 4,
  leave: 12,
  weather: 10,
} as const

/** What may happen in a step. */
export type Kind = keyof typeof KINDS

/** One thing that happens, the same whatever else does: its details follow from `roll`. */
export interface Step {
  /** Its place in the whole plan, by which a shortened one is written down. */
  readonly index: number
  readonly kind: Kind
  readonly page: number
  readonly key: string
  readonly roll: number
}

/** A run, ready to be made any number of times. */
export interface Plan {
  readonly seed: number
  /** How many pages there are, 1 to 8. */
  readonly pages: number
  /** The pages with two managers on one cache; the others have one. */
  readonly doubles: readonly number[]
  /** The keys that are asked for: most often all; of one alone, no other's timer and no other's answer wakes a page. */
  readonly keys: readonly string[]
  /** Whether the server gives versions; only then do replicas and caches lag, and requests overtake each other. */
  readonly versions: boolean
  readonly steps: readonly Step[]
}

/** What may be asked of a plan beside its seed. */
export interface PlanOptions {
  /** Default: drawn, most often one or two. */
  readonly pages?: number | undefined
  /** Whether pages hold two managers: all (true), or none. Default: in two of five runs, some do. */
  readonly doubles?: boolean | undefined
  /** Default: drawn, with versions in three of five runs. */
  readonly versions?: boolean | undefined
  /** How many steps there are. Default 120. */
  readonly steps?: number | undefined
}

const PAGES = [1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 8] as const

/** The plan of a seed. */
export function drawPlan(seed: number, options: PlanOptions = {}): Plan {
  const chance = seeded(seed)
  const drawnPages = chance.pick(PAGES)
  const drawnVersions = chance.percent(60)
  const { pages = drawnPages, versions = drawnVersions, steps = 120, doubles } = options
  const other = seeded(seed ^ 0xd0b1e)
  const isDoubled = doubles ?? other.percent(40)
  const alone = other.percent(15) ? other.pick(KEYS) : undefined
  const keys = alone === undefined ? KEYS : [alone]
  const slots = Array.from({ length: pages }, (_, slot) => slot)
  const kinds = Object.entries(KINDS) as [Kind, number][]
  const whole = kinds.reduce((sum, [, weight]) => sum + weight, 0)
  const drawKind = (): Kind => {
    let rest = chance.whole(1, whole)
    return kinds.find(([, weight]) => (rest -= weight) <= 0)?.[0] ?? 'wait'
  }
  return {
    seed,
    pages,
    doubles: slots.filter((slot) => isDoubled && (doubles === true || slot === 0 || other.percent(50))),
    keys,
    versions,
    steps: Array.from({ length: steps }, (_, index) => {
      const [kind, page, key] = [drawKind(), chance.whole(0, pages - 1), chance.pick(KEYS)]
      return { index, kind, page, key: alone ?? key, roll: chance.whole(0, 2 ** 31) }
    }),
  }
}

/** A plan with some of its steps alone. */
export function keeping(plan: Plan, indexes: ReadonlySet<number>): Plan {
  return { ...plan, steps: plan.steps.filter(({ index }) => indexes.has(index)) }
}
