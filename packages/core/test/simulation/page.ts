/** One life of a page: a manager with its own cache, clock and surroundings, and the checkers that look on. */
import {
  DataSyncManager,
  httpResource,
  TtlCache,
  type Registration,
  type Snapshot,
  type SyncEvent,
} from '@freshline/core'
import { AnnouncementChecker } from './check-announcements'
import { ReadChecker } from './check-reads'
import { RequestChecker } from './check-requests'
import { PageClock } from './page-clock'
import { PageEnvironment } from './page-environment'
import { PageNetwork, type NetworkedPage } from './page-network'
import { Permissions, type Presence } from './permissions'
import { KEYS } from './plan'
import type { Judge, Rule } from './rules'
import type { Value } from './server'
import { show } from './show'
import type { Surroundings } from './surroundings'

export class Page implements Judge, NetworkedPage {
  readonly world: Surroundings
  /** Its place in the world, which outlives it: a reload puts another page there. */
  readonly slot: number
  readonly clock: PageClock
  readonly environment: PageEnvironment
  readonly manager: DataSyncManager
  readonly cache: TtlCache
  readonly network: PageNetwork = new PageNetwork(this)
  readonly permissions: Permissions
  readonly reads: ReadChecker
  readonly requests: RequestChecker
  readonly announcements: AnnouncementChecker
  readonly registrations: { readonly key: string; readonly registration: Registration<Value> }[] = []
  readonly watches = new Map<string, () => void>()
  /** Open mutations by the key they write. */
  readonly writing = new Map<string, number>()
  /** What open mutations invalidate, by their ids. */
  readonly invalidating = new Map<number, readonly string[]>()
  /** The order of everything that happens on the page. */
  sequence = 0
  resets = 0
  isAway = false
  isGone = false
  isDisposed = false
  /** What arrived while nothing could run. */
  readonly #inbox: (() => void)[] = []
  /** Promises that were given and are not settled yet. */
  readonly #open = new Set<string>()

  constructor(world: Surroundings, slot: number, presence: Presence) {
    const { chance } = world
    this.world = world
    this.slot = slot
    const clock = (this.clock = new PageClock(
      world.clock,
      chance.pick([1, 1, 0.98, 1.03]),
      Date.UTC(2026, chance.whole(0, 11), 1),
    ))
    this.environment = new PageEnvironment(presence)
    this.permissions = new Permissions(presence, (key) => !!world.keyOf(key).options.hiddenInterval)
    const maxConcurrent = chance.pick([1, 2, 4, 20])
    this.reads = new ReadChecker(this, () => clock.elapsed())
    this.requests = new RequestChecker(this, {
      maxConcurrent,
      now: () => clock.monotonic(),
      mayAsk: (key) => this.permissions.mayAsk(key),
    })
    this.announcements = new AnnouncementChecker(this, maxConcurrent === 20)
    this.cache = new TtlCache({ clock, gcTime: 86_400_000 })
    const plugins = world.pluginsOf(slot)
    this.manager = new DataSyncManager({
      clock,
      environment: this.environment,
      cache: this.cache,
      maxConcurrent,
      report: (error, where) => this.#reported(error, where),
      plugins,
      ...(world.isPropagated && { propagate: this.network.propagate(), propagateTimeout: 3000 }),
    })
    this.manager.on('*', (event) => this.#heard(event))
  }

  /** Notes a broken promise. */
  broken(rule: Rule, what: string): void {
    // For whoever looks into it; nothing is judged by what the manager says of itself.
    this.say(() => `has the state ${JSON.stringify(this.manager.getStatus())}`)
    this.world.broken(rule, `page ${this.slot}: ${what} (at ${Math.round(this.clock.monotonic())} ms)`)
  }

  /** A rule was put to the test. */
  readonly tested = (rule: Rule, how: string): void => this.world.tally.add(`rule ${rule}: ${how}`)

  /** Notes a line for whoever looks into a run. */
  say(line: () => string): void {
    this.world.say(() => `page ${this.slot} #${this.sequence} ${line()}`)
  }

  register(key: string): void {
    this.permissions.first(key)
    this.requests.asked([key])
    this.requests.restart(key)
    const { network } = this
    const { options, isHttp } = this.world.keyOf(key)
    const registration = isHttp
      ? this.manager.register<Value>(
          httpResource<Value>(network.urlOf(key), { ...options, ...network.wire(key) }),
        )
      : this.manager.register<Value>(key, network.fetcher(key), options)
    this.registrations.push({ key, registration })
  }

  watch(key: string): void {
    this.announcements.watched(key, this.manager.getSnapshot(key))
    const off = this.manager.subscribe<Value>(key, (snapshot) => {
      const now = this.manager.getSnapshot<Value>(key)
      this.say(() => `told ${key}: ${show(snapshot)}`)
      this.announcements.told(key, snapshot, now)
      this.saw(key, snapshot)
      if (this.world.throwsFor === key) throw new Error('on purpose')
    })
    this.watches.set(key, off)
  }

  unwatch(key: string): void {
    this.watches.get(key)?.()
    this.watches.delete(key)
    this.announcements.unwatched(key)
    this.left(key)
  }

  /** Somebody stopped watching a key, or wanting it. */
  left(key: string): void {
    if (!this.isRegistered(key)) {
      this.permissions.left(key)
      this.requests.forgives(key)
    }
    if (!this.isFollowed(key)) this.announcements.left(key)
  }

  isRegistered(key: string): boolean {
    return this.registrations.some((each) => each.key === key)
  }

  isFollowed(key: string): boolean {
    return this.watches.has(key) || this.isRegistered(key)
  }

  /** Somebody waits for keys until a promise settles; it must, and must not reject where it says it never does. */
  wait(what: string, keys: readonly string[], ask: () => Promise<unknown>, mayFail = false): void {
    const name = `${what} #${++this.sequence}`
    this.#open.add(name)
    this.requests.asked(keys)
    this.permissions.wait(keys, 1)
    const done = () => {
      this.#open.delete(name)
      this.permissions.wait(keys, -1)
    }
    ask().then(done, (error: unknown) => {
      done()
      if (!mayFail) this.broken('promises', `${name} rejected: ${String(error)}`)
    })
  }

  /** The page, the network or the focus comes or goes. */
  turn(change: Partial<Presence>): void {
    const { visible, online } = this.permissions.page
    const isReturn = (change.visible ?? visible) !== visible || (change.online ?? online) !== online
    this.permissions.turn(change)
    this.requests.asked(KEYS)
    this.requests.restart()
    if (isReturn) this.clock.isUnnoticed = false
    this.environment.set(change)
  }

  /** These keys become stale now, and may be asked for once more. */
  invalidated(keys: readonly string[], since = ++this.sequence): void {
    this.reads.invalidated(keys, since)
    this.requests.licensed(keys, ++this.sequence)
  }

  /** Of these keys, those that are wanted are owed a request. */
  owes(keys: readonly string[]): void {
    this.requests.owes(keys.filter((key) => this.isRegistered(key) && !this.permissions.mayBePaused(key)))
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
    for (const run of this.#inbox.splice(0)) run()
  }

  /** The page is closed, or crashes: nobody disposes of anything. */
  kill(): void {
    this.isGone = true
    this.clock.stop()
  }

  dispose(): void {
    if (this.requests.live > 0) this.tested(9, 'disposed of with requests in flight')
    this.tested(9, 'disposed of')
    this.isDisposed = true
    for (const key of this.watches.keys()) this.announcements.unwatched(key)
    this.watches.clear()
    this.registrations.length = 0
    this.manager.dispose()
  }

  /** Promises that have not been kept yet. */
  get open(): ReadonlySet<string> {
    return this.#open
  }

  /** What somebody sees of a key. */
  saw(key: string, snapshot: Snapshot<Value>): void {
    // Nobody sees a hidden page grow stale, and a sleep that nothing has ended yet cannot have been noticed.
    const isTold = this.permissions.page.visible && !this.clock.isUnnoticed
    this.reads.saw(key, snapshot, this.isFollowed(key), isTold)
  }

  #heard(event: SyncEvent): void {
    const { type, key = '', reason, snapshot } = event
    this.say(() => `${type} ${key} (${reason}) ${snapshot ? show(snapshot) : ''}`)
    // A mutation ends, and invalidates, when the server's cache was told, or that took too long.
    if (type === 'mutated') this.requests.licensed([...this.invalidating.values()].flat(), ++this.sequence)
    this.announcements.heard(event, this.isFollowed(key))
    this.permissions.heard(event)
  }

  #reported(error: unknown, where: string): void {
    if (where.startsWith('a listener of') || where === 'propagate') return
    this.broken('promises', `${where}: ${String(error)}`)
  }
}
