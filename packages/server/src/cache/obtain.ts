/**
 * The heart of the cache: find what is held, judge it, else load once for all who ask, else let old data stand in.
 * It knows bytes, marks and times; what the bytes mean is decided by who calls.
 */
import type { ServerClock } from '../base/clock'
import type { LoadMark } from '../log'
import type { EntryStore, FoundEntry, StoredEntry, Timers } from '../stores'
import type { Counters } from './counters'
import { Flights } from './flights'
import type { LoadPlan } from './load-plan'

/** What a load brought. */
export interface Produced {
  /** Noted beside the content. */
  readonly head: string
  readonly body: Uint8Array
  /** May it be kept? */
  readonly keep: boolean
  /** Fresh for so many milliseconds; the plan's where left out. */
  readonly ttl?: number | undefined
  /** May it stand in when a later load fails, and for how long? The plan's where left out. */
  readonly staleIfError?: number | undefined
  /** May it be given while a new one is loaded, and for how long? The plan's where left out. */
  readonly staleWhileRevalidate?: number | undefined
  /** Stored under another id than the plan's. */
  readonly id?: string | undefined
  /** Tells what the variants of an answer differ by, under an id of its own. */
  readonly helper?: { readonly id: string; readonly head: string } | undefined
}

/** What was found or loaded. */
export interface Obtained {
  readonly head: string
  readonly body: Uint8Array
  readonly cachedAt: number
  readonly expiresAt: number
  readonly cached: boolean
  readonly stale: boolean
  /** Why loading failed, where old data stands in. */
  readonly error?: unknown
  /** Somebody else's load brought it. */
  readonly joined?: boolean
  /** Whether it was one that may be kept. */
  readonly kept?: boolean
}

/** Gets the bytes; told of what is held, however old. */
export type Produce = (signal: AbortSignal, held: StoredEntry | undefined) => Promise<Produced>

/** Settings of one {@link Obtainer.obtain}. */
export interface ObtainOptions {
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined
  /** Whether somebody else's load will do. Default: true. */
  readonly mayJoin?: boolean | undefined
  /** What was read under the plan's id since the request began. Default: it is read. */
  readonly found?: FoundEntry | undefined
}

/** The outside world of {@link Obtainer}. */
export interface ObtainerParts {
  readonly store: EntryStore
  readonly clock: ServerClock
  readonly timers: Timers
  readonly counters: Counters
  readonly maxEntryBytes: number
  readonly onError: (error: unknown) => void
}

/** By how much the clocks of instances may differ, in milliseconds. */
const MAX_SKEW = 5000

type Landed = Omit<Obtained, 'joined'>

export class Obtainer {
  readonly flights: Flights<Landed>
  readonly #parts: ObtainerParts

  constructor(parts: ObtainerParts) {
    this.#parts = parts
    this.flights = new Flights(parts.timers)
  }

  /** @throws what `produce` threw, where nothing may stand in; the reason of `signal` */
  async obtain(
    plan: LoadPlan,
    produce: Produce,
    { signal, mayJoin = true, found }: ObtainOptions = {},
  ): Promise<Obtained> {
    const { store, counters } = this.#parts
    signal?.throwIfAborted()
    const held = found ?? (await store.read(plan.id))
    const answer = plan.forced ? undefined : this.#answerFrom(held, plan, produce)
    if (answer) return answer
    signal?.throwIfAborted()
    counters.misses++
    const known = mayJoin ? this.#findFlight(plan) : undefined
    if (known) counters.joins++
    try {
      const landed = await (known ?? this.#start(plan, produce, held)).wait(signal)
      return known ? { ...landed, joined: true } : landed
    } catch (error) {
      signal?.throwIfAborted()
      const lastGood = await this.#findLastGood(plan)
      if (!lastGood) throw error
      counters.misses--
      counters.staleHits++
      return { ...toObtained(lastGood), stale: true, error }
    }
  }

  /** What is held, where it may be given at once. */
  #answerFrom(found: FoundEntry | undefined, plan: LoadPlan, produce: Produce): Obtained | undefined {
    const { clock, counters } = this.#parts
    if (found?.verdict !== 'good' || found.entry.isHelper) return undefined
    const { entry } = found
    const now = clock.now()
    // The clock was set back: nobody knows how old it is.
    if (entry.cachedAt > now + MAX_SKEW) return undefined
    if (now < entry.expiresAt) {
      counters.hits++
      return { ...toObtained(entry), stale: false }
    }
    if (now >= Math.min(entry.removeAt, entry.expiresAt + plan.staleWhileRevalidate)) return undefined
    counters.staleHits++
    // Behind the answer: nobody waits for it, so a failure is only reported.
    const flight = this.#findFlight(plan) ?? this.#start(plan, produce, found)
    flight.wait().catch(this.#parts.onError)
    return { ...toObtained(entry), stale: true }
  }

  async #findLastGood(plan: LoadPlan): Promise<StoredEntry | undefined> {
    const { store, clock } = this.#parts
    const held = (store.peek(plan.id) ?? (await store.read(plan.id)))?.entry
    return held && !held.isHelper && clock.now() < Math.min(held.removeAt, held.expiresAt + plan.staleIfError)
      ? held
      : undefined
  }

  #findFlight(plan: LoadPlan) {
    const { store } = this.#parts
    return this.flights.find(plan, (mark, key, tags) => store.judge(mark, key, tags) === 'good')
  }

  #start(plan: LoadPlan, produce: Produce, found: FoundEntry | undefined) {
    const { store, counters } = this.#parts
    const held = found?.entry.isHelper ? undefined : found?.entry
    // The mark is what decides later, so it is taken before anything is asked.
    const mark = store.mark()
    counters.loads++
    return this.flights.start(plan, mark, async (signal) => {
      try {
        const produced = await produce(signal, held)
        // Given up meanwhile: nobody is there to be answered, and a newer load may have landed.
        signal.throwIfAborted()
        return await this.#land(plan, mark, produced)
      } catch (error) {
        counters.errors++
        throw error
      }
    })
  }

  async #land(plan: LoadPlan, mark: LoadMark, produced: Produced): Promise<Landed> {
    const { store, clock, counters, maxEntryBytes } = this.#parts
    const { head, body } = produced
    const cachedAt = clock.now()
    const expiresAt = cachedAt + (produced.ttl ?? plan.ttl)
    // An invalidation has overtaken it: who asked before may have it, but nobody may believe it fresh.
    const stale = store.judge(mark, plan.key, plan.tags) !== 'good'
    const landed = {
      head,
      body,
      cachedAt,
      expiresAt: stale ? cachedAt : expiresAt,
      cached: false,
      stale,
      kept: produced.keep,
    }
    const removeAt =
      expiresAt +
      Math.max(
        produced.staleIfError ?? plan.staleIfError,
        produced.staleWhileRevalidate ?? plan.staleWhileRevalidate,
      )
    if (!produced.keep || removeAt <= cachedAt) return landed
    if (body.byteLength > maxEntryBytes) {
      counters.tooLarge++
      return landed
    }
    const { key, tags } = plan
    const common = { key, tags, cachedAt, expiresAt, removeAt }
    if (produced.helper !== undefined) {
      const helper = { ...produced.helper, body: new Uint8Array(), isHelper: true as const }
      await store.write({ ...common, ...helper }, mark)
    }
    await store.write({ ...common, id: produced.id ?? plan.id, head, body }, mark)
    return landed
  }
}

function toObtained({ head, body, cachedAt, expiresAt }: StoredEntry): Omit<Obtained, 'stale'> {
  return { head, body, cachedAt, expiresAt, cached: true, kept: true }
}
