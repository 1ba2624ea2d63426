/** What chance decides about the keys of a run, and the targets that name them. */
import type { ResourceOptions, Target } from '@freshline/core'
import type { Chance } from '@freshline/test-utils'
import { KEYS, TAGS } from './plan'
import type { Value } from './server'

/** How a key is asked for in a run, on all pages alike. */
export interface KeyPlan {
  readonly options: ResourceOptions<Value>
  /** By `httpResource`, and so with validators; else by a fetcher of the page's own. */
  readonly isHttp: boolean
  /** What `Cache-Control: max-age` says, seconds. */
  readonly maxAge: number
  /** How long an answer is fresh by the page's word, milliseconds; undefined: by the server's. */
  readonly ttl: number | undefined
  readonly interval: number
}

/** Draws how a key is asked for. Where nobody polls, the ttl is long: such keys are told of changes. */
export function drawKey(chance: Chance, key: string, versions: boolean): KeyPlan {
  const interval = chance.pick([0, 0, 3000, 10_000])
  const isHttp = chance.percent(60)
  const isByServer = isHttp && chance.percent(40)
  const own = interval > 0 && chance.percent(50) ? undefined : chance.pick([60_000, 3_600_000])
  const ttl = isByServer ? undefined : (own ?? interval + Math.min(interval, 5000))
  const options: ResourceOptions<Value> = {
    interval,
    ttl: isByServer ? 'http' : own,
    tags: TAGS[key] ?? [],
    retry: chance.pick([false, 1, 2]),
    timeout: 5000,
    gcTime: 86_400_000,
    refreshOnStale: chance.percent(30),
    refreshOnFocus: chance.percent(20),
    refreshOnVisible: chance.pick(['due', 'due', 'always']),
    overdueAfter: chance.pick([5000, 300_000]),
    ...(interval > 0 && chance.percent(15) && { hiddenInterval: 10_000 }),
    ...(chance.percent(20) && { origin: 'o' }),
    ...(versions && { version: ({ n }: Value) => n }),
  }
  return { options, isHttp, maxAge: chance.pick([1, 4, 20]), ttl, interval }
}

/** A target with the keys it may name, and those that it surely does. */
export interface DrawnTarget {
  readonly target: Target
  readonly keys: readonly string[]
  readonly sure: readonly string[]
  readonly kind: 'key' | 'pattern' | 'tag' | 'predicate'
}

/** A target that names a key, and perhaps others. What nobody registered carries no tag yet. */
export function drawTarget(chance: Chance, key: string, isKnown: (key: string) => boolean): DrawnTarget {
  const tag = TAGS[key]?.[0]
  const roll = chance.whole(0, 9)
  const of = (kind: DrawnTarget['kind'], target: Target, keys: readonly string[], sure = keys) => ({
    kind,
    target,
    keys,
    sure,
  })
  if (roll === 0) return of('pattern', '*', KEYS)
  const siblings = KEYS.filter((each) => each[0] === key[0])
  if (roll === 1) return of('pattern', `${key[0]}*`, siblings)
  if (roll === 2) return of('predicate', (each: string) => each === key, [key])
  if (roll > 4 || tag === undefined) return of('key', key, [key])
  const keys = KEYS.filter((each) => TAGS[each]?.includes(tag))
  return of('tag', { tag }, keys, keys.filter(isKnown))
}
