/** What a page asks for, and when: rules 1, 8 and 10, and that there is no storm. */
import type { Judge } from './rules'

/** Who asks: a manager, with a budget of its own. */
export interface Asker {
  readonly maxConcurrent: number
}

/** How a request is made. */
interface Manner {
  /** Whether the cache made it for a `load`, of which the manager's budget knows nothing. */
  readonly isLoad: boolean
  /** Past every cache on the way. */
  readonly isForced: boolean
}

/** A request of the page: on its way until it is answered, fails, or is given up. */
export interface Flight extends Manner {
  readonly key: string
  readonly asker: Asker
  /** When it began, in the order of everything on the page. */
  readonly began: number
  isLive: boolean
}

/** What is known of the requests for one key. */
interface Known {
  /** After this the next request may overlap the one in flight: an invalidation, a forced refresh, a removal. */
  licence: number
  /** When requests began, and when something happened that may lead to one, in the last seconds. */
  began: number[]
  asked: number[]
  /** Since when nothing kept a poll back, or the last request began or ended: the next poll is due from then. */
  since: number
  /** Those whose last request failed, or may have been somebody else's that did. */
  readonly failed: Set<Asker>
  /** Since when a request is owed to an invalidation, by who was there then. */
  readonly owed: Map<Asker, number>
}

/** What the checker has to know of the page. */
export interface PageFacts {
  /** Monotonic time. */
  now(): number
  /** Whether a manager may ask for a key. */
  mayAsk(asker: Asker, key: string): boolean
}

export class RequestChecker {
  readonly #judge: Judge
  readonly #facts: PageFacts
  readonly #known = new Map<string, Known>()
  #live: Flight[] = []
  /** Until when polls of all keys may have been kept back, of those too that nobody has asked for yet. */
  #since = 0
  /** When a request ended last. */
  #freed = 0

  constructor(judge: Judge, facts: PageFacts) {
    this.#judge = judge
    this.#facts = facts
  }

  /** Whether a request has ended at this very moment: what follows from that has not begun yet. */
  get isChanging(): boolean {
    return this.#facts.now() - this.#freed < 1
  }

  /** How many requests are on their way. */
  get live(): number {
    return this.#live.length
  }

  /** A request begins: may it? `isLoad`: for a `load` of the cache, which knows nothing of pages and switches. */
  began(asker: Asker, key: string, began: number, { isLoad, isForced }: Manner): Flight {
    const known = this.#of(key)
    // What somebody asks for past every cache does not join what a load or another manager asks for within them.
    const others = this.#live.filter(
      (each) => each.key === key && !(isForced && !each.isForced && (each.isLoad || each.asker !== asker)),
    )
    const newest = Math.max(-1, ...others.map((each) => each.began))
    const flight = { key, asker, began, isLoad, isForced, isLive: true }
    this.#live.push(flight)
    const isAllowed = isLoad || this.#facts.mayAsk(asker, key)
    const isAlone = newest <= known.licence
    if (others.length > 0 && isAlone) this.#judge.tested(1, 'one more after an invalidation')
    // Why it was made, and which one was given up for it, is told at the end of the same turn.
    queueMicrotask(() => {
      if (!isAllowed && !this.#facts.mayAsk(asker, key))
        this.#judge.broken(10, `${key}: asked for although hidden, paused or offline`)
      if (!isAlone && newest > known.licence && others.some((each) => each.isLive))
        this.#judge.broken(1, `${key}: a request although one is in flight`)
      const count = this.#budgeted(asker)
      if (count > asker.maxConcurrent)
        this.#judge.broken(1, `${key}: ${count} requests in flight, ${asker.maxConcurrent} are allowed`)
    })
    const now = this.#facts.now()
    known.began = [...known.began.filter((at) => at > now - 10_000), now]
    known.asked = known.asked.filter((at) => at > now - 20_000)
    // Polls of 3 s with their repetitions, and a few for everything that happened.
    if (known.began.length > 16 + 3 * known.asked.length)
      this.#judge.broken('storm', `${key}: ${known.began.length} requests in 10 s`)
    known.since = Math.max(known.since, now)
    known.owed.clear()
    return flight
  }

  /** A request is over: answered, failed, or given up. Whoever else asks on the page may have joined it. */
  ended(flight: Flight, hasFailed: boolean, askers: readonly Asker[]): void {
    if (!flight.isLive) return
    flight.isLive = false
    this.#freed = this.#facts.now()
    // While the budget is used up, polls of all keys wait.
    if (!this.hasRoom(flight.asker)) this.restart()
    this.#live = this.#live.filter((each) => each !== flight)
    const known = this.#of(flight.key)
    known.since = Math.max(known.since, this.#facts.now())
    if (hasFailed) for (const asker of askers) known.failed.add(asker)
    else if (!flight.isLoad) known.failed.delete(flight.asker)
  }

  /** Something happened after which these keys may be asked for. */
  asked(keys: readonly string[]): void {
    for (const key of keys) {
      this.#of(key).asked.push(this.#facts.now())
      if (this.isLive(key)) this.#judge.tested(1, 'wanted while in flight')
    }
  }

  /** Requests of these keys that are in flight may be followed by another at once. */
  licensed(keys: readonly string[], at: number): void {
    this.asked(keys)
    for (const key of keys) this.#of(key).licence = at
  }

  /** Polls of a key, or of all, may have been kept back until now (or until then). */
  restart(key?: string, until = this.#facts.now()): void {
    if (key === undefined) this.#since = Math.max(this.#since, until)
    for (const known of key === undefined ? this.#known.values() : [this.#of(key)])
      known.since = Math.max(known.since, until)
  }

  /** A key was invalidated: a request follows, at the latest when nothing keeps it back any more. */
  owes(asker: Asker, key: string): void {
    const { owed } = this.#of(key)
    if (!owed.has(asker)) owed.set(asker, this.#facts.now())
  }

  /** Nobody there wants a key any more: nothing is owed to it. Who comes back takes what is held by then. */
  forgives(asker: Asker, key: string): void {
    this.#of(key).owed.delete(asker)
  }

  /** Nothing keeps a key back: what is owed to it is not missing. */
  pays(asker: Asker, key: string): void {
    const { since, owed: debts, failed } = this.#of(key)
    const hasFailed = failed.has(asker)
    const owed = debts.get(asker)
    if (owed === undefined || this.isBusy(asker, key)) return
    const passed = this.#facts.now() - Math.max(since, owed)
    if (owed < since) this.#judge.tested(4, 'an invalidation had to wait')
    // Frequent ones are rationed to one a second; after failures they back off to at most a minute.
    if (passed > (hasFailed ? 65_000 : 8000))
      this.#judge.broken(4, `${key}: invalidated ${passed} ms ago, and not asked for since`)
  }

  /** A key is polled and nothing keeps it back: the poll is not missing. */
  polls(asker: Asker, key: string, interval: number): void {
    if (this.isBusy(asker, key)) return
    const { since, failed } = this.#of(key)
    const hasFailed = failed.has(asker)
    const passed = this.#facts.now() - since
    // A failing poll backs off to at most eight intervals.
    const most = (hasFailed ? 8 : 1) * interval + 1500
    if (passed > interval / 2) this.#judge.tested(8, hasFailed ? 'a poll after a failure' : 'a poll')
    if (passed > most) this.#judge.broken(8, `${key}: not polled for ${passed} ms, every ${interval} is said`)
  }

  /** How many requests began since a moment. */
  countSince(key: string, at: number): number {
    return this.#of(key).began.filter((began) => began >= at).length
  }

  /** Whether a key is on its way, or everything waits for its turn. */
  isBusy(asker: Asker, key: string): boolean {
    return !this.hasRoom(asker) || this.isLive(key)
  }

  isLive(key: string): boolean {
    return this.#live.some((each) => each.key === key)
  }

  /** Whether there is room for one request more. */
  hasRoom(asker: Asker): boolean {
    return this.#budgeted(asker) < asker.maxConcurrent
  }

  /** Whether polls of a key are kept back until later: by a server that wants patience. */
  isPatient(key: string): boolean {
    return this.#of(key).since > this.#facts.now()
  }

  #budgeted(asker: Asker): number {
    return this.#live.filter((each) => !each.isLoad && each.asker === asker).length
  }

  #of(key: string): Known {
    let known = this.#known.get(key)
    if (!known) {
      const since = Math.max(this.#since, this.#facts.now())
      this.#known.set(
        key,
        (known = { licence: 0, began: [], asked: [], since, failed: new Set(), owed: new Map() }),
      )
    }
    return known
  }
}
