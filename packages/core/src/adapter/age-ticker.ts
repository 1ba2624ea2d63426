/** One timer for all ages that a page shows: at most two ticks a second, none while hidden or unwatched. */
import type { DataSyncManager } from '../manager'

/** Ages move in whole seconds below a minute, and in half minutes above. */
const stepOf = (age: number): number => (age < 60_000 ? 1000 : 30_000)

/** Ages on a page, by one manager's clock and environment. */
export class AgeTicker {
  readonly #manager: DataSyncManager
  readonly #watchers = new Map<() => void, number>()
  #now = -Infinity
  #dueAt = Infinity
  #timer: unknown
  #off: (() => void) | undefined

  constructor(manager: DataSyncManager) {
    this.#manager = manager
  }

  /** The age of what was updated then, rounded down to its step, and steady between ticks. */
  ageOf(updatedAt: number): number {
    const time = this.#manager.clock.now()
    if (Math.abs(time - this.#now) >= 1000) this.#now = time
    const age = Math.max(0, this.#now - updatedAt)
    return age - (age % stepOf(age))
  }

  /** Calls `onTick` when the age of what was updated then has moved on. */
  watch(updatedAt: number, onTick: () => void): () => void {
    this.#off ??= this.#manager.environment.subscribe(this.#tick)
    this.#watchers.set(onTick, updatedAt)
    this.#expect(updatedAt)
    return () => {
      this.#watchers.delete(onTick)
      if (this.#watchers.size > 0) return
      this.#off = void this.#off?.()
      this.#rest()
    }
  }

  #expect(updatedAt: number): void {
    const { clock, environment } = this.#manager
    const time = clock.now()
    const age = Math.max(0, time - updatedAt)
    const dueAt = time + Math.max(500, stepOf(age) - (age % stepOf(age)))
    if (dueAt >= this.#dueAt || !environment.isVisible()) return
    this.#rest()
    this.#dueAt = dueAt
    this.#timer = clock.schedule(this.#tick, dueAt - time)
  }

  readonly #tick = (): void => {
    this.#rest()
    if (!this.#manager.environment.isVisible()) return
    this.#now = this.#manager.clock.now()
    for (const [onTick, updatedAt] of this.#watchers) {
      onTick()
      this.#expect(updatedAt)
    }
  }

  #rest(): void {
    this.#manager.clock.cancel(this.#timer)
    this.#dueAt = Infinity
  }
}

const tickers = new WeakMap<DataSyncManager, AgeTicker>()

/** The ticker of a manager, by its clock and environment. */
export function tickerOf(manager: DataSyncManager): AgeTicker {
  const ticker = tickers.get(manager) ?? new AgeTicker(manager)
  tickers.set(manager, ticker)
  return ticker
}
