/** Makes the demo's data change by itself: one small event every few seconds. */
import type { SyncAnswer } from '../api-types.ts'
import type { Database } from '../db/database.ts'
import { createRandom, type Random } from '../seed/random.ts'
import { pruneAudit } from '../data/audit.ts'
import { happen } from './events.ts'

/** Ticks between clean-ups of the audit log. */
const PRUNE_EVERY = 100

/** What a job needs. */
export interface JobOptions {
  db: Database
  /** Epoch milliseconds. */
  now: () => number
  /** Mean time between events in milliseconds; single ones differ by up to half. 0: only `tick()` makes events. */
  intervalMs: number
  /** The same seed and the same data give the same events. */
  seed: number
  /** Told after each event, once it is committed. */
  onChange: () => void
  /** Told when an event failed; the job goes on. */
  onError: (error: unknown) => void
}

/** The job of one app. */
export class BackgroundJob {
  readonly #options: JobOptions
  readonly #random: Random
  #timer: ReturnType<typeof setTimeout> | undefined
  #ticks = 0
  #lastTickAt: number | null = null

  constructor(options: JobOptions) {
    this.#options = options
    this.#random = createRandom(options.seed)
  }

  /** Begins, unless the interval is 0. */
  start(): void {
    const { intervalMs } = this.#options
    if (intervalMs === 0) return
    // The wait is not taken from the events' own sequence, which `tick()` alone must be able to repeat.
    this.#timer = setTimeout(() => this.#run(), intervalMs * (0.5 + Math.random()))
  }

  /** Ends; an event is never cut in half because it is synchronous. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** Makes one event happen now. */
  tick(): void {
    const { db, now } = this.#options
    const at = now()
    db.transaction(() => happen({ db, at, random: this.#random }))
    this.#ticks += 1
    this.#lastTickAt = at
    if (this.#ticks % PRUNE_EVERY === 0) pruneAudit(db)
    this.#options.onChange()
  }

  /** For the page that shows how synchronisation does. */
  state(): SyncAnswer['job'] {
    return {
      running: this.#timer !== undefined,
      intervalMs: this.#options.intervalMs,
      ticks: this.#ticks,
      lastTickAt: this.#lastTickAt,
    }
  }

  #run(): void {
    try {
      this.tick()
    } catch (error) {
      this.#options.onError(error)
    }
    this.start()
  }
}
