/**
 * A naive reference for metrics: it sees a manager from outside only (what is called, what is shown, what the server is
 * asked), keeps everything for ever, and works every figure out anew from that.
 */
import type { DataSyncManager, Snapshot } from '@freshline/core'
import type { FakeClock } from '@freshline/test-utils'

/** What a figure is worked out from. */
interface Wait {
  readonly start: number
}

/** The exact percentiles of values: nearest rank. */
export function exactly(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? null
  const sum = values.reduce((all, value) => all + value, 0)
  return {
    count: values.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    max: sorted.at(-1) ?? null,
    mean: values.length > 0 ? sum / values.length : null,
  }
}

/** Keeps what happened to one manager. */
export class Reference {
  readonly ages: number[] = []
  readonly waits: number[] = []
  reads = 0
  invalidated = 0
  sent = 0
  receivedBytes = 0
  savedBytes = 0
  succeeded = 0
  failed = 0
  /** Since when somebody looks, and the manager may ask; with every moment at which that changed. */
  readonly #switches: { readonly at: number; readonly runs: boolean }[] = [{ at: 0, runs: true }]
  readonly #pending = new Map<string, Wait>()
  readonly #clock: FakeClock
  readonly #manager: DataSyncManager

  constructor(manager: DataSyncManager, clock: FakeClock) {
    this.#manager = manager
    this.#clock = clock
    manager.on('invalidated', () => this.invalidated++)
  }

  /** Somebody begins to need a key: before the call. */
  read(key: string): void {
    this.reads++
    const { updatedAt } = this.#manager.getSnapshot(key)
    if (updatedAt !== undefined) this.ages.push(this.#clock.now() - updatedAt)
  }

  /** The page, the network or the switch changed. */
  look(runs: boolean): void {
    this.#switches.push({ at: this.#clock.monotonic(), runs })
  }

  /** A key that is watched and wanted changed somewhere at a time. */
  changed(key: string, at: number): void {
    if (!this.#pending.has(key)) this.#pending.set(key, { start: at })
  }

  /** Nobody waits for the key any more. */
  dropped(key: string): void {
    this.#pending.delete(key)
  }

  /** A watcher was told. */
  told(snapshot: Snapshot): void {
    const wait = this.#pending.get(snapshot.key)
    if (!wait || snapshot.freshness !== 'fresh') return
    this.#pending.delete(snapshot.key)
    this.waits.push(this.#seen(wait.start, this.#clock.monotonic()))
  }

  /** How much of a span somebody looked, worked out from every switch there ever was. */
  #seen(from: number, to: number): number {
    let seen = 0
    for (const [place, { at, runs }] of this.#switches.entries()) {
      const end = this.#switches[place + 1]?.at ?? Infinity
      if (runs) seen += Math.max(0, Math.min(end, to) - Math.max(at, from))
    }
    return seen
  }
}
