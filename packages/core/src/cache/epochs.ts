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
  readonly #patterns = new Map<string, { readonly pattern: CompiledPattern; readonly at: number }>()
  /** The least version of a key that is good, after a mutation said which one it made. Bounded; the oldest go. */
  readonly floors = new Map<string, Version>()
  #latest = 0
  #floor = 0

  /** Remembers an invalidation. */
  bump(target: TargetSet, at: number): void {
    this.#latest = at
    for (const key of target.keys) this.#remember(this.#keys, key, at, MAX_NAMES)
    for (const tag of target.tags) this.#remember(this.#tags, tag, at, MAX_NAMES)
    for (const pattern of target.patterns) {
      this.#patterns.delete(pattern.source)
      this.#patterns.set(pattern.source, { pattern, at })
      if (this.#patterns.size > MAX_PATTERNS) {
        const [source, oldest] = this.#patterns.entries().next().value as [string, { at: number }]
        this.#patterns.delete(source)
        this.#floor = Math.max(this.#floor, oldest.at)
      }
    }
  }

  /** A mutation made a version of a key: older ones are not good any more. */
  raise(key: string, version: Version): void {
    this.floors.delete(key)
    this.floors.set(key, version)
    for (const oldest of this.floors.keys()) if (this.floors.size > MAX_NAMES) this.floors.delete(oldest)
  }

  /** Everything that began before now is no longer good. */
  bumpAll(at: number): void {
    this.#latest = this.#floor = at
    this.#keys.clear()
    this.#tags.clear()
    this.#patterns.clear()
  }

  /** The last invalidation after `started` that matches; 0: none. */
  since(started: number, key: string, tags: readonly string[]): number {
    if (started >= this.#latest) return 0
    let last = Math.max(this.#floor, this.#keys.get(key) ?? 0)
    for (const tag of tags) last = Math.max(last, this.#tags.get(tag) ?? 0)
    for (const { pattern, at } of this.#patterns.values()) {
      if (at > last && at > started && pattern.matches(key)) last = at
    }
    return last > started ? last : 0
  }

  #remember(log: Map<string, number>, name: string, at: number, most: number): void {
    log.delete(name)
    log.set(name, at)
    if (log.size <= most) return
    const [oldest, since] = log.entries().next().value as [string, number]
    log.delete(oldest)
    this.#floor = Math.max(this.#floor, since)
  }
}
