/**
 * One page of a browser, in one of its lives: its clock, its surroundings, its cache, and the managers in it. Most pages
 * have one manager; some have two, on one cache. What is known of the cache and of its requests is known of the place.
 */
import { fixedEnvironment, TtlCache } from '@freshline/core'
import { RequestChecker, type Asker, type Flight } from './check-requests'
import { Knowledge } from './knowledge'
import { PageClock } from './page-clock'
import type { Permissions, Presence } from './permissions'
import { KEYS } from './plan'
import type { Rule } from './rules'
import type { Surroundings } from './surroundings'

/** Who looks on what a manager asks for, and why. */
export interface Returns {
  /** Something happened after which these keys may be asked for once more. */
  excuse(keys: readonly string[]): void
  failed(key: string): void
  answered(key: string, how: 'new' | 'old' | 'overtaken'): void
  /** Somebody on the page asks for a key: what was due has been asked for. */
  asked(key: string): void
  turning(): void
  returned(isShown: boolean): void
  forget(): void
}

/** A manager on the page, as far as it is to be known here. */
export interface Dweller extends Asker {
  readonly isDisposed: boolean
  readonly permissions: Permissions
  readonly returns: Returns
  isFollowed(key: string): boolean
  isRegistered(key: string): boolean
  /** Whether it may have joined a request for a key, which then is made for its sake. */
  isConcernedBy(key: string): boolean
  /** Whether it asks for a key by itself when nothing stands in the way. */
  polls(key: string): boolean
}

export class Place<P extends Dweller = Dweller> {
  readonly world: Surroundings
  /** Its place in the world, which outlives it: a reload puts another page there. */
  readonly slot: number
  readonly clock: PageClock
  readonly environment: ReturnType<typeof fixedEnvironment>
  readonly cache: TtlCache
  readonly pages: P[] = []
  readonly knowledge = new Knowledge()
  readonly requests: RequestChecker
  /** Open mutations by the key they write. */
  readonly writing = new Map<string, number>()
  /** What open mutations invalidate, by their ids. */
  readonly invalidating = new Map<number, readonly string[]>()
  /** The order of everything that happens on the page. */
  sequence = 0
  resets = 0
  isAway = false
  isGone = false
  /** What arrived while nothing could run. */
  readonly #inbox: (() => void)[] = []

  constructor(world: Surroundings, slot: number, presence: Presence) {
    const { chance } = world
    this.world = world
    this.slot = slot
    const rate = chance.pick([1, 1, 0.98, 1.03])
    if (rate !== 1) world.tally.add('clock: drifts')
    this.clock = new PageClock(world.clock, rate, Date.UTC(2026, chance.whole(0, 11), 1))
    this.environment = fixedEnvironment(presence)
    this.cache = new TtlCache({ clock: this.clock.first, gcTime: 86_400_000 })
    this.requests = new RequestChecker(this, {
      now: () => this.clock.monotonic(),
      // What one manager asks for may be what the other one waits for.
      mayAsk: (asker, key) =>
        this.pages.some(
          (page) => (page === asker || page.isConcernedBy(key)) && page.permissions.mayAsk(key),
        ),
    })
  }

  /** Notes a broken promise. */
  broken(rule: Rule, what: string): void {
    this.world.broken(rule, `page ${this.slot}: ${what} (at ${Math.round(this.clock.monotonic())} ms)`)
  }

  /** A rule was put to the test. */
  readonly tested = (rule: Rule, how: string): void => this.world.tally.add(`rule ${rule}: ${how}`)

  /** The managers that are not disposed of. */
  get active(): readonly P[] {
    return this.isGone ? [] : this.pages.filter((page) => !page.isDisposed)
  }

  isFollowed(key: string): boolean {
    return this.pages.some((page) => page.isFollowed(key))
  }

  /** Whether an open mutation names a key: what is automatic waits for it. */
  isWritten(key: string): boolean {
    if ((this.writing.get(key) ?? 0) > 0) return true
    return [...this.invalidating.values()].some((keys) => keys.includes(key))
  }

  /** The page, the network or the focus comes or goes. */
  turn(change: Partial<Presence>): void {
    const [first] = this.pages
    if (!first) return
    const { visible, online } = { ...first.permissions.page }
    for (const page of this.pages) page.permissions.turn(change)
    this.requests.asked(KEYS)
    this.requests.restart()
    const isShown = change.visible === true && !visible
    const isReturn = isShown || (change.online === true && !online)
    if (isReturn || (change.visible ?? visible) !== visible || (change.online ?? online) !== online)
      this.clock.noticed()
    for (const { returns } of this.active) returns.turning()
    this.environment.set(change)
    if (isReturn) for (const { returns } of this.active) returns.returned(isShown)
  }

  /** A request is over. */
  ended(flight: Flight, hasFailed: boolean): void {
    if (!flight.isLive) return
    this.requests.ended(flight, hasFailed, this.pages)
    if (!hasFailed) return
    for (const { permissions, returns } of this.pages) {
      returns.failed(flight.key)
      // Those who shared it may each make it once more, whatever stands in the way by then.
      if (this.pages.length > 1) permissions.shared(flight.key)
    }
  }

  /** An answer was older than what is known: the request is made again. */
  refused(key: string): void {
    for (const { returns } of this.pages) returns.answered(key, 'old')
  }

  /** Something happened after which these keys may be asked for. */
  asked(keys: readonly string[]): void {
    this.requests.asked(keys)
    for (const { returns } of this.pages) returns.excuse(keys)
  }

  /** Answers to requests for these keys that are in flight may be refused. */
  doubts(keys: readonly string[]): void {
    for (const { returns } of this.pages) returns.excuse(keys)
  }

  /** Requests of these keys that are in flight may be followed by another at once. */
  licensed(keys: readonly string[], at = ++this.sequence): void {
    this.requests.licensed(keys, at)
    for (const { returns } of this.pages) returns.excuse(keys)
  }

  /** These keys become stale now, and may be asked for once more. */
  invalidated(keys: readonly string[], since = ++this.sequence): void {
    this.knowledge.invalidated(keys, since)
    this.licensed(keys)
  }

  /** Of these keys, those that are wanted are owed a request. */
  owes(keys: readonly string[]): void {
    for (const key of keys) for (const page of this.active) if (page.polls(key)) this.requests.owes(page, key)
  }

  /** Nothing runs for a while, by whatever means; what arrives meanwhile waits. */
  leave(): void {
    this.isAway = true
  }

  /** Something arrives: now, or when the page is awake again. */
  deliver(run: () => void): void {
    if (this.isGone) return
    if (this.isAway) this.#inbox.push(run)
    else run()
  }

  comeBack(): void {
    this.isAway = false
    this.requests.restart()
    for (const { returns } of this.pages) returns.excuse(KEYS)
    for (const run of this.#inbox.splice(0)) run()
  }

  /** The page is closed, or crashes: nobody disposes of anything. */
  kill(): void {
    this.isGone = true
    this.clock.stop()
  }
}
