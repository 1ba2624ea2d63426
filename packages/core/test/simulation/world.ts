/** The world of one run: managers on one cache, a server, a network, a page, and the checker that looks on. */
import {
  DataSyncManager,
  fixedEnvironment,
  TtlCache,
  type Clock,
  type Registration,
  type ResourceOptions,
  type SyncEvent,
} from '@freshline/core'
import { fakeClock, flush, seeded, type Chance, type FakeClock } from '@freshline/test-utils'
import { Checker } from './checker'
import { FakeServer, send, type Value, type Weather } from './fake-server'
import { Permissions, type Presence } from './permissions'
import { drawOptions, KEYS, type PlainFetcher, type Scenario } from './scenario'

/** One registration of a key by a manager. */
interface Registered {
  readonly owner: number
  readonly key: string
  readonly registration: Registration<Value>
}

export class World {
  readonly scenario: Scenario
  readonly clock: FakeClock = fakeClock()
  readonly chance: Chance
  readonly weather: Weather
  readonly checker: Checker
  readonly permissions: Permissions
  readonly server = new FakeServer(this.clock)
  readonly cache: TtlCache
  readonly managers: DataSyncManager[] = []
  readonly options = new Map<string, ResourceOptions<Value>>()
  readonly registrations: Registered[] = []
  /** Open mutations by the key they write. */
  readonly writing = new Map<string, number>()
  mutations = 0
  resets = 0
  readonly #environment = fixedEnvironment()
  /** Timers that the managers hold; the network's are not theirs. */
  readonly #timers = new Set<unknown>()
  /** Promises that were given and are not settled yet. */
  readonly #open = new Set<string>()
  readonly #isWatched: boolean
  #isOver = false

  constructor(scenario: Scenario) {
    this.scenario = scenario
    const { versions, managers = 1, sabotage = {} } = scenario
    const chance = (this.chance = seeded(scenario.seed))
    this.weather = {
      faults: chance.pick([0, 10, 35]),
      delay: chance.pick([5, 400, 2500]),
      lag: versions ? chance.pick([0, 1500, 6000]) : 0,
    }
    this.#isWatched = chance.percent(60)
    const maxConcurrent = chance.whole(1, 6)
    this.checker = new Checker({ maxConcurrent, now: () => this.clock.monotonic() })
    this.permissions = new Permissions(managers)
    const clock = this.#countingClock()
    const cache = (this.cache = new TtlCache({ clock, gcTime: 86_400_000 }))
    const environment = sabotage.environment?.(this.#environment) ?? this.#environment
    for (const key of KEYS)
      this.options.set(key, drawOptions(chance, key, sabotage.tellsVersions ?? versions))
    for (let owner = 0; owner < managers; owner++) {
      const report = (error: unknown, where: string) =>
        this.checker.broken('promises settle', `${where}: ${error}`)
      const made = new DataSyncManager({ clock, environment, cache, maxConcurrent, report })
      const manager = sabotage.manager?.(made) ?? made
      manager.on('*', (event) => this.#heard(owner, event))
      this.managers.push(manager)
    }
  }

  /** Who is there at the beginning. */
  begin(): void {
    for (const [owner, manager] of this.managers.entries()) {
      for (const key of KEYS) {
        if (this.#isWatched) {
          manager.subscribe<Value>(key, (snapshot) => this.checker.saw(owner, snapshot, key, true))
        }
        if (this.chance.percent(80)) this.register(owner, key)
      }
    }
  }

  /** Notes a line for whoever looks into a run. */
  say(line: string): void {
    this.scenario.trace?.(`${this.clock.monotonic()} #${this.checker.sequence} ${line}`)
  }

  register(owner: number, key: string): void {
    const manager = this.managers[owner]
    if (!manager) return
    this.checker.asked([key])
    this.permissions.first(owner, key)
    const registration = manager.register<Value>(key, this.fetcher(owner, key), this.options.get(key) ?? {})
    this.registrations.push({ owner, key, registration })
  }

  isRegistered(key: string, owner?: number): boolean {
    return this.registrations.some(
      (each) => each.key === key && (owner === undefined || each.owner === owner),
    )
  }

  /** The fetcher of a key: what the server holds, or a replica of it. `owner` -1: a `load` of the cache. */
  fetcher(owner: number, key: string): PlainFetcher {
    const { checker, chance, permissions, scenario, server, weather } = this
    const plain: PlainFetcher = ({ signal }) => {
      const name = `${owner} ${key}`
      if (this.#isOver) checker.broken('quiet when gone', `${key}: asked for after dispose`)
      // A `load` knows nothing of pages and switches.
      const origin = checker.began(key, owner, () => owner < 0 || permissions.mayAsk(key))
      permissions.began(owner, key)
      this.say(`request of ${name}`)
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
        const answered = (value: Value) => {
          if (origin.isLive) origin.value = value
          this.say(`answer to ${name}, begun #${origin.began}: ${JSON.stringify(value)}`)
          over()
          resolve({ ...value })
        }
        const failed = (error: unknown) => {
          over()
          reject(error as Error)
        }
        // Without versions only the order of the starts is known: the server is read when a request starts.
        const how = { atOnce: !scenario.versions, mayHang: owner >= 0 }
        send(this, () => server.read(key, lag), how).then(answered, failed)
      })
    }
    return scenario.sabotage?.fetcher?.(plain) ?? plain
  }

  /** Somebody waits for keys until a promise settles; it must, and must not reject where it says it never does. */
  wait(
    owner: number,
    what: string,
    keys: readonly string[],
    ask: () => Promise<unknown>,
    mayFail = false,
  ): void {
    const name = `${what} ${++this.checker.sequence}`
    this.say(`${name} of ${keys.join()}`)
    this.#open.add(name)
    this.checker.asked(keys)
    this.permissions.wait(owner, keys, 1)
    const done = () => {
      this.#open.delete(name)
      this.permissions.wait(owner, keys, -1)
    }
    ask().then(done, (error: unknown) => {
      done()
      if (!mayFail) this.checker.broken('promises settle', `${name} rejected: ${error}`)
    })
  }

  /** The page, the network or the focus comes or goes. */
  turn(change: Partial<Presence>): void {
    this.say(`turn ${JSON.stringify(change)}`)
    this.permissions.turn(change)
    this.checker.asked(KEYS)
    this.#environment.set(change)
  }

  /** Keys that nobody polls are told of changes. */
  tell(manager: DataSyncManager, key: string): void {
    if ((this.options.get(key)?.interval ?? 0) !== 0) return
    this.checker.invalidated([key])
    this.wait(0, 'invalidate', [], () => manager.invalidate(key))
  }

  /** What everybody could see now. */
  look(): void {
    for (const [owner, manager] of this.managers.entries()) {
      for (const key of KEYS) {
        this.checker.saw(owner, manager.getSnapshot<Value>(key), key, this.#isFollowed(owner, key))
      }
    }
  }

  /** The weather clears, everybody looks, nothing changes any more. */
  async calm(): Promise<void> {
    const hadLag = this.weather.lag > 0
    Object.assign(this.weather, { faults: 0, delay: 5, lag: 0 })
    for (const [owner, manager] of this.managers.entries()) {
      if (this.permissions.paused.delete(owner)) manager.resume()
    }
    this.turn({ visible: true, online: true, focused: true })
    // A replica that lagged cannot know what it had missed: where nobody polls, that is told once more.
    for (const key of KEYS) if (hadLag && this.managers[0]) this.tell(this.managers[0], key)
    for (let n = 0; n < 5; n++) {
      await this.clock.advance(25_000)
      this.look()
    }
    this.turn({ visible: false })
    await this.clock.advance(6000)
    this.turn({ visible: true })
    await this.clock.advance(2000)
    this.look()
  }

  /** Everything wanted is fresh and equals the server; nobody waits any more. */
  converged(): void {
    for (const { owner, key } of this.registrations) {
      const snapshot = this.managers[owner]?.getSnapshot<Value>(key)
      const { n } = this.server.read(key)
      // An error beside data that is still fresh goes with the next request, which a poll makes.
      const isHealed = snapshot?.error === undefined || this.options.get(key)?.interval === 0
      if (snapshot?.data?.n === n && snapshot.freshness === 'fresh' && isHealed) continue
      const { data, freshness, error } = snapshot ?? {}
      this.checker.broken(
        'convergence',
        `${owner} ${key}: ${data?.n} ${freshness} ${error}, the server has ${n}`,
      )
    }
    for (const name of this.#open) this.checker.broken('promises settle', `${name} is still open`)
  }

  /** The managers are disposed of; nothing of theirs goes on. */
  async end(): Promise<void> {
    for (const manager of this.managers) manager.dispose()
    this.#isOver = true
    await flush()
    if (this.#timers.size > 0) this.checker.broken('quiet when gone', `${this.#timers.size} timers are left`)
    await this.clock.advance(60_000)
    if (this.#timers.size > 0) this.checker.broken('quiet when gone', `${this.#timers.size} timers came back`)
  }

  #isFollowed(owner: number, key: string): boolean {
    return this.#isWatched || this.isRegistered(key, owner)
  }

  #heard(owner: number, event: SyncEvent): void {
    const { type, key = '', reason, snapshot } = event
    this.say(`${type} ${owner} ${key} (${reason}) ${JSON.stringify(snapshot?.data)} ${snapshot?.freshness}`)
    this.checker.heard(owner, event, this.#isFollowed(owner, key))
    this.permissions.heard(owner, event)
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
}
