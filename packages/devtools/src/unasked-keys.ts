/**
 * Tells of keys that are shown and that no registration brings a fetcher for: nothing else would tell a page that it
 * waits for ever. Looks when the page has had some seconds, and again when something happened since; never more often.
 */
import type { DataSyncManager, ManagerProbe } from '@freshline/core'
import { unasked } from './holds'
import type { Printer } from './printer'

/** How long a key may wait for its registration before it is told of, twice: milliseconds. */
const PATIENCE = 2000

/** A page with more keys than this has no beginner, and is not looked through. */
const MOST_KEYS = 1000

/** Looks for such keys. */
export class UnaskedKeys {
  readonly #manager: DataSyncManager
  readonly #probe: ManagerProbe
  readonly #printer: Printer
  readonly #off: () => void
  readonly #told = new Set<string>()
  #suspects: ReadonlySet<string> = new Set()
  #timer: unknown

  constructor(manager: DataSyncManager, probe: ManagerProbe, printer: Printer) {
    this.#manager = manager
    this.#probe = probe
    this.#printer = printer
    this.#off = manager.on('*', () => this.#lookLater())
    this.#lookLater()
  }

  /** Ends looking. */
  stop(): void {
    this.#off()
    this.#manager.clock.cancel(this.#timer)
  }

  #lookLater(): void {
    this.#timer ??= this.#manager.clock.schedule(() => {
      this.#timer = undefined
      this.#look()
    }, PATIENCE)
  }

  #look(): void {
    const before = this.#suspects
    this.#suspects = new Set(this.#unasked().filter((key) => !this.#told.has(key)))
    for (const key of this.#suspects) {
      if (!before.has(key)) this.#lookLater()
      else {
        this.#told.add(key)
        this.#printer.warn(`${key} is ${unasked(key)}`)
      }
    }
  }

  #unasked(): string[] {
    if (this.#manager.metrics().keys > MOST_KEYS) return []
    return this.#manager
      .getStatus()
      .filter(
        ({ key, enabled, freshness, subscribers }) =>
          !enabled && subscribers > 0 && freshness === 'empty' && !this.#wasRegistered(key),
      )
      .map(({ key }) => key)
  }

  /** One that is registered and switched off, or whose registration has left, is no mistake. */
  #wasRegistered(key: string): boolean {
    return this.#probe.describe(key)?.registrations !== 0
  }
}
