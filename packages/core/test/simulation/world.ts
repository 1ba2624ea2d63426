/**
 * One simulated run: managers, a server that changes, a network that misbehaves, and somebody who does everything
 * a page can do, in an order that a seed decides. The checker looks on.
 */
import {
  DataSyncManager,
  fixedEnvironment,
  isDefiniteRejection,
  outcome,
  TtlCache,
  type Clock,
  type FetchContext,
  type FixedEnvironment,
  type Outcome,
  type Registration,
  type ResourceOptions,
  type Target,
} from '@freshline/core'
import { fakeClock, flush, seeded, type Chance, type FakeClock } from '@freshline/test-utils'
import { Checker, type Break } from './checker'
import { FakeServer, send, type Value, type Weather } from './fake-server'

/** What is simulated. */
export interface Scenario {
  readonly seed: number
  /** Default 150. */
  readonly steps?: number
  /** Whether the server gives versions; only then do replicas lag and requests overtake each other on their way. */
  readonly versions: boolean
  /** How many managers share one cache. Default 1. */
  readonly managers?: number
  /** Told, line by line, what happens: to look into a seed that fails. */
  readonly trace?: (line: string) => void
  /** Breaks something on purpose, to see whether the checker notices. */
  readonly sabotage?: Sabotage
}

/** Ways of breaking a manager, or what it is told. */
export interface Sabotage {
  /** Stands between the run and its managers. */
  readonly manager?: (manager: DataSyncManager) => DataSyncManager
  /** Stands between a manager and the server. */
  readonly fetcher?: (fetcher: PlainFetcher) => PlainFetcher
  readonly environment?: (environment: FixedEnvironment) => FixedEnvironment
  /** Whether the managers are told versions. Default: as the scenario says. */
  readonly tellsVersions?: boolean
}

export type PlainFetcher = (context: FetchContext) => Promise<Value | Outcome<Value>>

/** Where the page stands. */
interface Presence {
  visible: boolean
  online: boolean
  focused: boolean
}

const KEYS = ['a:0', 'a:1', 'b:0', 'b:1', 'c'] as const
const TAGS: Record<string, readonly string[]> = { 'a:0': ['t'], 'b:0': ['t', 'u'], c: ['u'] }

/** Runs a scenario; answers the promises that were broken. */
export async function simulate(scenario: Scenario): Promise<readonly Break[]> {
  const random = Math.random
  const world = new World(scenario)
  Math.random = () => world.chance.next()
  try {
    await world.run()
  } finally {
    Math.random = random
  }
  return world.checker.breaks
}

class World {
  readonly clock: FakeClock = fakeClock()
  readonly chance: Chance
  readonly weather: Weather
  readonly checker: Checker
  readonly server = new FakeServer(this.clock)
  readonly #scenario: Scenario
  readonly #environment = fixedEnvironment()
  readonly #cache: TtlCache
  readonly #managers: DataSyncManager[] = []
  readonly #options = new Map<string, ResourceOptions<Value>>()
  readonly #registrations: { owner: number; key: string; registration: Registration<Value> }[] = []
  /** Timers that the managers hold; the network's are not theirs. */
  readonly #timers = new Set<unknown>()
  /** Promises that were given and are not settled yet. */
  readonly #open = new Set<string>()
  /** By manager and key: somebody waits for it, or it was asked for offline, or it is the first load. */
  readonly #waiting = new Map<string, number>()
  readonly #excused = new Set<string>()
  /** Why a key was asked for last. */
  readonly #reasons = new Map<string, string | undefined>()
  /** Open mutations by the key they write. */
  readonly #writing = new Map<string, number>()
  readonly #state: Presence = { visible: true, online: true, focused: true }
  readonly #paused = new Set<number>()
  readonly #isWatched: boolean
  #mutations = 0
  #resets = 0
  #isOver = false

  constructor(scenario: Scenario) {
    this.#scenario = scenario
    const chance = (this.chance = seeded(scenario.seed))
    const { versions, sabotage = {} } = scenario
    this.weather = {
      faults: chance.pick([0, 10, 35]),
      delay: chance.pick([5, 400, 2500]),
      lag: versions ? chance.pick([0, 1500, 6000]) : 0,
    }
    this.#isWatched = chance.percent(60)
    const maxConcurrent = chance.whole(1, 6)
    this.checker = new Checker({ maxConcurrent, now: () => this.clock.monotonic() })
    const clock = this.#countingClock()
    this.#cache = new TtlCache({ clock, gcTime: 86_400_000 })
    const environment = sabotage.environment?.(this.#environment) ?? this.#environment
    const tellsVersions = sabotage.tellsVersions ?? versions
    for (const key of KEYS) this.#options.set(key, this.#draw(key, tellsVersions))
    for (let owner = 0; owner < (scenario.managers ?? 1); owner++) {
      const report = (error: unknown, where: string) =>
        this.checker.broken('promises settle', `${where}: ${error}`)
      const defaults = { gcTime: 86_400_000 }
      const manager = new DataSyncManager({
        clock,
        environment,
        cache: this.#cache,
        maxConcurrent,
        report,
        defaults,
      })
      const used = sabotage.manager?.(manager) ?? manager
      used.on('*', (event) => this.#heard(owner, event))
      this.#managers.push(used)
    }
  }

  async run(): Promise<void> {
    for (const [owner, manager] of this.#managers.entries()) {
      for (const key of KEYS) {
        if (this.#isWatched)
          manager.subscribe<Value>(key, (snapshot) => this.checker.saw(owner, snapshot, key, true))
        if (this.chance.percent(80)) this.#register(owner, key)
      }
    }
    for (let step = 0; step < (this.#scenario.steps ?? 150); step++) {
      await this.#step()
      this.#look()
      if (this.checker.breaks.length > 0 && this.#scenario.sabotage === undefined) return
    }
    await this.#calm()
    this.#converged()
    await this.#end()
  }

  #draw(key: string, tellsVersions: boolean): ResourceOptions<Value> {
    const { chance } = this
    const interval = chance.pick([0, 0, 3000, 10_000])
    return {
      interval,
      ttl: interval > 0 && chance.percent(50) ? undefined : chance.pick([60_000, 3_600_000]),
      tags: TAGS[key] ?? [],
      retry: chance.pick([false, 1, 2]),
      timeout: 5000,
      gcTime: 86_400_000,
      refreshOnStale: chance.percent(30),
      refreshOnVisible: chance.pick(['due', 'due', 'always']),
      overdueAfter: chance.pick([5000, 300_000]),
      ...(chance.percent(20) && { origin: 'o' }),
      ...(tellsVersions && { version: ({ n }: Value) => n }),
    }
  }

  #countingClock(): Clock {
    const { clock } = this
    return {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      schedule: (run, ms) => {
        const handle = clock.schedule(() => {
          this.#timers.delete(handle)
          run()
        }, ms)
        this.#timers.add(handle)
        return handle
      },
      cancel: (handle) => {
        this.#timers.delete(handle)
        clock.cancel(handle)
      },
    }
  }

  /** The fetcher of a key: what the server holds, or a replica of it. */
  #fetcher(owner: number, key: string, mayHang = true): PlainFetcher {
    const { checker, chance, weather } = this
    const plain: PlainFetcher = ({ signal }) => {
      const name = `${owner} ${key}`
      if (this.#isOver) checker.broken('quiet when gone', `${key}: asked for after dispose`)
      const origin = checker.began(key, owner, () => this.#mayAsk(key))
      this.#excused.delete(`first ${name}`)
      this.#say(`request of ${name}`)
      const isAtOnce = weather.faults > 0 && chance.percent(1)
      const lag = weather.lag > 0 && chance.percent(50) ? chance.whole(0, weather.lag) : 0
      const obeys = chance.percent(70)
      return new Promise<Value>((resolve, reject) => {
        const over = () => (origin.isLive = false)
        signal.addEventListener('abort', () => {
          over()
          if (obeys) reject(signal.reason as Error)
        })
        if (isAtOnce) {
          over()
          throw new Error('at once')
        }
        // Without versions only the order of the starts is known: the server is read when a request starts.
        const atOnce = !this.#scenario.versions
        send(this, () => server.read(key, lag), { atOnce, mayHang }).then(
          (value) => {
            if (origin.isLive) origin.value = value
            this.#say(`answer to ${name}, begun #${origin.began}: ${JSON.stringify(value)}`)
            over()
            resolve({ ...value })
          },
          (error: unknown) => {
            over()
            reject(error as Error)
          },
        )
      })
    }
    const { server } = this
    return this.#scenario.sabotage?.fetcher?.(plain) ?? plain
  }

  /** Whether a key may be asked for now: somebody asked, or nothing stands in the way. */
  #mayAsk(key: string): boolean {
    return this.#state.online && this.#managers.some((_, owner) => this.#isFree(owner, key))
  }

  /** The managers of one cache join each other's requests: what one may ask for, all may. */
  #isFree(owner: number, key: string): boolean {
    const name = `${owner} ${key}`
    if ((this.#waiting.get(name) ?? 0) > 0) return true
    if (this.#excused.has(`owed ${name}`) || this.#excused.has(`first ${name}`)) return true
    return this.#state.visible && !this.#paused.has(owner)
  }

  #say(line: string): void {
    this.#scenario.trace?.(`${this.clock.monotonic()} #${this.checker.sequence} ${line}`)
  }

  #heard(owner: number, event: Parameters<Checker['heard']>[1]): void {
    const { type, key: about = '', reason, snapshot } = event
    this.#say(
      `${type} ${owner} ${about} (${reason}) ${JSON.stringify(snapshot?.data)} ${snapshot?.freshness}`,
    )
    this.checker.heard(owner, event, this.#isFollowed(owner, about))
    // What was asked for offline is allowed until the request that follows is over.
    const owed = `owed ${owner} ${about}`
    if (type === 'fetching') this.#reasons.set(`${owner} ${about}`, reason)
    // A person's request that is superseded is made once more.
    const was = this.#reasons.get(`${owner} ${about}`)
    if (type === 'superseded' && was === 'refresh') this.#owe(`${owner} ${about}`)
    if (reason !== 'refresh' || !this.#excused.has(owed)) return
    if (type === 'fetching') this.#excused.add(`begun ${owner} ${about}`)
    const isOver = type === 'success' || type === 'unchanged' || type === 'error'
    if (isOver && this.#state.online && this.#excused.delete(`begun ${owner} ${about}`))
      this.#excused.delete(owed)
  }

  #isFollowed(owner: number, key: string): boolean {
    return this.#isWatched || this.#registrations.some((each) => each.owner === owner && each.key === key)
  }

  /** What everybody could see now. */
  #look(): void {
    for (const [owner, manager] of this.#managers.entries()) {
      for (const key of KEYS)
        this.checker.saw(owner, manager.getSnapshot<Value>(key), key, this.#isFollowed(owner, key))
    }
  }

  /** Somebody waits for keys until a promise settles; it must, and must not reject where it says it never does. */
  #wait(
    owner: number,
    what: string,
    keys: readonly string[],
    ask: () => Promise<unknown>,
    mayFail = false,
  ): void {
    const name = `${what} ${++this.checker.sequence}`
    const count = (by: number) => {
      for (const key of keys) {
        this.#waiting.set(`${owner} ${key}`, (this.#waiting.get(`${owner} ${key}`) ?? 0) + by)
      }
    }
    this.#open.add(name)
    this.checker.asked(keys)
    count(1)
    this.#say(`${name} of ${keys.join()}`)
    const done = () => {
      this.#open.delete(name)
      count(-1)
    }
    ask().then(done, (error: unknown) => {
      done()
      if (!mayFail) this.checker.broken('promises settle', `${name} rejected: ${error}`)
    })
  }

  /** A target, the keys it may name, and those it surely does: what nobody registered carries no tag yet. */
  #target(key: string): { target: Target; keys: readonly string[]; sure: readonly string[] } {
    const tag = TAGS[key]?.[0]
    const kind = this.chance.whole(0, 9)
    const of = (target: Target, keys: readonly string[], sure = keys) => ({ target, keys, sure })
    if (kind === 0) return of('*', KEYS)
    if (kind === 1) {
      return of(
        `${key[0]}*`,
        KEYS.filter((each) => each[0] === key[0]),
      )
    }
    if (kind === 2) return of((each: string) => each === key, [key])
    if (kind > 4 || tag === undefined) return of(key, [key])
    const keys = KEYS.filter((each) => TAGS[each]?.includes(tag))
    const sure = keys.filter((each) => this.#registrations.some((one) => one.key === each))
    return of({ tag }, keys, sure)
  }

  #register(owner: number, key: string): void {
    const manager = this.#managers[owner]
    if (!manager) return
    this.checker.asked([key])
    this.#excused.add(`first ${owner} ${key}`)
    const options = this.#options.get(key) ?? {}
    const registration = manager.register<Value>(key, this.#fetcher(owner, key), options)
    this.#registrations.push({ owner, key, registration })
  }

  async #step(): Promise<void> {
    const { chance, checker, clock } = this
    const owner = chance.whole(0, this.#managers.length - 1)
    const manager = this.#managers[owner]
    if (!manager) return
    const key = chance.pick(KEYS)
    const roll = chance.whole(0, 99)
    this.#say(`step ${roll}, ${owner} ${key}`)
    if (roll < 40) await clock.advance(chance.pick([0, 1, 50, 300, 1000, 3000, 12_000, 40_000]))
    else if (roll < 50) this.#change(manager, key)
    else if (roll < 62) this.#mutate(key)
    else if (roll < 68) this.#invalidate(manager, owner, key)
    else if (roll < 72) this.#set(manager, key)
    else if (roll < 79) this.#refresh(manager, owner, key)
    else if (roll < 84) this.#turn({ visible: !this.#state.visible })
    else if (roll < 88) this.#turn({ online: !this.#state.online })
    else if (roll < 90) this.#turn({ focused: !this.#state.focused })
    else if (roll < 92) this.#pause(manager, owner)
    else if (roll < 95) this.#come(owner, key)
    else if (roll < 97) this.#cacheStep(manager, owner, key)
    else if (roll < 98) clock.sleep(chance.pick([2000, 600_000]))
    else if (roll < 99) clock.setWall(clock.now() + chance.pick([-86_400_000, -500, 500]))
    else {
      checker.emptied(KEYS, true)
      this.#resets++
      for (const each of KEYS) this.#excused.add(`first ${owner} ${each}`)
      manager.reset(chance.percent(50) ? { scope: `user ${this.#resets}` } : {})
    }
    if (chance.percent(70)) await flush()
  }

  /** The server changes by itself; keys that nobody polls are told of. */
  #change(manager: DataSyncManager, key: string): void {
    this.server.change(key)
    this.#tell(manager, key)
  }

  /** Keys that nobody polls are told of changes. */
  #tell(manager: DataSyncManager, key: string): void {
    if ((this.#options.get(key)?.interval ?? 0) !== 0) return
    this.checker.invalidated([key])
    this.#wait(0, 'invalidate', [], () => manager.invalidate(key))
  }

  #invalidate(manager: DataSyncManager, owner: number, key: string): void {
    const { target, keys, sure } = this.#target(key)
    this.checker.licensed(keys)
    this.checker.invalidated(sure)
    this.#say(`invalidate ${String(target)}: ${keys.join()}`)
    const refetch = this.chance.percent(20) ? 'none' : 'wanted'
    this.#wait(owner, 'invalidate', [], () => manager.invalidate(target, { refetch }))
  }

  /** What the server holds is pushed, and set by hand. */
  #set(manager: DataSyncManager, key: string): void {
    // An update that is open would count twice what the push holds already.
    if ((this.#writing.get(key) ?? 0) > 0) return
    const value = this.server.read(key)
    this.checker.wrote(key, value)
    this.#say(`set ${key} to ${value.n}`)
    manager.setData(key, { ...value }, this.#scenario.versions ? { version: value.n } : {})
  }

  #refresh(manager: DataSyncManager, owner: number, key: string): void {
    const force = this.chance.percent(40)
    const ifStale = this.chance.percent(20)
    const isAll = this.chance.percent(20)
    const { target, keys } = isAll ? { target: '*', keys: KEYS } : this.#target(key)
    if (force) this.checker.licensed(keys)
    if (!this.#state.online) for (const each of keys) this.#owe(`${owner} ${each}`)
    this.#wait(owner, 'refresh', keys, () =>
      isAll ? manager.refreshAll({ force, ifStale }) : manager.refresh(target, { force, ifStale }),
    )
  }

  #turn(change: Partial<Presence>): void {
    Object.assign(this.#state, change)
    this.#say(`turn ${JSON.stringify(change)} online`)
    // What somebody waits for now is asked for when the network is back.
    for (const [name, count] of this.#waiting) {
      if (count > 0 && change.online === false) this.#owe(name)
    }
    this.checker.asked(KEYS)
    this.#environment.set(change)
  }

  /** Somebody asked for a key that cannot be asked for now. */
  #owe(name: string): void {
    this.#excused.add(`owed ${name}`)
    this.#excused.delete(`begun ${name}`)
  }

  #pause(manager: DataSyncManager, owner: number): void {
    this.checker.asked(KEYS)
    if (this.#paused.delete(owner)) return manager.resume()
    this.#paused.add(owner)
    manager.pause()
  }

  /** Registrations come and go. */
  #come(owner: number, key: string): void {
    const index = this.#registrations.findIndex((each) => each.owner === owner && each.key === key)
    if (index >= 0 && this.chance.percent(60)) {
      const [gone] = this.#registrations.splice(index, 1)
      gone?.registration.unregister()
      if (this.chance.percent(70)) return
    }
    this.#register(owner, key)
  }

  /** What happens beside the manager: prefetches, loads and removals. */
  #cacheStep(manager: DataSyncManager, owner: number, key: string): void {
    const what = this.chance.whole(0, 3)
    const options = this.#options.get(key) ?? {}
    if (what === 0 && this.#state.online) {
      this.#wait(owner, 'prefetch', [key], () =>
        manager.prefetch({ ...options, key, fetcher: this.#fetcher(owner, key) }),
      )
    } else if (what === 1) {
      this.checker.emptied([key], false)
      this.#cache.delete(key)
    } else if (what === 2 && this.chance.percent(30)) {
      this.checker.emptied(KEYS, false)
      this.#cache.clear()
    }
  }

  #mutate(key: string): void {
    const { checker, chance, server } = this
    // A scope serialises the writes of one manager: without versions each key has one writer.
    const writers = this.#managers.length
    const owner = this.#scenario.versions
      ? chance.whole(0, writers - 1)
      : KEYS.findIndex((each) => each === key) % writers
    const manager = this.#managers[owner]
    if (!manager) return
    const { versions } = this.#scenario
    const id = ++this.#mutations
    const { target, keys, sure } = this.#target(key)
    const isOptimistic = chance.percent(60)
    const isCommitted = chance.percent(30)
    const resets = this.#resets
    const [begin, end] = [1, -1].map(
      (by) => () => void this.#writing.set(key, (this.#writing.get(key) ?? 0) + by),
    )
    begin?.()
    checker.open.add(id)
    let settledAt = 0
    let made: Value | undefined
    this.#say(
      `mutate ${id}: ${key}, of ${keys.join()}, ${isOptimistic ? 'optimistic ' : ''}${isCommitted ? 'commit' : ''}`,
    )
    const write = () =>
      send(this, () => server.change(key, id)).then(
        (value) => {
          checker.licensed(keys)
          settledAt = checker.sequence
          checker.open.delete(id)
          made = value
          this.#say(`written ${id}: ${key}, ${value.n}`)
          return versions ? outcome(value, { version: value.n }) : value
        },
        (error: unknown) => {
          checker.licensed(keys)
          settledAt = checker.sequence
          throw error
        },
      )
    const update = (value: Value | undefined): Value => ({
      n: value?.n ?? 0,
      ids: [...(value?.ids ?? []), id],
    })
    const run = () =>
      manager
        .mutate<Value>(write, {
          invalidates: [target],
          ...(isOptimistic && { optimistic: [{ key, update }] }),
          ...(isCommitted && {
            commit: [
              {
                key,
                data: (value) => {
                  checker.wrote(key, value)
                  return { ...value }
                },
              },
            ],
          }),
          // Without versions, overlapping writes of a key are in order only when serialised.
          ...(!versions && { scope: key }),
        })
        .then(
          () => {
            this.#say(`done ${id}: ${key}`)
            if (this.#resets !== resets || !made) return
            checker.invalidated(sure, settledAt)
            // Versions are per key: a floor is raised for what is named, not for what a pattern reaches.
            if (target === key) checker.succeeded([key], made.n)
            if (isOptimistic || isCommitted) checker.keeps(owner, key, id, settledAt)
          },
          (error: unknown) => {
            this.#say(`failed ${id}: ${key}, ${error}`)
            if (this.#resets === resets && !isDefiniteRejection(error)) checker.invalidated(sure, settledAt)
            throw error
          },
        )
        .finally(end)
    this.#wait(owner, 'mutate', [], run, true)
  }

  /** The weather clears, everybody looks, nothing changes any more. */
  async #calm(): Promise<void> {
    const hadLag = this.weather.lag > 0
    Object.assign(this.weather, { faults: 0, delay: 5, lag: 0 })
    for (const [owner, manager] of this.#managers.entries()) {
      if (this.#paused.delete(owner)) manager.resume()
    }
    this.#turn({ visible: true, online: true, focused: true })
    // A replica that lagged cannot know what it had missed: where nobody polls, that is told once more.
    for (const key of KEYS) if (hadLag && this.#managers[0]) this.#tell(this.#managers[0], key)
    for (let n = 0; n < 5; n++) {
      await this.clock.advance(25_000)
      this.#look()
    }
    this.#turn({ visible: false })
    await this.clock.advance(6000)
    this.#turn({ visible: true })
    await this.clock.advance(2000)
    this.#look()
  }

  /** Everything wanted is fresh and equals the server; nobody waits any more. */
  #converged(): void {
    for (const { owner, key } of this.#registrations) {
      const snapshot = this.#managers[owner]?.getSnapshot<Value>(key)
      const { n } = this.server.read(key)
      // An error beside data that is still fresh goes with the next request, which a poll makes.
      const isHealed = snapshot?.error === undefined || this.#options.get(key)?.interval === 0
      if (snapshot?.data?.n === n && snapshot.freshness === 'fresh' && isHealed) continue
      const { data, freshness, error } = snapshot ?? {}
      this.checker.broken(
        'convergence',
        `${owner} ${key}: ${data?.n} ${freshness} ${error}, the server has ${n}`,
      )
    }
    for (const name of this.#open) this.checker.broken('promises settle', `${name} is still open`)
  }

  async #end(): Promise<void> {
    for (const manager of this.#managers) manager.dispose()
    this.#isOver = true
    await flush()
    if (this.#timers.size > 0) this.checker.broken('quiet when gone', `${this.#timers.size} timers are left`)
    await this.clock.advance(60_000)
    if (this.#timers.size > 0) this.checker.broken('quiet when gone', `${this.#timers.size} timers came back`)
  }
}
