/**
 * What a page shows, against what it was answered: rules 2 to 5 and 7. It knows answers, writes and invalidations by
 * when they began, and holds no opinion on how the manager works.
 */
import type { Snapshot } from '@freshline/core'
import { forget, type Knowledge, type Known, type Source } from './knowledge'
import type { PageClock } from './page-clock'
import type { Judge } from './rules'
import type { Value } from './server'

/** Timers are served in windows of a third of a second, when there are many. */
const LATE = 400

export class ReadChecker {
  readonly #judge: Judge
  readonly #clock: Pick<PageClock, 'elapsed' | 'leapt'>
  readonly #knowledge: Knowledge
  readonly #hasVersions: boolean

  constructor(
    judge: Judge,
    clock: Pick<PageClock, 'elapsed' | 'leapt'>,
    knowledge: Knowledge,
    hasVersions: boolean,
  ) {
    this.#judge = judge
    this.#clock = clock
    this.#knowledge = knowledge
    this.#hasVersions = hasVersions
  }

  /**
   * Data came for a key: by a request that began then, or written by hand. `until`: elapsed time of the page. Answers
   * whether it is older than what is known, or was asked for before what has come already.
   */
  brought(key: string, value: Value, began: number, until: number): 'new' | 'old' | 'overtaken' {
    const known = this.#knowledge.of(key)
    const { n, ids } = value
    if (n < known.shown) this.#judge.tested(2, 'an older answer arrived')
    if (n < known.floor) this.#judge.tested(3, 'an answer below the floor arrived')
    if (began < known.spoiled) this.#judge.tested(4, 'an answer from before an invalidation arrived')
    const isOvertaken = [...known.sources.values()].some((each) => each.began > began)
    const source = known.sources.get(n)
    if (!source) known.sources.set(n, { began, until, ids })
    else {
      source.began = Math.max(source.began, began)
      source.until = Math.max(source.until, until)
    }
    if (known.sources.size > 100) {
      for (const old of known.sources.keys()) if (old < known.shown - 50) known.sources.delete(old)
    }
    const isBehind = n < Math.max(known.shown, known.made, ...known.sources.keys())
    if (isOvertaken) this.#judge.tested(2, 'an answer was overtaken')
    return isBehind || began < known.spoiled ? 'old' : isOvertaken ? 'overtaken' : 'new'
  }

  /** A mutation's effect was shown and is there to stay: only what began later may lack it. */
  keeps(key: string, id: number, since: number): void {
    const known = this.#knowledge.of(key)
    if (since < known.emptied) return
    known.done.set(id, since)
    this.#knowledge.seenBy(this, known).kept.set(id, since)
    this.#judge.tested(3, 'a write that was shown stays')
  }

  /** What anybody could see now. `isFollowed`: watched or registered, so that its data stays; `isTold`: time is. */
  saw(key: string, snapshot: Snapshot<Value>, isFollowed: boolean, isTold: boolean): void {
    const known = this.#knowledge.of(key)
    const seen = this.#knowledge.seenBy(this, known)
    const before = seen.last
    seen.last = snapshot
    if (before?.freshness === 'fresh' && snapshot.freshness === 'stale') {
      const until = known.sources.get(snapshot.data?.n ?? 0)?.until ?? Infinity
      if (until <= this.#clock.elapsed()) this.#judge.tested(5, 'a lifetime ended')
    }
    if (before?.error && !snapshot.error) this.#judge.tested(7, 'an error was cleared')
    const { data } = snapshot
    if (!data) {
      if (!isFollowed) forget(known)
      else if (before?.data && before.source !== 'optimistic')
        this.#judge.broken(7, `${key}: the data is gone`)
      return
    }
    if (snapshot.error) this.#judge.tested(7, 'an error stands beside data')
    const { n, ids } = data
    // What nobody watches or registered may have left, and an update have started from nothing.
    if (!isFollowed && n === 0) forget(known)
    if (n < known.shown) this.#judge.broken(2, `${key}: ${n} after ${known.shown}`)
    known.shown = Math.max(known.shown, n)
    // What the server wrote already, and has not answered yet, nobody can know.
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index && !this.#knowledge.open.has(id))
    if (twice.length > 0) this.#judge.broken(3, `${key}: counted twice: ${twice.join()}`)
    const source = known.sources.get(n)
    if (n > 0 && !(source && source.began > known.reset))
      this.#judge.broken(2, `${key}: shows ${n}, which nobody brought since the reset`)
    for (const id of ids) {
      const since = known.done.get(id)
      if (since !== undefined) seen.kept.set(id, since)
    }
    this.#lost(key, known, seen.kept, data)
    if (snapshot.freshness === 'fresh' && snapshot.source !== 'optimistic')
      this.#fresh(key, known, data, source, isTold)
  }

  /**
   * Of what was written and shown, nothing goes but for an answer to a request that began later; where there are versions,
   * only when a replica has lagged for long.
   */
  #lost(key: string, { isLagging, sources }: Known, kept: Map<number, number>, { n, ids }: Value): void {
    const source = sources.get(n)
    for (const [id, since] of kept) {
      if (ids.includes(id)) continue
      const isLater = source && source.began > since && !source.ids.includes(id)
      if (!isLater || (this.#hasVersions && !isLagging))
        this.#judge.broken(3, `${key}: mutation ${id} is gone in ${n}`)
      kept.delete(id)
    }
  }

  #fresh(key: string, known: Known, { n, ids }: Value, source: Source | undefined, isTold: boolean): void {
    if (known.floor > 0) this.#judge.tested(3, 'fresh after a write')
    if (known.spoiled > 0) this.#judge.tested(4, 'fresh after an invalidation')
    const isLacking = [...known.writes].some(([id, made]) => made > n && !ids.includes(id))
    if (isLacking) this.#judge.broken(3, `${key}: ${n} is shown as fresh, ${known.floor} was written`)
    if (!source) return
    if (source.began < known.spoiled)
      this.#judge.broken(4, `${key}: ${n} is fresh, but was asked for before the last invalidation`)
    const late = this.#clock.elapsed() - source.until
    if (isTold && late > LATE + this.#clock.leapt)
      this.#judge.broken(5, `${key}: ${n} is fresh ${late} ms beyond its lifetime`)
    if (source.until < Infinity) this.#judge.tested(5, 'fresh within a lifetime')
  }
}
