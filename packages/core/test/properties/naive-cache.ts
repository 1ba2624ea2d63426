/** What a `TtlCache` should hold and answer: lists, a log that forgets nothing, and no index. */
import type { LoadOptions } from '@freshline/core'
import { matchesNaively, toTokens } from './naive-match'

/** A value with an identity, and the size that `sizeOf` tells of it. */
export interface Value {
  readonly id: number
  readonly size: number
}

export type NaiveTarget =
  string | { readonly tag: string } | ((key: string, tags: readonly string[]) => boolean)

/** Everything that is told of one value, times counted from the beginning. */
export interface Held {
  readonly key: string
  readonly value: Value
  readonly at: number
  expires: number
  readonly gcTime: number
  readonly tags: readonly string[]
  readonly started: number
  /** The last invalidation that it is older than; 0: none. */
  epoch: number
}

export interface Answer {
  readonly data: Value
  readonly cached: boolean
  readonly cachedAt: number
  readonly expiresAt: number
}

/** How long a value is fresh and kept, and its labels. */
export interface Life {
  readonly ttl: number
  readonly gcTime: number
  readonly tags: readonly string[]
}

/** A request on its way. */
export interface Flight {
  readonly key: string
  readonly tags: readonly string[]
  readonly life: Life
  readonly started: number
  readonly isForced: boolean
  /** The last invalidation by a predicate that chose it. */
  spoiledAt: number
  readonly waiters: Waiter[]
}

/** One `load` that waits for a request; `settle` is told what it is to resolve with, or `undefined`: it fails. */
export interface Waiter {
  readonly since: number
  readonly staleIfError: number
  settle(answer: Answer | undefined): void
}

const TTL = 1000
const GC_TIME = 500

export class NaiveCache {
  now = 0
  hits = 0
  misses = 0
  staleHits = 0
  evictions = 0
  /** In the order of use. */
  held: Held[] = []
  flights: Flight[] = []
  #sequence = 0
  readonly #limits: { readonly entries: number; readonly bytes: number }
  readonly #newest = new Map<string, Flight>()
  /** Every invalidation there ever was. */
  readonly #log: {
    readonly at: number
    readonly names: (key: string, tags: readonly string[]) => boolean
  }[] = []

  constructor(limits: { readonly entries: number; readonly bytes: number }) {
    this.#limits = limits
  }

  get bytes(): number {
    return this.held.reduce((sum, { value }) => sum + bytesOf(value), 0)
  }

  get isOver(): boolean {
    return this.held.length > this.#limits.entries || this.bytes > this.#limits.bytes
  }

  find(key: string): Held | undefined {
    return this.held.find((each) => each.key === key)
  }

  isOld({ expires, gcTime }: Held): boolean {
    return this.now >= expires + gcTime
  }

  /** What has a fresh value, without a use. */
  fresh(key: string): Held | undefined {
    const held = this.find(key)
    return held && this.now < held.expires ? held : undefined
  }

  use(key: string): Held | undefined {
    const held = this.fresh(key)
    if (held) this.held = [...this.held.filter((each) => each !== held), held]
    return held
  }

  drop(key: string): void {
    this.held = this.held.filter((each) => each.key !== key)
  }

  /** What is stored, or refused for being older than what is held: then `undefined`. */
  write(key: string, value: Value, life: Life, flight?: Flight): Held | undefined {
    const started = flight?.started ?? ++this.#sequence
    const before = this.find(key)
    if (before && started < before.started) return undefined
    // Who asked for it may have known nothing of the tags of what is held: those count as well. One reason is enough.
    const reasons = flight ? [flight.spoiledAt, before?.epoch ?? 0, this.#lastOf(key, life.tags)] : []
    const epoch = reasons.find((at) => at > started) ?? 0
    const { ttl, gcTime, tags } = life
    const expires = epoch ? this.now : this.now + ttl
    const held = { key, value, at: this.now, expires, gcTime, tags, started, epoch }
    this.drop(key)
    if (bytesOf(value) > this.#limits.bytes) this.evictions++
    else this.held.push(held)
    return held
  }

  remove(key: string): void {
    this.#log.push({ at: ++this.#sequence, names: (name) => name === key })
    this.drop(key)
  }

  clear(): void {
    this.#log.push({ at: ++this.#sequence, names: () => true })
    this.held = []
  }

  invalidate(target: NaiveTarget): number {
    const at = ++this.#sequence
    const names = (key: string, tags: readonly string[]) => isNamed(target, key, tags)
    // A predicate reaches what is held and what is in flight, nothing later.
    if (typeof target !== 'function') this.#log.push({ at, names })
    else for (const flight of this.flights) if (names(flight.key, flight.tags)) flight.spoiledAt = at
    const matched = this.held.filter(({ key, tags }) => names(key, tags))
    for (const each of matched) {
      each.epoch = at
      each.expires = Math.min(each.expires, this.now)
      this.#log.push({ at, names: (key) => key === each.key })
    }
    return matched.length
  }

  /** The request that a load may wait for: the newest of its key, while its answer will be good. */
  joinable(key: string, tags: readonly string[], isForced: boolean): Flight | undefined {
    const flight = this.#newest.get(key)
    if (!flight || !this.flights.includes(flight) || flight.spoiledAt > 0 || this.isOutdated(flight, tags))
      return undefined
    return flight.isForced || !isForced ? flight : undefined
  }

  begin(key: string, life: Life, isForced: boolean): Flight {
    const held = this.find(key)
    const tags = [...life.tags, ...((held && !this.isOld(held) && held.tags) || [])]
    const started = ++this.#sequence
    const flight: Flight = { key, tags, life, started, isForced, spoiledAt: 0, waiters: [] }
    this.flights.push(flight)
    this.#newest.set(key, flight)
    return flight
  }

  isOutdated({ key, started }: Flight, tags: readonly string[]): boolean {
    return Math.max(this.#lastOf(key, tags), this.find(key)?.epoch ?? 0) > started
  }

  #lastOf(key: string, tags: readonly string[]): number {
    return Math.max(0, ...this.#log.filter(({ names }) => names(key, tags)).map(({ at }) => at))
  }

  get sequence(): number {
    return this.#sequence
  }

  stale(key: string, window: number): Held | undefined {
    const held = this.find(key)
    if (!held || window === 0 || held.epoch > 0 || this.isOld(held)) return undefined
    return this.now < held.expires + window ? held : undefined
  }
}

/** Lifetimes with their defaults. */
export function toLife({ ttl = TTL, gcTime = GC_TIME, tags = [], ...windows }: LoadOptions): Life {
  const { staleWhileRevalidate = 0, staleIfError = 0 } = windows
  return { ttl, gcTime: Math.max(gcTime, staleWhileRevalidate, staleIfError), tags }
}

/** A size that has no meaning counts as nothing. */
export function bytesOf({ size }: Value): number {
  return size >= 0 && size < Infinity ? size : 0
}

function isNamed(target: NaiveTarget, key: string, tags: readonly string[]): boolean {
  if (typeof target === 'function') return target(key, tags)
  if (typeof target !== 'string') return tags.includes(target.tag)
  return toTokens(target).includes(undefined) ? matchesNaively(target, key) : target === key
}
