/** The loads of one life: requests on their way, what each `load` is to settle with, and with what it did. */
import { deferred, flush } from '@freshline/test-utils'
import type { LoadOptions, TtlCache } from '@freshline/core'
import { strictEqual } from 'node:assert/strict'
import type { Spelled } from './cache-operations'
import { toLife, type Answer, type Flight, type Held, type NaiveCache, type Value } from './naive-cache'

/** A request of the real cache, and what stands for it in the naive one. */
interface Asked {
  readonly flight: Flight
  readonly answer: ReturnType<typeof deferred<Value>>
}

/** How a request ended: whether its answer was stored, and in place of what. */
interface End {
  readonly key: string
  readonly isTaken: boolean
  readonly before: Held | undefined
}

const FAILED = 'failed'

export class CacheLoads {
  readonly #cache: TtlCache<Value>
  readonly #naive: NaiveCache
  readonly #toWall: (elapsed: number) => number
  #asked: Asked[] = []
  #tell: () => void = () => {}
  /** By load, in their order. */
  readonly expected: unknown[] = []
  readonly settled: unknown[] = []

  constructor(cache: TtlCache<Value>, naive: NaiveCache, toWall: (elapsed: number) => number) {
    this.#cache = cache
    this.#naive = naive
    this.#toWall = toWall
  }

  /** How many requests are on their way. */
  get pending(): number {
    return this.#asked.length
  }

  begin({ on, options }: { readonly on: Spelled; readonly options: LoadOptions }): Promise<void> {
    const index = this.settled.push(undefined) - 1
    const asked: Asked['answer'][] = []
    void this.#cache
      .load(
        on.key,
        () => {
          const answer = deferred<Value>()
          asked.push(answer)
          return answer.promise
        },
        options,
      )
      .then(
        (answer) => (this.settled[index] = answer),
        () => (this.settled[index] = FAILED),
      )
    const flight = this.#expect(on, options, index)
    strictEqual(asked.length, flight ? 1 : 0)
    for (const answer of asked) if (flight) this.#asked.push({ flight, answer })
    return flush()
  }

  /** What a load is to answer, at once or later; the request that it should have made, if it should. */
  #expect({ text }: Spelled, options: LoadOptions, index: number): Flight | undefined {
    const naive = this.#naive
    const { staleWhileRevalidate = 0, staleIfError = 0, force = false } = options
    const life = toLife(options)
    const used = force ? undefined : naive.use(text)
    const stale = force || used ? undefined : naive.stale(text, staleWhileRevalidate)
    const held = used ?? stale
    this.expected[index] = held && this.#toAnswer(held)
    if (used) return void naive.hits++
    if (stale) naive.staleHits++
    else naive.misses++
    // One that waits is as new as what is known now: its own request may be older, and something newer be written.
    const since = naive.sequence
    const joined = naive.joinable(text, life.tags, force)
    const flight = joined ?? naive.begin(text, life, force)
    const settle = (answer: Answer | undefined) => (this.expected[index] = answer ?? FAILED)
    if (!stale) flight.waiters.push({ since, staleIfError, settle })
    return joined ? undefined : flight
  }

  /** A request is answered, or fails where there is no value. Who waits for it is told by `tell`. */
  async settle(at: number, value: Value | undefined): Promise<End | undefined> {
    const asked = this.#asked[at % Math.max(1, this.#asked.length)]
    if (!asked) return undefined
    this.#asked = this.#asked.filter((each) => each !== asked)
    const { flight, answer } = asked
    const { key } = flight
    const naive = this.#naive
    naive.flights = naive.flights.filter((each) => each !== flight)
    const before = naive.find(key)
    if (value) answer.resolve(value)
    else answer.reject(new Error('down'))
    await flush()
    this.#tell = () => (value ? this.#answered(flight, value) : this.#failed(flight))
    const isTaken = value !== undefined && naive.write(key, value, flight.life, flight) !== undefined
    return { key, isTaken, before }
  }

  /** After what had to leave has left. */
  tell(): void {
    this.#tell()
    this.#tell = () => {}
  }

  #answered({ key, waiters }: Flight, value: Value): void {
    const naive = this.#naive
    const held = naive.find(key)
    const now = this.#toWall(naive.now)
    for (const { since, settle } of waiters) {
      if (held?.value === value) settle(this.#toAnswer(held, false))
      else if (held && held.started > since && naive.fresh(key)) settle(this.#toAnswer(held))
      else settle({ data: value, cached: false, cachedAt: now, expiresAt: now })
    }
  }

  #failed({ key, waiters }: Flight): void {
    const naive = this.#naive
    for (const { staleIfError, settle } of waiters) {
      const stale = naive.stale(key, staleIfError)
      if (stale) naive.staleHits++
      settle(stale && this.#toAnswer(stale))
    }
  }

  #toAnswer({ value, at, expires }: Held, cached = true): Answer {
    return { data: value, cached, cachedAt: this.#toWall(at), expiresAt: this.#toWall(expires) }
  }
}
