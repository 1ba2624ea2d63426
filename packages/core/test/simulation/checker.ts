/**
 * Looks at a manager from outside, and knows what was asked and answered: which of the promises is broken?
 * It holds no opinion on how the manager works; every rule is a statement about requests and snapshots.
 */
import type { Snapshot, SyncEvent } from '@freshline/core'
import type { Value } from './fake-server'

/** The kinds of promises that are watched. */
export type Rule =
  | 'one flight'
  | 'monotonic reads'
  | 'read your writes'
  | 'nothing shown is lost'
  | 'counted once'
  | 'never fresh too long'
  | 'told once'
  | 'no storm'
  | 'budget'
  | 'quiet while away'
  | 'errors keep data'
  | 'reset forgets'
  | 'consistent snapshot'
  | 'convergence'
  | 'quiet when gone'
  | 'promises settle'

/** A broken promise. */
export interface Break {
  readonly rule: Rule
  readonly what: string
}

/** Something that brought, or may bring, data: a request's attempt, a write by hand, a commit. */
export interface Origin {
  readonly key: string
  /** The manager that asked; -1: a `load` of the cache, or a write. */
  readonly owner: number
  /** When it began, in the order of everything. */
  readonly began: number
  readonly beganAt: number
  value: Value | undefined
  isLive: boolean
}

/** What is known of one key. */
interface Known {
  /** After this the next request may overlap the one in flight: an invalidation, a forced refresh, a removal. */
  licence: number
  /** The last invalidation: what was asked for before it is not fresh. */
  spoiled: number
  /** Nothing asked for before this may be shown at all. */
  reset: number
  /** The least version that may be shown as fresh. */
  floor: number
  /** The greatest version that was shown. */
  shown: number
  /** Mutations that succeeded and were shown, and when. */
  readonly kept: Map<number, { readonly reader: number; readonly since: number }>
  readonly origins: Origin[]
  /** When requests began, and when something happened that may lead to one, in the last ten seconds. */
  began: number[]
  asked: number[]
}

export class Checker {
  readonly breaks: Break[] = []
  /** The order of everything that happens. */
  sequence = 0
  /** Mutations that the server has not answered. */
  readonly open = new Set<number>()
  readonly #limit: number
  readonly #now: () => number
  readonly #known = new Map<string, Known>()
  readonly #told = new Map<string, string>()
  readonly #overdue = new Map<string, string>()
  readonly #seen = new Map<string, Snapshot<Value>>()

  constructor(options: { readonly maxConcurrent: number; readonly now: () => number }) {
    this.#limit = options.maxConcurrent
    this.#now = options.now
  }

  /** Notes a broken promise. */
  broken(rule: Rule, what: string): void {
    if (this.breaks.length < 50) this.breaks.push({ rule, what: `${what} (at ${this.#now()} ms)` })
  }

  /** A request begins: may it? */
  began(key: string, owner: number, mayAsk: () => boolean): Origin {
    const known = this.of(key)
    // Managers of one cache join each other where they can; each by itself makes one request, and none beside a load.
    const live = known.origins.filter(
      (each) => each.isLive && (each.owner === owner || each.owner < 0 || owner < 0),
    )
    const newest = Math.max(-1, ...live.map((each) => each.began))
    if (newest > known.licence) this.broken('one flight', `${key}: a request although one is in flight`)
    const isAllowed = mayAsk()
    // Why it was made, and which one was given up for it, is told at the end of the same turn.
    queueMicrotask(() => {
      if (!isAllowed && !mayAsk()) {
        this.broken('quiet while away', `${key}: asked for although hidden, paused or offline`)
      }
      const all = [...this.#known.values()].flatMap(({ origins }) => origins)
      const { length } = all.filter((each) => each.isLive && each.owner === owner)
      if (owner >= 0 && length > this.#limit) this.broken('budget', `${key}: ${length} requests in flight`)
    })
    const now = this.#now()
    known.began = [...known.began.filter((at) => at > now - 10_000), now]
    known.asked = known.asked.filter((at) => at > now - 20_000)
    // Polls of 3 s with their repetitions, and a few for everything that happened.
    if (known.began.length > 16 + 3 * known.asked.length) {
      this.broken('no storm', `${key}: ${known.began.length} requests in 10 s`)
    }
    const origin = { key, owner, began: ++this.sequence, beganAt: now, value: undefined, isLive: true }
    known.origins.push(origin)
    return origin
  }

  /** Data is written by hand or by a commit. */
  wrote(key: string, value: Value): void {
    const origin = { key, owner: -1, began: ++this.sequence, beganAt: this.#now(), value, isLive: false }
    this.of(key).origins.push(origin)
    this.asked([key])
  }

  /** Something happened after which these keys may be asked for. */
  asked(keys: readonly string[]): void {
    for (const key of keys) this.of(key).asked.push(this.#now())
  }

  /** Requests of these keys that are in flight may be followed by another at once. */
  licensed(keys: readonly string[]): void {
    const at = ++this.sequence
    this.asked(keys)
    for (const key of keys) this.of(key).licence = at
  }

  /** These keys are invalidated. `since`: as of an earlier moment. */
  invalidated(keys: readonly string[], since = ++this.sequence): void {
    for (const key of keys) this.of(key).spoiled = Math.max(this.of(key).spoiled, since)
    this.licensed(keys)
  }

  /** A mutation succeeded that invalidated these keys: nothing below its version is fresh from now on. */
  succeeded(keys: readonly string[], floor: number): void {
    for (const key of keys) this.of(key).floor = Math.max(this.of(key).floor, floor)
  }

  /** A mutation's effect on a key was shown by its manager and is there to stay: only what began later may lack it. */
  keeps(reader: number, key: string, id: number, since: number): void {
    this.of(key).kept.set(id, { reader, since })
  }

  /** What is held of these keys is gone. `isReset`: and nothing that was asked for comes back. */
  emptied(keys: readonly string[], isReset: boolean): void {
    this.licensed(keys)
    for (const key of keys) {
      const known = this.of(key)
      known.shown = 0
      known.kept.clear()
      known.floor = isReset ? 0 : known.floor
      if (isReset) known.reset = this.sequence
      else known.spoiled = this.sequence
      this.#seen.delete(key)
    }
  }

  /** A snapshot that anybody could see now. `isFollowed`: the key is watched or registered, so its data stays. */
  saw(reader: number, snapshot: Snapshot<Value>, key: string, isFollowed: boolean): void {
    const known = this.of(key)
    const name = `${reader} ${key}`
    const before = this.#seen.get(key)
    this.#seen.set(key, snapshot)
    this.#consistent(key, snapshot)
    const { data, freshness } = snapshot
    if (!data) {
      if (!isFollowed) {
        known.kept.clear()
        known.shown = 0
      }
      if (isFollowed && before?.data && before.source !== 'optimistic')
        this.broken('errors keep data', `${key}: the data is gone`)
      return
    }
    const { n, ids } = data
    const sources = known.origins.filter(({ value }) => value?.n === n)
    // What nobody watches or registered may have left, and an update have started from nothing.
    if (!isFollowed && n === 0) {
      known.kept.clear()
      known.shown = 0
    }
    if (n < known.shown) this.broken('monotonic reads', `${name}: ${n} after ${known.shown}`)
    known.shown = Math.max(known.shown, n)
    // What the server wrote already, and has not answered yet, nobody can know.
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index && !this.open.has(id))
    if (twice.length > 0) this.broken('counted once', `${name}: ${ids.join()}`)
    if (n > 0 && !sources.some(({ began }) => began > known.reset)) {
      this.broken('reset forgets', `${name}: shows ${n} of before the reset`)
    }
    for (const [id, { reader: owner, since }] of known.kept) {
      if (owner !== reader || ids.includes(id)) continue
      const isLater = sources.some(({ began, value }) => began > since && !value?.ids.includes(id))
      if (!isLater) this.broken('nothing shown is lost', `${name}: mutation ${id} is gone in ${n}`)
      known.kept.delete(id)
    }
    if (freshness !== 'fresh' || snapshot.source === 'optimistic') return
    if (n < known.floor)
      this.broken('read your writes', `${name}: ${n} is shown as fresh, ${known.floor} was written`)
    if (!sources.some(({ began }) => began > known.spoiled)) {
      this.broken(
        'never fresh too long',
        `${name}: ${n} is fresh, but was asked for before the last invalidation`,
      )
    }
  }

  /** An event was told: is it the only one of its transition? `isFollowed`: the key is watched or registered. */
  heard(reader: number, { type, key, snapshot }: SyncEvent, isFollowed: boolean): void {
    if (key === undefined) return
    const name = `${reader} ${key}`
    // What nobody watches or registered ages in silence.
    if (!isFollowed) {
      this.#told.delete(name)
      this.#overdue.delete(name)
      return
    }
    const before = this.#told.get(name) ?? 'unknown'
    if (type === 'registered' || type === 'unregistered' || type === 'removed') {
      this.#overdue.delete(name)
      this.#told.set(name, type === 'removed' ? 'empty' : 'unknown')
    } else if (type === 'fresh') {
      if (before === 'fresh') this.broken('told once', `${name}: fresh after fresh`)
      this.#told.set(name, 'fresh')
    } else if (type === 'stale') {
      if (before !== 'fresh' && before !== 'unknown')
        this.broken('told once', `${name}: stale after ${before}`)
      this.#told.set(name, 'stale')
    } else if (type === 'overdue') {
      const of = `${snapshot?.updatedAt} ${snapshot?.expiresAt}`
      if (this.#overdue.get(name) === of) this.broken('told once', `${name}: overdue twice`)
      this.#overdue.set(name, of)
    }
  }

  /** What is known of a key. */
  of(key: string): Known {
    let known = this.#known.get(key)
    if (!known) {
      known = {
        licence: 0,
        spoiled: 0,
        reset: 0,
        floor: 0,
        shown: 0,
        kept: new Map(),
        origins: [],
        began: [],
        asked: [],
      }
      this.#known.set(key, known)
    }
    return known
  }

  #consistent(key: string, snapshot: Snapshot<Value>): void {
    const { status, data, error, freshness, isStale, isOverdue, isFetching, activity, failureCount } =
      snapshot
    const isRight =
      (status === 'success') === (data !== undefined) &&
      (status !== 'error' || error !== undefined) &&
      (status !== 'pending' || freshness === 'empty') &&
      isStale === (freshness === 'stale') &&
      isFetching === (activity === 'fetching') &&
      (!isOverdue || isStale) &&
      (error === undefined) === (failureCount === 0) &&
      (data === undefined) === (freshness === 'empty')
    if (!isRight)
      this.broken('consistent snapshot', `${key}: ${JSON.stringify({ ...snapshot, error: `${error}` })}`)
  }
}
