/** When something is due. Times are absolute: a missed or late wake-up loses no poll. */
import type { Lifetime } from '../cache'
import type { Engine } from './engine'
import type { Entry } from './entry'
import { lifetimeFor } from './policy'

/** The interval of a key whose interval function throws. */
const FALLBACK_INTERVAL = 30_000

/** The interval as of now; `Infinity`: none. */
export function intervalOf(engine: Engine, entry: Entry): number {
  let least = entry.policy.interval
  for (const every of entry.policy.intervals) {
    const ms = engine.guard(`interval of ${entry.key}`, FALLBACK_INTERVAL, () => {
      const said = every(entry.snapshot)
      if (said >= 0) return said
      throw new RangeError(`interval of ${entry.key} answered ${String(said)}`)
    })
    if (ms > 0 && ms < least) least = ms
  }
  for (const factorOf of engine.scales) {
    const factor = engine.guard('a scale', 1, () => factorOf(entry.key))
    if (factor > 0) least *= factor
  }
  return least
}

/** The lifetime of an answer; without a `ttl` it follows the interval as of now. */
export function lifeOf(engine: Engine, entry: Entry): Lifetime {
  const { policy } = entry
  if (!engine.isEnabled) return { ...policy, ttl: 0 }
  if (!policy.rules.follows || (policy.intervals.length === 0 && engine.scales.size === 0)) return policy
  return { ...policy, ttl: lifetimeFor(intervalOf(engine, entry)) }
}

/** When the next poll is due, elapsed milliseconds; `Infinity`: never. */
export function pollAt(engine: Engine, entry: Entry): number {
  if (!engine.isEnabled) return Infinity
  let interval = engine.presence.isVisible
    ? intervalOf(engine, entry)
    : entry.policy.rules.hiddenInterval || Infinity
  if (interval < Infinity) interval = Math.max(interval, entry.pollDelay)
  return Math.max(entry.base + interval, patience(engine, entry))
}

/** When what is owed besides the polls is due; `Infinity`: nothing is. */
export function owedAt(engine: Engine, entry: Entry): number {
  return entry.owed === undefined ? Infinity : Math.max(entry.owedAt, patience(engine, entry))
}

/** Until when the server asked not to be asked. */
export function patience(engine: Engine, entry: Entry): number {
  return Math.max(entry.notBefore, engine.queue.gateOf(entry.policy.rules.origin))
}

/** Owes an entry a request, not before a time. */
export function owe(entry: Entry, reason: string, at: number): void {
  entry.owedAt = entry.owed === undefined ? at : Math.min(entry.owedAt, at)
  entry.owed = reason
}
