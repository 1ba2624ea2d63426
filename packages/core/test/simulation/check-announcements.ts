/** What a page tells: rule 6. Each transition once, in order, after what it tells of can be read. */
import type { Snapshot, SyncEvent } from '@freshline/core'
import type { Judge } from './rules'

export class AnnouncementChecker {
  readonly #judge: Judge
  /** Whether requests never wait for each other: else one that begins late shows for a moment that it does. */
  readonly #isRoomy: boolean
  /** The freshness that the events told last. */
  readonly #told = new Map<string, string>()
  readonly #overdue = new Map<string, string>()
  /** The snapshot that the subscriber was told last. */
  readonly #shown = new Map<string, Snapshot | undefined>()

  /** Keys of which events were told since their subscribers were. */
  readonly #explained = new Set<string>()

  constructor(judge: Judge, isRoomy: boolean) {
    this.#judge = judge
    this.#isRoomy = isRoomy
  }

  /** Somebody begins to watch, and reads what there is. */
  watched(key: string, snapshot: Snapshot): void {
    this.#shown.set(key, snapshot)
  }

  /** Everything is forgotten, and told to be. */
  reset(): void {
    for (const key of this.#shown.keys()) this.#shown.set(key, undefined)
  }

  unwatched(key: string): void {
    this.#shown.delete(key)
  }

  /** Nobody follows a key any more: it ages in silence. */
  left(key: string): void {
    this.#told.delete(key)
    this.#overdue.delete(key)
  }

  /** A subscriber was told; `now` is what anybody could read at that moment. */
  told(key: string, snapshot: Snapshot, now: Snapshot): void {
    const before = this.#shown.get(key)
    this.#shown.set(key, snapshot)
    // What ends and begins anew in one turn looks the same afterwards; its events say what happened.
    const isExplained = this.#explained.delete(key) || !this.#isRoomy
    this.#judge.tested(6, 'a subscriber was told')
    if (before === snapshot) this.#judge.broken(6, `${key}: a snapshot was told twice`)
    else if (!isExplained && before && isEqual(before, snapshot))
      this.#judge.broken(6, `${key}: told although nothing has changed`)
    if (now !== snapshot) this.#judge.broken(6, `${key}: told of what cannot be read`)
  }

  /** Nothing is under way: who watches knows what there is. */
  settled(key: string, now: Snapshot): void {
    const told = this.#shown.get(key)
    if (told && told !== now && !isEqual(told, now))
      this.#judge.broken(6, `${key}: changed, and the subscriber was not told`)
  }

  /** An event was told: is it the only one of its transition? `isFollowed`: the key is watched or registered. */
  heard({ type, key, snapshot }: SyncEvent, isFollowed: boolean): void {
    if (key === undefined) return
    this.#explained.add(key)
    if ((type === 'success' || type === 'unchanged') && snapshot?.error)
      this.#judge.broken(7, `${key}: an error stands after a success`)
    if (!isFollowed) return this.left(key)
    const before = this.#told.get(key) ?? 'unknown'
    if (type === 'registered' || type === 'unregistered' || type === 'removed') {
      this.#overdue.delete(key)
      this.#told.set(key, type === 'removed' ? 'empty' : 'unknown')
    } else if (type === 'fresh') {
      if (before === 'fresh') this.#judge.broken(6, `${key}: fresh after fresh`)
      this.#told.set(key, 'fresh')
    } else if (type === 'stale') {
      if (before !== 'fresh' && before !== 'unknown') this.#judge.broken(6, `${key}: stale after ${before}`)
      this.#told.set(key, 'stale')
    } else if (type === 'overdue') {
      const of = `${snapshot?.updatedAt} ${snapshot?.expiresAt}`
      if (this.#overdue.get(key) === of) this.#judge.broken(6, `${key}: overdue twice`)
      this.#overdue.set(key, of)
      this.#judge.tested(6, 'overdue was told')
    }
  }

  /** The parts of a snapshot agree with each other. */
  consistent(key: string, snapshot: Snapshot): void {
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
      this.#judge.broken(
        6,
        `${key}: contradicts itself: ${JSON.stringify({ ...snapshot, error: `${error}` })}`,
      )
  }
}

/** Whether all that a snapshot says is the same; one of an unknown key names none. */
function isEqual(a: Snapshot, b: Snapshot): boolean {
  const names = Object.keys(b) as (keyof Snapshot)[]
  return names.every((name) => name === 'cached' || name === 'key' || Object.is(a[name], b[name]))
}
