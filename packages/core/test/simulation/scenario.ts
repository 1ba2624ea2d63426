/** What a run is made of: its keys, how it may be broken on purpose, and what chance decides about its resources. */
import type {
  DataSyncManager,
  FetchContext,
  FixedEnvironment,
  Outcome,
  ResourceOptions,
  Target,
} from '@freshline/core'
import type { Chance } from '@freshline/test-utils'
import type { Value } from './fake-server'

/** What is simulated. */
export interface Scenario {
  readonly seed: number
  /** Default 150. */
  readonly steps?: number
  /** Whether the server gives versions; only then do replicas lag and requests overtake each other on their way. */
  readonly versions: boolean
  /** How many managers share one cache. Default 1. */
  readonly managers?: number
  /** Told, line by line, what happens: to look into a seed that fails. */
  readonly trace?: (line: string) => void
  /** Breaks something on purpose, to see whether the checker notices. */
  readonly sabotage?: Sabotage
}

/** Ways of breaking a manager, or what it is told. */
export interface Sabotage {
  /** Stands between the run and its managers. */
  readonly manager?: (manager: DataSyncManager) => DataSyncManager
  /** Stands between a manager and the server. */
  readonly fetcher?: (fetcher: PlainFetcher) => PlainFetcher
  readonly environment?: (environment: FixedEnvironment) => FixedEnvironment
  /** Whether the managers are told versions. Default: as the scenario says. */
  readonly tellsVersions?: boolean
}

export type PlainFetcher = (context: FetchContext) => Promise<Value | Outcome<Value>>

/** The keys of every run. */
export const KEYS = ['a:0', 'a:1', 'b:0', 'b:1', 'c'] as const

const TAGS: Record<string, readonly string[]> = { 'a:0': ['t'], 'b:0': ['t', 'u'], c: ['u'] }

/** Options of a key. Where nobody polls, the ttl is long: such keys are told of changes. */
export function drawOptions(chance: Chance, key: string, tellsVersions: boolean): ResourceOptions<Value> {
  const interval = chance.pick([0, 0, 3000, 10_000])
  return {
    interval,
    ttl: interval > 0 && chance.percent(50) ? undefined : chance.pick([60_000, 3_600_000]),
    tags: TAGS[key] ?? [],
    retry: chance.pick([false, 1, 2]),
    timeout: 5000,
    gcTime: 86_400_000,
    refreshOnStale: chance.percent(30),
    refreshOnVisible: chance.pick(['due', 'due', 'always']),
    overdueAfter: chance.pick([5000, 300_000]),
    ...(chance.percent(20) && { origin: 'o' }),
    ...(tellsVersions && { version: ({ n }: Value) => n }),
  }
}

/** A target with the keys it may name, and those that it surely does. */
export interface DrawnTarget {
  readonly target: Target
  readonly keys: readonly string[]
  readonly sure: readonly string[]
}

/** A target that names a key, and perhaps others. What nobody registered carries no tag yet. */
export function drawTarget(chance: Chance, key: string, isKnown: (key: string) => boolean): DrawnTarget {
  const tag = TAGS[key]?.[0]
  const kind = chance.whole(0, 9)
  const of = (target: Target, keys: readonly string[], sure = keys) => ({ target, keys, sure })
  if (kind === 0) return of('*', KEYS)
  const siblings = KEYS.filter((each) => each[0] === key[0])
  if (kind === 1) return of(`${key[0]}*`, siblings)
  if (kind === 2) return of((each: string) => each === key, [key])
  if (kind > 4 || tag === undefined) return of(key, [key])
  const keys = KEYS.filter((each) => TAGS[each]?.includes(tag))
  return of({ tag }, keys, keys.filter(isKnown))
}
