/**
 * Loads under way. One serves all who ask meanwhile, yet nobody who began to ask after an invalidation is given what
 * was loaded before it. It ends when everybody who waited has left, or when it takes too long.
 */
import { CodedError } from '@freshline/core/shared'
import type { LoadMark } from '../log'
import type { Timers } from '../stores'

/** What a load is about. */
export interface FlightPlan {
  /** What it will be stored under. */
  readonly id: string
  /** Canonical key. */
  readonly key: string
  /** Labels. */
  readonly tags: readonly string[]
  /** Whether caches further up are passed by. */
  readonly forced: boolean
  /** Milliseconds until it counts as failed. */
  readonly timeout: number
}

/** A load under way. */
export class Flight<T> {
  readonly plan: FlightPlan
  /** Where it began. */
  readonly mark: LoadMark
  readonly #controller = new AbortController()
  readonly #answer: Promise<T>
  #waiting = 0

  constructor(plan: FlightPlan, mark: LoadMark, run: (signal: AbortSignal) => Promise<T>, timers: Timers) {
    this.plan = plan
    this.mark = mark
    const { signal } = this.#controller
    this.#answer = new Promise<T>((resolve, reject) => {
      const fail = () => reject(signal.reason as Error)
      signal.addEventListener('abort', fail)
      const timer =
        plan.timeout === Infinity
          ? undefined
          : timers.schedule(() => this.#controller.abort(lateness(plan)), plan.timeout)
      run(signal)
        .then(resolve, reject)
        .finally(() => {
          signal.removeEventListener('abort', fail)
          timers.cancel(timer)
        })
    })
    // Somebody may leave before it fails; then nobody listens.
    this.#answer.catch(() => {})
  }

  /** Whether everybody has left, or it took too long. */
  get isOver(): boolean {
    return this.#controller.signal.aborted
  }

  /** Waits for the answer. Leaving by the signal ends the load only where nobody else waits. */
  async wait(signal?: AbortSignal): Promise<T> {
    this.#waiting++
    if (!signal) return this.#answer
    let leave = () => {}
    const left = new Promise<never>((_, reject) => {
      leave = () => {
        if (--this.#waiting === 0) this.#controller.abort(signal.reason)
        reject(signal.reason as Error)
      }
    })
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave)
    try {
      return await Promise.race([this.#answer, left])
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }

  /** Calls `fn` once it has an answer, failed, or ended for all. */
  onEnd(fn: () => void): void {
    this.#answer.then(fn, fn)
  }

  /** Ends it for all. */
  abort(reason: unknown): void {
    this.#controller.abort(reason)
  }
}

/** All loads under way, by what they will be stored under. */
export class Flights<T> {
  readonly #byId = new Map<string, Set<Flight<T>>>()
  readonly #timers: Timers

  constructor(timers: Timers) {
    this.#timers = timers
  }

  /** The newest load that may be joined. */
  find(plan: FlightPlan, isGood: (mark: LoadMark, key: string, tags: readonly string[]) => boolean) {
    const flights = [...(this.#byId.get(plan.id) ?? [])].reverse()
    return flights.find(
      (flight) =>
        !flight.isOver &&
        (flight.plan.forced || !plan.forced) &&
        isGood(flight.mark, plan.key, flight.plan.tags) &&
        isGood(flight.mark, plan.key, plan.tags),
    )
  }

  /** Begins a load. */
  start(plan: FlightPlan, mark: LoadMark, run: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const flights = this.#byId.get(plan.id) ?? new Set()
    this.#byId.set(plan.id, flights)
    const flight = new Flight<T>(plan, mark, run, this.#timers)
    flights.add(flight)
    flight.onEnd(() => {
      flights.delete(flight)
      if (flights.size === 0 && this.#byId.get(plan.id) === flights) this.#byId.delete(plan.id)
    })
    return flight
  }

  /** Ends all loads. */
  abortAll(reason: unknown): void {
    for (const flights of this.#byId.values()) for (const flight of flights) flight.abort(reason)
  }
}

function lateness({ key, timeout }: FlightPlan): CodedError {
  return new CodedError('load_timeout', `loading "${key.slice(0, 200)}" took longer than ${timeout} ms`)
}
