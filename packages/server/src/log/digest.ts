/**
 * A log in short: the last place of each key, tag and pattern. It answers whether anything newer than a place names
 * an entry, at the cost of the entry's tags and the patterns since. Bounded: what falls out raises a floor for
 * everything, so that an entry is found too stale, never too fresh.
 */
import { compilePattern, type CompiledPattern } from '@freshline/core/shared'
import type { LoggedTargets } from './invalidation-log'

/** How many names a digest keeps apart. */
export interface DigestBounds {
  /** Keys, and as many tags. */
  readonly names: number
  /** Patterns: each newer one is tried at a read. */
  readonly patterns: number
}

/** 10,000 keys, 10,000 tags, 1,000 patterns. */
export const DIGEST_BOUNDS: DigestBounds = { names: 10_000, patterns: 1000 }

interface PatternPlace {
  readonly pattern: CompiledPattern
  readonly at: number
}

export class Digest {
  readonly #bounds: DigestBounds
  readonly #keys = new Map<string, number>()
  readonly #tags = new Map<string, number>()
  /** In order of place, the newest at the end. */
  readonly #patterns: PatternPlace[] = []
  /** Nothing from before this place is good. */
  #floor = 0
  #latest = 0

  constructor(bounds: DigestBounds = DIGEST_BOUNDS) {
    this.#bounds = bounds
  }

  /** The newest place that is remembered. */
  get latest(): number {
    return this.#latest
  }

  /** Remembers an invalidation. The same one may be told twice, and later ones before earlier ones. */
  apply(at: number, targets: LoggedTargets): void {
    this.#latest = Math.max(this.#latest, at)
    for (const key of targets.keys) this.#remember(this.#keys, key, at)
    for (const tag of targets.tags) this.#remember(this.#tags, tag, at)
    for (const source of targets.patterns) this.#rememberPattern(source, at)
  }

  /** Nothing from before a place is good any more. */
  raise(at: number): void {
    this.#floor = Math.max(this.#floor, at)
    this.#latest = Math.max(this.#latest, at)
  }

  /** Forgets everything. */
  clear(): void {
    this.#floor = this.#latest = 0
    this.#keys.clear()
    this.#tags.clear()
    this.#patterns.length = 0
  }

  /** Whether anything after a place names an entry. */
  hasMatch(after: number, key: string, tags: readonly string[]): boolean {
    if (after >= this.#latest) return false
    if (this.#floor > after || (this.#keys.get(key) ?? 0) > after) return true
    for (const tag of tags) if ((this.#tags.get(tag) ?? 0) > after) return true
    for (let index = this.#patterns.length - 1; index >= 0; index--) {
      const { pattern, at } = this.#patterns[index] as PatternPlace
      if (at <= after) return false
      if (pattern.matches(key)) return true
    }
    return false
  }

  #remember(places: Map<string, number>, name: string, at: number): void {
    const latest = Math.max(at, places.get(name) ?? 0)
    // Moved to the end, so that the first is the one that was named longest ago.
    places.delete(name)
    places.set(name, latest)
    if (places.size <= this.#bounds.names) return
    const [oldest, since] = places.entries().next().value as [string, number]
    places.delete(oldest)
    this.#floor = Math.max(this.#floor, since)
  }

  #rememberPattern(source: string, at: number): void {
    const patterns = this.#patterns
    const known = patterns.findIndex(({ pattern }) => pattern.source === source)
    const [held] = known < 0 ? [] : patterns.splice(known, 1)
    const place = {
      pattern: held?.pattern ?? compilePattern(source),
      at: Math.max(at, held?.at ?? 0),
    }
    let index = patterns.length
    while (index > 0 && (patterns[index - 1] as PatternPlace).at > place.at) index--
    patterns.splice(index, 0, place)
    if (patterns.length <= this.#bounds.patterns) return
    const oldest = patterns.shift()
    if (oldest) this.#floor = Math.max(this.#floor, oldest.at)
  }
}
