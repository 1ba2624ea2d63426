/** One manager on a page, what people do with it, and the checkers that look on. */
import {
  DataSyncManager,
  httpResource,
  type Registration,
  type Snapshot,
  type SyncEvent,
} from '@freshline/core'
import { AnnouncementChecker } from './check-announcements'
import { ReadChecker } from './check-reads'
import { ReturnChecker, type ReturningPage } from './check-returns'
import type { OwnClock, PageClock } from './page-clock'
import { PageEnvironment } from './page-environment'
import { PageNetwork, type NetworkedPage } from './page-network'
import type { Dweller, Place } from './place'
import { Permissions, type Presence } from './permissions'
import { KEYS } from './plan'
import type { Judge, Rule } from './rules'
import type { Value } from './server'
import { show } from './show'
import type { Surroundings } from './surroundings'

export class Page implements Judge, NetworkedPage, ReturningPage, Dweller {
  readonly world: Surroundings
  /** Where it is, with another manager or alone. */
  readonly place: Place<Page>
  /** By which it is known in reports, and to the network: of a second manager the place's with a letter. */
  readonly name: string
  readonly clock: PageClock
  readonly own: OwnClock
  readonly environment: PageEnvironment
  readonly manager: DataSyncManager
  readonly maxConcurrent: number
  readonly network: PageNetwork = new PageNetwork(this)
  readonly permissions: Permissions
  readonly reads: ReadChecker
  readonly announcements: AnnouncementChecker
  readonly returns: ReturnChecker = new ReturnChecker(this)
  readonly registrations: { readonly key: string; readonly registration: Registration<Value> }[] = []
  readonly watches = new Map<string, () => void>()
  isDisposed = false
  /** Promises that were given and are not settled yet. */
  readonly #open = new Set<string>()

  constructor(place: Place<Page>, presence: Presence) {
    const { world, clock, slot, cache } = place
    this.world = world
    this.place = place
    this.clock = clock
    const isSecond = place.pages.push(this) > 1
    this.name = isSecond ? `${slot}b` : `${slot}`
    this.own = isSecond ? clock.second : clock.first
    this.environment = new PageEnvironment(place.environment)
    this.permissions = new Permissions(
      presence,
      (key) => !!world.keyOf(key).options.hiddenInterval,
      (key) => this.manager.getSnapshot(key).freshness === 'empty',
    )
    const maxConcurrent = (this.maxConcurrent = world.chance.pick([1, 2, 4, 20]))
    this.reads = new ReadChecker(this, clock, place.knowledge, world.versions)
    this.announcements = new AnnouncementChecker(this, maxConcurrent === 20)
    this.manager = new DataSyncManager({
      clock: this.own,
      environment: this.environment,
      cache,
      maxConcurrent,
      report: (error, where) => this.#reported(error, where),
      plugins: world.pluginsOf(slot),
      ...(world.isPropagated && { propagate: this.network.propagate(), propagateTimeout: 3000 }),
    })
    this.manager.on('*', (event) => this.#heard(event))
  }

  get slot(): number {
    return this.place.slot
  }

  get sequence(): number {
    return this.place.sequence
  }

  /** Notes a broken promise. */
  broken(rule: Rule, what: string): void {
    // For whoever looks into it; nothing is judged by what the manager says of itself.
    this.say(() => `has the state ${JSON.stringify(this.manager.getStatus())}`)
    this.world.broken(rule, `page ${this.name}: ${what} (at ${Math.round(this.clock.monotonic())} ms)`)
  }

  /** A rule was put to the test. */
  readonly tested = (rule: Rule, how: string): void => this.world.tally.add(`rule ${rule}: ${how}`)

  /** Notes a line for whoever looks into a run. */
  say(line: () => string): void {
    this.world.say(() => `page ${this.name} #${this.sequence} ${line()}`)
  }

  register(key: string): void {
    this.permissions.first(key)
    this.place.asked([key])
    this.place.requests.restart(key)
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
      this.place.requests.forgives(this, key)
    }
    if (!this.isFollowed(key)) this.announcements.left(key)
  }

  isRegistered(key: string): boolean {
    return this.registrations.some((each) => each.key === key)
  }

  isFollowed(key: string): boolean {
    return this.watches.has(key) || this.isRegistered(key)
  }

  /** Whether it asks for a key by itself when nothing stands in the way. */
  polls(key: string): boolean {
    return this.isRegistered(key) && !this.permissions.mayBePaused(key)
  }

  /** Whether it may have joined a request for a key, which then is made for its sake. */
  isConcernedBy(key: string): boolean {
    return !this.isDisposed && (this.isRegistered(key) || this.permissions.isWaitedFor(key))
  }

  /** Somebody waits for keys until a promise settles; it must, and must not reject where it says it never does. */
  wait(what: string, keys: readonly string[], ask: () => Promise<unknown>, mayFail = false): void {
    const name = `${what} #${++this.place.sequence}`
    this.#open.add(name)
    this.place.asked(keys)
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

  dispose(): void {
    const { place } = this
    if (place.requests.live > 0) this.tested(9, 'disposed of with requests in flight')
    if (place.active.length > 1) this.tested(9, 'one of two managers was disposed of')
    this.isDisposed = true
    // What the other one had joined it has to ask for itself.
    place.asked(KEYS)
    place.requests.restart()
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
    // What it shows is kept up for nobody: a write that ends after that is followed by no request.
    if (this.isDisposed) return
    // Nobody sees a hidden page grow stale, and a sleep that nothing has ended yet cannot have been noticed.
    const isTold = this.permissions.page.visible && !this.own.isUnnoticed
    this.reads.saw(key, snapshot, this.place.isFollowed(key), isTold)
  }

  #heard(event: SyncEvent): void {
    const { type, key = '', reason, snapshot } = event
    this.say(() => `${type} ${key} (${reason}) ${snapshot ? show(snapshot) : ''}`)
    // A mutation ends, and invalidates, when the server's cache was told, or that took too long.
    if (type === 'mutated') this.place.licensed([...this.place.invalidating.values()].flat())
    if (type === 'superseded' && reason === 'lagging') this.place.knowledge.lags(key)
    const isOff = this.isRegistered(key) && !this.permissions.page.online
    if (type === 'resumed' && isOff && snapshot?.activity === 'idle')
      this.broken(6, `${key}: said to be idle, though there is no network`)
    this.announcements.heard(event, this.isFollowed(key))
    this.permissions.heard(event)
  }

  #reported(error: unknown, where: string): void {
    if (where.startsWith('a listener of') || where === 'propagate') return
    this.broken('promises', `${where}: ${String(error)}`)
  }
}
