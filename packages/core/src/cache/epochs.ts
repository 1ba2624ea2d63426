/**
 * The log of invalidations by key, tag and pattern. Data is good only if its request began after the last
 * invalidation that matches it; that has to hold for answers that arrive later, for keys not yet held, so
 * invalidations are remembered, in bounded number. What falls out of the log raises a floor for everything:
 * too stale, never too fresh.
 */
import type { Version } from '../base/outcome'
import type { CompiledPattern, TargetSet } from '../keys'

const MAX_NAMES = 1000
const MAX_PATTERNS = 200

export class Epochs {
  readonly #keys = new Map<string, number>()
  readonly #tags = new Map<string, number>()
  readonly #patterns = new Map<string, CompiledPattern & { at: number }>()
  /** The least version of a key that is good, after a mutation said which one it made. Bounded; the oldest go. */
  readonly floors = new Map<string, Version>()
  #latest = 0
  #floor = 0

  /** Remembers an invalidation. */
  bump(target: TargetSet, at: number): void {
    this.#latest = at
    const raise = (since: number) => (this.#floor = Math.max(this.#floor, since))
    for (const key of target.keys) remember(this.#keys, key, at, MAX_NAMES, raise)
    for (const tag of target.tags) remember(this.#tags, tag, at, MAX_NAMES, raise)
    for (const pattern of target.patterns)
      remember(this.#patterns, pattern.source, { ...pattern, at }, MAX_PATTERNS, (oldest) => raise(oldest.at))
  }

  /** A mutation made a version of a key: older ones are not good any more. */
  raise(key: string, version: Version): void {
    remember(this.floors, key, version, MAX_NAMES)
  }

  /** Everything that began before now is no longer good. */
  bumpAll(at: number): void {
    this.#latest = this.#floor = at
    for (const log of [this.#keys, this.#tags, this.#patterns]) log.clear()
  }

  /** The last invalidation after `started` that matches; 0: none. */
  since(started: number, key: string, tags: readonly string[]): number {
    if (started >= this.#latest) return 0
    let last = Math.max(started, this.#floor, this.#keys.get(key) ?? 0)
    for (const tag of tags) last = Math.max(last, this.#tags.get(tag) ?? 0)
    for (const { at, matches } of this.#patterns.values()) {
      if (at > last && matches(key)) last = at
    }
    return last > started ? last : 0
  }
}

/** Puts a name in as the newest; where that is one too many, the oldest goes. */
function remember<T>(
  log: Map<string, T>,
  name: string,
  value: T,
  most: number,
  onForgotten?: (value: T) => void,
): void {
  log.delete(name)
  log.set(name, value)
  for (const [oldest, before] of log) {
    if (log.size <= most) return
    log.delete(oldest)
    onForgotten?.(before)
  }
}
