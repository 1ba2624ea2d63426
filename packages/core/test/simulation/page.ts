/** One life of a page: a manager with its own cache, clock and surroundings, and the checkers that look on. */
import {
  DataSyncManager,
  HttpError,
  httpPropagate,
  httpResource,
  NetworkError,
  TtlCache,
  type FetchContext,
  type Registration,
  type Snapshot,
  type SyncEvent,
} from '@freshline/core'
import { AnnouncementChecker } from './check-announcements'
import { ReadChecker } from './check-reads'
import { RequestChecker } from './check-requests'
import type { Answer, Asked } from './network'
import { PageClock } from './page-clock'
import { PageEnvironment } from './page-environment'
import { Permissions, type Presence } from './permissions'
import { KEYS } from './plan'
import type { Judge, Rule } from './rules'
import type { Forgotten, Value } from './server'
import type { World } from './world'

/** The names of a page's keys in URLs. */
const SERVER = 'https://server.test/'

export class Page {
  readonly world: World
  /** Its place in the world, which outlives it: a reload puts another page there. */
  readonly slot: number
  readonly clock: PageClock
  readonly environment: PageEnvironment
  readonly manager: DataSyncManager
  readonly cache: TtlCache
  readonly permissions: Permissions
  readonly reads: ReadChecker
  readonly requests: RequestChecker
  readonly announcements: AnnouncementChecker
  readonly registrations: { readonly key: string; readonly registration: Registration<Value> }[] = []
  readonly watches = new Map<string, () => void>()
  /** Open mutations by the key they write. */
  readonly writing = new Map<string, number>()
  /** The order of everything that happens on the page. */
  sequence = 0
  resets = 0
  isAway = false
  isGone = false
  isDisposed = false
  readonly #judge: Judge
  /** What arrived while nothing could run. */
  readonly #inbox: (() => void)[] = []
  /** Promises that were given and are not settled yet. */
  readonly #open = new Set<string>()

  constructor(world: World, slot: number, presence: Presence) {
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
    const judge: Judge = (this.#judge = {
      broken: (rule, what) => this.broken(rule, what),
      tested: (rule, how) => world.tally.add(`rule ${rule}: ${how}`),
    })
    const maxConcurrent = chance.pick([1, 2, 4, 20])
    this.reads = new ReadChecker(judge, () => clock.elapsed())
    this.requests = new RequestChecker(judge, {
      maxConcurrent,
      now: () => clock.monotonic(),
      mayAsk: (key) => this.permissions.mayAsk(key),
    })
    this.announcements = new AnnouncementChecker(judge, maxConcurrent === 20)
    this.cache = new TtlCache({ clock, gcTime: 86_400_000 })
    const plugins = world.scenario.plugins?.(this) ?? []
    this.manager = new DataSyncManager({
      clock,
      environment: this.environment,
      cache: this.cache,
      maxConcurrent,
      report: (error, where) => this.#reported(error, where),
      plugins,
      ...(world.isPropagated && { propagate: this.#propagate(), propagateTimeout: 3000 }),
    })
    this.manager.on('*', (event) => this.#heard(event))
  }

  /** Notes a broken promise. */
  broken(rule: Rule, what: string): void {
    // For whoever looks into it; nothing is judged by what the manager says of itself.
    if (this.world.scenario.trace) this.say(`has the state ${JSON.stringify(this.manager.getStatus())}`)
    this.world.broken(rule, `page ${this.slot}: ${what} (at ${Math.round(this.clock.monotonic())} ms)`)
  }

  tested(rule: Rule, how: string): void {
    this.#judge.tested(rule, how)
  }

  /** Notes a line for whoever looks into a run. */
  say(line: string): void {
    this.world.say(`page ${this.slot} #${this.sequence} ${line}`)
  }

  register(key: string): void {
    this.permissions.first(key)
    this.requests.asked([key])
    this.requests.restart(key)
    const { options, isHttp } = this.world.keyOf(key)
    const registration = isHttp
      ? this.manager.register<Value>(httpResource<Value>(SERVER + key, { ...options, ...this.#wire(key) }))
      : this.manager.register<Value>(key, this.fetcher(key), options)
    this.registrations.push({ key, registration })
  }

  watch(key: string): void {
    this.announcements.watched(key, this.manager.getSnapshot(key))
    const off = this.manager.subscribe<Value>(key, (snapshot) => {
      const now = this.manager.getSnapshot<Value>(key)
      this.say(`told ${key}: ${show(snapshot)}`)
      this.announcements.told(key, snapshot, now)
      this.#saw(key, snapshot)
      if (this.world.throwsFor === key) throw new Error('on purpose')
    })
    this.watches.set(key, off)
  }

  unwatch(key: string): void {
    this.watches.get(key)?.()
    this.watches.delete(key)
    this.announcements.unwatched(key)
  }

  isRegistered(key: string): boolean {
    return this.registrations.some((each) => each.key === key)
  }

  isFollowed(key: string): boolean {
    return this.watches.has(key) || this.isRegistered(key)
  }

  /** A fetcher of the page's own. `isLoad`: for a `load` of the cache, of which pages and switches know nothing. */
  fetcher(key: string, isLoad = false): (context: FetchContext) => Promise<Value> {
    return async ({ signal, forceFresh }) => {
      const answer = await this.#ask(key, { key, signal, isForced: forceFresh, mayHang: !isLoad }, isLoad)
      const { status, headers } = answer
      const wait = headers.get('retry-after')
      const retryAfter = wait === null ? undefined : Number(wait) * 1000
      if (status !== 200) throw new HttpError(`answered ${status}`, { status, headers, retryAfter })
      return JSON.parse(await answer.text()) as Value
    }
  }

  /** A mutation's request; it fails as the page's own `fetch` would. */
  async write(key: string, changes: number): Promise<Value> {
    const asked: Asked = { key, changes, isAtOnce: !this.world.versions }
    const answer = await this.#send(asked).catch((cause: unknown) => {
      throw new NetworkError('lost', { cause })
    })
    const { status, headers } = answer
    if (status !== 200) throw new HttpError(`answered ${status}`, { status, headers })
    return JSON.parse(await answer.text()) as Value
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
    this.requests.owes(
      keys.filter((key) => this.isRegistered(key) && !this.permissions.mayBePaused(key)),
    )
  }

  /** Nothing runs for a while, by whatever means; what arrives meanwhile waits. */
  leave(): void {
    this.isAway = true
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

  /** What everybody could see now. `isQuiet`: nothing is under way but what waits for time or the network. */
  look(isQuiet: boolean): void {
    if (this.isGone || this.isAway) return
    for (const key of KEYS) {
      const snapshot = this.manager.getSnapshot<Value>(key)
      this.announcements.consistent(key, snapshot)
      this.#saw(key, snapshot)
      if (isQuiet && !this.isDisposed) this.announcements.settled(key, snapshot)
    }
    if (!isQuiet) return
    if (!this.isDisposed) this.#polls()
    const isIdle = this.isDisposed || (this.#isUnused() && this.#open.size + this.requests.live === 0)
    if (!isIdle) return
    this.tested(9, this.isDisposed ? 'quiet after dispose' : 'quiet when nobody is left')
    const { pending } = this.clock
    if (pending > 0) this.broken(9, `${pending} timers are left`)
    if (this.environment.listening > 0) this.broken(9, `${this.environment.listening} listeners are left`)
  }

  /** Promises that have not been kept at the end. */
  get open(): Iterable<string> {
    return this.#open
  }

  #isUnused(): boolean {
    return this.registrations.length === 0 && this.watches.size === 0
  }

  #polls(): void {
    const { permissions, requests } = this
    if (permissions.page.online && (!permissions.page.visible || permissions.isPaused))
      for (const { key } of this.registrations) if (this.world.keyOf(key).interval) this.tested(10, 'a poll is held')
    const isBusy = [...this.writing.values()].some((count) => count > 0)
    if (isBusy || !permissions.page.visible) return
    for (const { key } of this.registrations) {
      const { interval } = this.world.keyOf(key)
      if (!permissions.isAutomatic(key) || permissions.mayBePaused(key)) continue
      requests.pays(key)
      if (interval > 0) requests.polls(key, interval)
    }
  }

  #saw(key: string, snapshot: Snapshot<Value>): void {
    // Nobody sees a hidden page grow stale, and a sleep that nothing has ended yet cannot have been noticed.
    const isTold = this.permissions.page.visible && !this.clock.isUnnoticed
    this.reads.saw(key, snapshot, this.isFollowed(key), isTold)
  }

  #heard(event: SyncEvent): void {
    const { type, key = '', reason, snapshot } = event
    this.say(`${type} ${key} (${reason}) ${snapshot ? show(snapshot) : ''}`)
    this.announcements.heard(event, this.isFollowed(key))
    this.permissions.heard(event)
  }

  #reported(error: unknown, where: string): void {
    if (where.startsWith('a listener of') || where === 'propagate') return
    this.broken('promises', `${where}: ${String(error)}`)
  }

  /** Tells the server's cache, by the real `httpPropagate`; its timers are its own. */
  #propagate() {
    const clock = this.clock.aside
    const transport = async (_input: string | URL, init: RequestInit) => {
      const forgets = JSON.parse(String(init.body)) as Forgotten
      return (await this.#send({ key: 'cache', forgets, signal: init.signal })) as unknown as Response
    }
    const tell = httpPropagate(`${SERVER}invalidate`, { transport, clock })
    return async (targets: Parameters<typeof tell>[0]) => {
      const report = await tell(targets)
      // What is told late invalidates once more.
      this.requests.licensed(KEYS, ++this.sequence)
      return report
    }
  }

  #wire(key: string) {
    const transport = async (_input: string | URL, init: RequestInit) => {
      const headers = new Headers(init.headers)
      const isForced = headers.get('cache-control') === 'no-cache'
      const etag = headers.get('if-none-match') ?? undefined
      const asked = { key, etag, isForced, signal: init.signal, mayHang: true }
      return (await this.#ask(key, asked, false)) as unknown as Response
    }
    return { key, transport, clock: this.clock }
  }

  async #ask(key: string, asked: Asked, isLoad: boolean): Promise<Answer> {
    if (this.isDisposed && !isLoad) this.broken(9, `${key}: asked for after dispose`)
    const { requests, clock, world } = this
    const flight = requests.began(key, ++this.sequence, isLoad)
    if (!isLoad) this.permissions.began(key)
    const sent = clock.elapsed()
    this.world.tally.add('requests')
    this.say(`asks for ${key}${asked.etag ? ` unless ${asked.etag}` : ''}${asked.isForced ? ', forced' : ''}`)
    asked.signal?.addEventListener('abort', () => requests.ended(flight, true))
    try {
      const answer = await this.#send({ ...asked, isAtOnce: !world.versions })
      this.say(`is answered ${answer.status} for ${key} #${flight.began}: ${JSON.stringify(answer.says)}`)
      const { says } = answer
      if (says && flight.isLive) {
        const { ttl } = world.keyOf(key)
        const until = ttl === undefined ? sent + says.lasts : clock.elapsed() + ttl
        this.reads.brought(key, says.value, flight.began, isLoad ? clock.elapsed() + 60_000 : until)
      }
      const patience = Number(answer.headers.get('retry-after') ?? 0) * 1000
      if (patience > 0) requests.restart(undefined, clock.monotonic() + patience)
      requests.ended(flight, !says)
      return answer
    } catch (error) {
      requests.ended(flight, true)
      throw error
    }
  }

  #send(asked: Asked): Promise<Answer> {
    return this.world.network.send(this.slot, asked, (run) => {
      if (this.isGone) return
      if (this.isAway) this.#inbox.push(run)
      else run()
    })
  }
}

/** A snapshot in a few words. */
function show({ data, freshness, source, error, activity }: Snapshot): string {
  const { n, ids } = (data ?? {}) as Partial<Value>
  return `${n}[${ids?.join() ?? ''}] ${freshness} ${source} ${activity}${error ? ` ${error.message}` : ''}`
}
