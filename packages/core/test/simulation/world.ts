/** The world of one run: pages, a server, a network between them, and time. */
import type { Plugin } from '@freshline/core'
import { dehydrate, hydrate } from '@freshline/core/hydration'
import { fakeClock, flush, seeded, type Chance, type FakeClock } from '@freshline/test-utils'
import { look } from './look'
import { Network } from './network'
import { Page } from './page'
import { Place } from './place'
import { KEYS, type Plan } from './plan'
import { drawKey, type KeyPlan } from './resources'
import type { Break, Rule } from './rules'
import { Server } from './server'
import type { Surroundings } from './surroundings'
import { Tally } from './tally'

/** How a run is made beside its plan. */
export interface Scenario {
  /** Told, line by line, what happens: to look into a run that fails. Default: nobody is. */
  readonly trace?: ((line: string) => void) | undefined
  /**
   * What is added to each page's manager: tabs, push, storage and queues go in here. A page that is reloaded is another
   * page in the same slot. Default: nothing.
   */
  readonly plugins?: ((slot: number) => readonly Plugin[]) | undefined
  /** Ends with the last step: nobody looks whether everybody has the newest in the end. Default false. */
  readonly isCut?: boolean | undefined
}

/** The longest interval of a key. */
const LONGEST = 10_000

export class World implements Surroundings {
  readonly scenario: Scenario
  readonly plan: Plan
  readonly clock: FakeClock = fakeClock()
  readonly tally = new Tally()
  readonly breaks: Break[] = []
  /** For what is the same whatever the steps are: how keys and pages are made. */
  readonly chance: Chance
  readonly server: Server
  readonly network: Network
  readonly places: Place<Page>[] = []
  /** Whether mutations tell the server's cache. */
  readonly isPropagated: boolean
  /** A key whose listeners throw, if any. */
  readonly throwsFor: string | undefined
  /** The steps are over, and nobody does anything any more. */
  isCalm = false
  /** Counts mutations: the ids that the server keeps. */
  mutations = 0
  readonly #keys = new Map<string, KeyPlan>()

  constructor(plan: Plan, scenario: Scenario) {
    this.plan = plan
    this.scenario = scenario
    const { seed, versions } = plan
    const chance = (this.chance = seeded(seed ^ 0x5eed))
    for (const key of KEYS) this.#keys.set(key, drawKey(chance, key, versions))
    this.server = new Server(() => this.clock.monotonic(), versions ? chance.pick([0, 3000, 8000]) : 0)
    const weather = {
      faults: chance.pick([0, 10, 35]),
      delay: chance.pick([5, 400, 2500]),
      lag: versions ? chance.pick([0, 1500, 6000]) : 0,
    }
    this.network = new Network(this, seed, weather, (key) => this.keyOf(key).maxAge)
    this.isPropagated = chance.percent(60)
    this.throwsFor = chance.percent(20) ? chance.pick(KEYS) : undefined
  }

  get keys(): readonly string[] {
    return this.plan.keys
  }

  get versions(): boolean {
    return this.plan.versions
  }

  /** The managers of all pages. */
  get pages(): readonly Page[] {
    return this.places.flatMap(({ pages }) => pages)
  }

  keyOf(key: string): KeyPlan {
    const found = this.#keys.get(key)
    if (!found) throw new RangeError(`${key} is no key of this world`)
    return found
  }

  pluginsOf(slot: number): readonly Plugin[] {
    return this.scenario.plugins?.(slot) ?? []
  }

  /** Who is there at the beginning. */
  begin(): void {
    for (let slot = 0; slot < this.plan.pages; slot++) this.open(slot)
  }

  /** A page is opened, or another one in its place: with what a server rendered for it, or with nothing. */
  open(slot: number, from?: Page): void {
    const presence = { visible: true, online: true, focused: true }
    const place = (this.places[slot] = new Place<Page>(this, slot, presence))
    const first = new Page(place, presence)
    if (from) this.#hydrate(first, from)
    this.#furnish(first)
    if (!this.plan.doubles.includes(slot)) return
    this.#furnish(new Page(place, presence))
    this.tally.add('two managers on one cache')
  }

  /** What a page asks for from the beginning. */
  #furnish(page: Page): void {
    const watched = this.chance.percent(60)
    for (const key of this.plan.keys) {
      if (watched) page.watch(key)
      if (this.chance.percent(80)) page.register(key)
    }
  }

  /** Notes a broken promise. */
  broken(rule: Rule, what: string): void {
    this.say(() => `BROKEN ${rule}: ${what}`)
    if (this.breaks.length < 20) this.breaks.push({ rule, what })
  }

  /** Notes a line for whoever looks into a run. */
  say(line: () => string): void {
    this.scenario.trace?.(`${this.clock.monotonic()} ${line()}`)
  }

  look(isQuiet: boolean): void {
    for (const place of this.places) look(place, isQuiet)
  }

  /** The weather clears, everybody is back and looks; nothing changes but what is said here. */
  async calm(): Promise<void> {
    this.isCalm = true
    const { weather } = this.network
    Object.assign(weather, { faults: 0, delay: 5, lag: 0 })
    for (const place of this.places) this.#rouse(place)
    // What the server's cache and lagging replicas still know is forgotten, and nothing new happens.
    await this.clock.advance(25_000)
    for (const page of this.#active()) for (const key of KEYS) this.#tell(page, key)
    for (let n = 0; n < 4; n++) {
      await this.clock.advance(25_000)
      this.look(true)
    }
    this.#converged('in the end', true)
    // Now that everything is well: a change reaches every polled key within its interval.
    const since = this.places.map(({ clock }) => clock.monotonic())
    for (const key of KEYS) this.server.change(key)
    await this.clock.advance(LONGEST * 1.1 + this.server.cacheFor + 1000)
    this.look(true)
    this.#converged('within an interval', false)
    for (const place of this.places) this.#quiet(place, since[place.slot] ?? 0)
  }

  /** The managers are disposed of; nothing of theirs goes on. */
  async end(): Promise<void> {
    for (const page of this.#active()) page.dispose()
    await flush()
    this.look(true)
    await this.clock.advance(60_000)
    this.look(true)
  }

  #active(): Page[] {
    return this.places.flatMap(({ active }) => active)
  }

  /** A page is awake, in sight and online, and nothing is switched off. */
  #rouse(place: Place<Page>): void {
    if (place.active.length === 0) return
    place.clock.wake()
    place.clock.thaw()
    place.comeBack()
    place.asked(KEYS)
    for (const { manager, permissions } of place.active) {
      permissions.isPaused = false
      permissions.pause(KEYS, false)
      manager.resume()
      manager.resume('*')
      for (const key of KEYS) manager.setEnabled(key, true)
    }
    place.turn({ visible: true, online: true, focused: true })
    place.requests.restart()
  }

  /** A key that nobody polls is told of changes. */
  #tell(page: Page, key: string): void {
    if (this.keyOf(key).interval > 0) return
    page.place.invalidated([key])
    page.wait('invalidate', [], () => page.manager.invalidate(key))
  }

  /** Everything wanted, or all that is polled, shows what the server has. */
  #converged(when: string, isAll: boolean): void {
    for (const page of this.#active()) {
      for (const { key } of page.registrations) {
        const { interval, ttl } = this.keyOf(key)
        if (interval === 0 && !isAll) continue
        const { data, error, freshness } = page.manager.getSnapshot<{ n: number }>(key)
        const { n } = this.server.read(key)
        this.tally.add('rule convergence: compared')
        // An error beside data that is still fresh goes with the next request, which a poll makes.
        const isHealed = error === undefined || interval === 0
        if (data?.n === n && (ttl === undefined || interval === 0 || freshness === 'fresh') && isHealed)
          continue
        page.broken(
          'convergence',
          `${key} ${when}: ${data?.n} ${freshness} ${String(error)}, the server has ${n}`,
        )
      }
      for (const name of page.open) page.broken('promises', `${name} is still open`)
    }
  }

  /** In good weather a page asks as often as was said, and no more. */
  #quiet(place: Place<Page>, since: number): void {
    const seconds = (place.clock.monotonic() - since) / 1000
    const { active } = place
    if (active.length === 0) return
    for (const key of KEYS) {
      const { interval, ttl, maxAge, options } = this.keyOf(key)
      const every = Math.min(
        interval || Infinity,
        options.refreshOnStale && ttl === undefined ? maxAge * 500 : Infinity,
      )
      const most = active.length * (2 + (seconds * 1000) / every)
      const count = place.requests.countSince(key, since)
      this.tally.add('rule storm: counted')
      if (count > most) place.broken('storm', `${key}: ${count} requests in ${seconds} s of peace`)
    }
  }

  #hydrate(page: Page, from: Page): void {
    const state = dehydrate(from.manager)
    const elapsed = page.clock.elapsed()
    for (const { key, data, freshFor } of state.entries) {
      const until = freshFor === null ? Infinity : elapsed + freshFor
      page.reads.brought(key, data as never, ++page.place.sequence, until)
    }
    hydrate(page.manager, JSON.parse(JSON.stringify(state)) as typeof state)
    this.tally.add('action: hydrate')
  }
}
