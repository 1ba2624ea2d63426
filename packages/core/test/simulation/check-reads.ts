/**
 * What a page shows, against what it was answered: rules 2 to 5 and 7. It knows answers, writes and invalidations by
 * when they began, and holds no opinion on how the manager works.
 */
import type { Snapshot } from '@freshline/core'
import type { Judge } from './rules'
import type { Value } from './server'

/** What brought a version of a key: when the newest request (or write) for it began, and how long it may be fresh. */
interface Source {
  began: number
  until: number
  readonly ids: readonly number[]
}

/** What is known of one key. */
interface Known {
  /** The last invalidation: what was asked for before it is not fresh. */
  spoiled: number
  /** Nothing asked for before this may be shown at all. */
  reset: number
  /** When the data was taken away last, with all that was written until then. */
  emptied: number
  /** The least version that may be shown as fresh. */
  floor: number
  /** The greatest version that was shown. */
  shown: number
  /** Mutations that succeeded and were shown, and since when. */
  readonly kept: Map<number, number>
  readonly sources: Map<number, Source>
  seen: Snapshot<Value> | undefined
}

/** Timers are served in windows of a third of a second, when there are many. */
const LATE = 400

export class ReadChecker {
  /** Mutations that the server has not answered. */
  readonly open = new Set<number>()
  readonly #judge: Judge
  readonly #elapsed: () => number
  readonly #known = new Map<string, Known>()

  constructor(judge: Judge, elapsed: () => number) {
    this.#judge = judge
    this.#elapsed = elapsed
  }

  /** Data came for a key: by a request that began then, or written by hand. `until`: elapsed time of the page. */
  brought(key: string, value: Value, began: number, until: number): void {
    const known = this.#of(key)
    const { n, ids } = value
    if (n < known.shown) this.#judge.tested(2, 'an older answer arrived')
    if (n < known.floor) this.#judge.tested(3, 'an answer below the floor arrived')
    if (began < known.spoiled) this.#judge.tested(4, 'an answer from before an invalidation arrived')
    const source = known.sources.get(n)
    if (!source) known.sources.set(n, { began, until, ids })
    else {
      source.began = Math.max(source.began, began)
      source.until = Math.max(source.until, until)
    }
    if (known.sources.size > 100) {
      for (const old of known.sources.keys()) if (old < known.shown - 50) known.sources.delete(old)
    }
  }

  /** These keys are invalidated, as of a moment. */
  invalidated(keys: readonly string[], at: number): void {
    for (const key of keys) this.#of(key).spoiled = Math.max(this.#of(key).spoiled, at)
  }

  /** A mutation succeeded: nothing below its version is fresh from now on. */
  succeeded(key: string, floor: number): void {
    this.#of(key).floor = Math.max(this.#of(key).floor, floor)
  }

  /** A mutation's effect was shown and is there to stay: only what began later may lack it. */
  keeps(key: string, id: number, since: number): void {
    const known = this.#of(key)
    if (since < known.emptied) return
    known.kept.set(id, since)
    this.#judge.tested(3, 'a write that was shown stays')
  }

  /** What is held of these keys is gone. `isReset`: and nothing that was asked for comes back. */
  emptied(keys: readonly string[], at: number, isReset: boolean): void {
    for (const key of keys) {
      const known = this.#of(key)
      known.shown = 0
      known.kept.clear()
      known.seen = undefined
      known.emptied = at
      if (isReset) {
        known.floor = 0
        known.reset = at
      } else known.spoiled = at
    }
  }

  /** What anybody could see now. `isFollowed`: watched or registered, so that its data stays; `isTold`: time is. */
  saw(key: string, snapshot: Snapshot<Value>, isFollowed: boolean, isTold: boolean): void {
    const known = this.#of(key)
    const before = known.seen
    known.seen = snapshot
    if (before?.freshness === 'fresh' && snapshot.freshness === 'stale') {
      const until = known.sources.get(snapshot.data?.n ?? 0)?.until ?? Infinity
      if (until <= this.#elapsed()) this.#judge.tested(5, 'a lifetime ended')
    }
    if (before?.error && !snapshot.error) this.#judge.tested(7, 'an error was cleared')
    const { data } = snapshot
    if (!data) {
      if (!isFollowed) this.#forget(known)
      else if (before?.data && before.source !== 'optimistic')
        this.#judge.broken(7, `${key}: the data is gone`)
      return
    }
    if (snapshot.error) this.#judge.tested(7, 'an error stands beside data')
    const { n, ids } = data
    // What nobody watches or registered may have left, and an update have started from nothing.
    if (!isFollowed && n === 0) this.#forget(known)
    if (n < known.shown) this.#judge.broken(2, `${key}: ${n} after ${known.shown}`)
    known.shown = Math.max(known.shown, n)
    // What the server wrote already, and has not answered yet, nobody can know.
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index && !this.open.has(id))
    if (twice.length > 0) this.#judge.broken(3, `${key}: counted twice: ${twice.join()}`)
    const source = known.sources.get(n)
    if (n > 0 && !(source && source.began > known.reset))
      this.#judge.broken(2, `${key}: shows ${n}, which nobody brought since the reset`)
    this.#lost(key, known, data, source)
    if (snapshot.freshness === 'fresh' && snapshot.source !== 'optimistic')
      this.#fresh(key, known, n, source, isTold)
  }

  /** Of what was written and shown, nothing goes but for an answer to a request that began later. */
  #lost(key: string, known: Known, { n, ids }: Value, source: Source | undefined): void {
    for (const [id, since] of known.kept) {
      if (ids.includes(id)) continue
      const isLater = source && source.began > since && !source.ids.includes(id)
      if (!isLater) this.#judge.broken(3, `${key}: mutation ${id} is gone in ${n}`)
      known.kept.delete(id)
    }
  }

  #fresh(key: string, known: Known, n: number, source: Source | undefined, isTold: boolean): void {
    if (known.floor > 0) this.#judge.tested(3, 'fresh after a write')
    if (known.spoiled > 0) this.#judge.tested(4, 'fresh after an invalidation')
    if (n < known.floor) this.#judge.broken(3, `${key}: ${n} is shown as fresh, ${known.floor} was written`)
    if (!source) return
    if (source.began < known.spoiled)
      this.#judge.broken(4, `${key}: ${n} is fresh, but was asked for before the last invalidation`)
    const late = this.#elapsed() - source.until
    if (isTold && late > LATE) this.#judge.broken(5, `${key}: ${n} is fresh ${late} ms beyond its lifetime`)
    if (source.until < Infinity) this.#judge.tested(5, 'fresh within a lifetime')
  }

  #forget(known: Known): void {
    known.kept.clear()
    known.shown = 0
  }

  #of(key: string): Known {
    let known = this.#known.get(key)
    if (!known) {
      known = {
        spoiled: 0,
        reset: 0,
        emptied: 0,
        floor: 0,
        shown: 0,
        kept: new Map(),
        sources: new Map(),
        seen: undefined,
      }
      this.#known.set(key, known)
    }
    return known
  }
}
