/**
 * What a manager asks for when its page comes back: the second half of rule 10. What is due is asked for, within 50 ms
 * and as far as the budget lets it; and nothing is asked for again without a reason: a poll, a return, an invalidation.
 */
import type { Snapshot } from '@freshline/core'
import type { Permissions } from './permissions'
import type { Place, Returns } from './place'
import { KEYS } from './plan'
import type { Rule } from './rules'
import type { Surroundings } from './surroundings'

/** What is to be known of a manager here. */
export interface ReturningPage {
  readonly clock: { elapsed(): number; monotonic(): number }
  readonly manager: { getSnapshot(key: string): Snapshot }
  readonly maxConcurrent: number
  readonly permissions: Permissions
  readonly place: Place
  readonly world: Surroundings
  readonly isDisposed: boolean
  polls(key: string): boolean
  broken(rule: Rule, what: string): void
}

/** What is known of a manager's requests for one key. All times are elapsed time of the page. */
interface Known {
  /** When the last one began. */
  began: number
  /** When the last one began that was taken and repeated nothing: polls are counted from there. */
  base: number
  /** When the last one failed that did. */
  failed: number
  /** Something happened since the last one began that may lead to another one. */
  isExcused: boolean
  /** The last answer was refused, or may have been: the next request repeats it. */
  isRefused: boolean
  isRepetition: boolean
  /** A write of the key was under way when it began: its answer may be refused. */
  isDoubtful: boolean
  /** The page, the network or the focus came or went since then. */
  hasTurned: boolean
  /** A return found it due then, and no request of anybody has followed; undefined: none did, or one has. */
  due: number | undefined
}

/** A page that flaps asks once in this time. */
const FLAPPING = 5000

/** How soon what is due is asked for. */
const SOON = 50

/** How long a request that failed may wait to be repeated, a return or not. */
const BACKED_OFF = 10_000

export class ReturnChecker implements Returns {
  readonly #page: ReturningPage
  readonly #known = new Map<string, Known>()

  constructor(page: ReturningPage) {
    this.#page = page
    for (const key of KEYS)
      this.#known.set(key, {
        began: -Infinity,
        base: -Infinity,
        failed: -Infinity,
        isExcused: true,
        isRefused: false,
        isRepetition: false,
        isDoubtful: false,
        hasTurned: false,
        due: undefined,
      })
  }

  /** Something happened after which these keys may be asked for once more. */
  excuse(keys: readonly string[]): void {
    for (const key of keys) this.#of(key).isExcused = true
  }

  /** A request failed, of this manager or of another one that it may have joined: it is made again, after a while. */
  failed(key: string): void {
    Object.assign(this.#of(key), { isExcused: true, failed: this.#page.clock.elapsed() })
  }

  /**
   * A request was answered, perhaps by something older than what is known, and so it is made again; or one that began
   * later was answered before it, and nothing is missing.
   */
  answered(key: string, how: 'new' | 'old' | 'overtaken'): void {
    const known = this.#of(key)
    if (how === 'old' || known.isExcused || known.isDoubtful) known.isRefused = known.isExcused = true
    else if (how === 'new' && !known.isRepetition) known.base = known.began
  }

  /** A request begins: is there a reason? `isForced`: a person's, past every cache, which joins no other. */
  began(key: string, isForced: boolean): void {
    const { clock, manager, place, world } = this.#page
    const known = this.#of(key)
    const now = clock.elapsed()
    const { interval, options } = world.keyOf(key)
    const passed = now - known.began
    if (!known.isExcused && !isForced) {
      const isFresh = manager.getSnapshot(key).freshness === 'fresh'
      const isAlways = options.refreshOnVisible === 'always'
      // A poll may come half an interval early, to keep its phase; what was polled hidden had the phase of that.
      const isOther = known.hasTurned && !!options.hiddenInterval
      // Of two managers, one may repeat what the other one's request brought, and keep the phase of its own polls.
      const isOwn = place.active.length > 1 && passed > interval / 3
      const isPoll = interval > 0 && (isOther || isOwn || now - known.base > interval / 2 - 1)
      const isReturn = known.hasTurned && passed >= FLAPPING && (isAlways || !isFresh)
      // Of two managers, one may ask later for what was stale, when its server's patience is over.
      const isStale = options.refreshOnStale && (!isFresh || place.active.length > 1)
      if (known.hasTurned) place.tested(10, 'asked for after a return')
      // Why it was made is told at the end of the same turn.
      queueMicrotask(() => {
        if (!isPoll && !isReturn && !isStale && !known.isExcused)
          this.#page.broken(10, `${key}: asked for again after ${Math.round(passed)} ms, for nothing`)
      })
    }
    const isRepetition = known.isRefused || (known.isRepetition && known.failed >= known.began)
    Object.assign(known, { began: now, isExcused: false, isRefused: false, isRepetition })
    Object.assign(known, { hasTurned: false, isDoubtful: place.isWritten(key) })
    for (const { returns } of place.pages) returns.asked(key)
  }

  /** The page, the network or the focus comes or goes. */
  turning(): void {
    for (const known of this.#known.values()) known.hasTurned = true
  }

  /** The page is shown again, or has a network again, and has done what it does at once. */
  returned(isShown: boolean): void {
    const { clock, place, world } = this.#page
    const now = clock.elapsed()
    for (const [key, known] of this.#known) {
      const isAskedFor = !isShown || world.keyOf(key).options.refreshOnVisible !== false
      const isAsked = place.requests.countSince(key, clock.monotonic() - FLAPPING) > 0
      const isRecent = isAsked || now - known.began < FLAPPING || now - known.failed < BACKED_OFF
      if (!isRecent && isAskedFor && this.#isMissing(key)) known.due = now
    }
    place.tested(10, 'a return')
    world.clock.schedule(() => this.look(), SOON + 10)
  }

  asked(key: string): void {
    this.#of(key).due = undefined
  }

  /** What was due is forgotten with everything else. */
  forget(): void {
    for (const known of this.#known.values()) known.due = undefined
  }

  /** What was due at the last return is not missing. */
  look(): void {
    const { clock, isDisposed, place } = this.#page
    const { active, isAway, isGone, requests } = place
    // Of two managers, one may wait for its turn with what the other one asked for a moment ago.
    const hasRoom = active.every((page) => requests.hasRoom(page))
    const now = clock.elapsed()
    // What has just ended makes room in a moment.
    if (isAway || isGone || isDisposed || requests.isChanging) return
    for (const [key, known] of this.#known) {
      if (known.due === undefined || now - known.due < SOON) continue
      if (!this.#isMissing(key)) known.due = undefined
      else if (hasRoom)
        this.#page.broken(10, `${key}: due at a return, and not asked for ${now - known.due} ms later`)
    }
  }

  /** Whether a key is wanted and not fresh, and nothing stands in the way of asking for it. */
  #isMissing(key: string): boolean {
    const { manager, permissions, place } = this.#page
    const { freshness, isFetching } = manager.getSnapshot(key)
    // Of two managers, one may wait to repeat what the other's request did not bring.
    if (isFetching && place.active.length > 1) return false
    return (
      this.#page.polls(key) &&
      permissions.page.visible &&
      permissions.isAutomatic(key) &&
      freshness !== 'fresh' &&
      !place.requests.isLive(key) &&
      !place.requests.isPatient(key) &&
      !place.isWritten(key)
    )
  }

  #of(key: string): Known {
    const known = this.#known.get(key)
    if (!known) throw new RangeError(`${key} is no key of this world`)
    return known
  }
}
