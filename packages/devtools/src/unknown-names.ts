/**
 * Keys that mutations name exactly and nobody holds: one that looks mistyped is told of, any other is a line of the log.
 * A key that was not loaded yet is no mistake, and so is another id.
 */
import type { DataSyncManager } from '@freshline/core'
import { traceManager, type TraceRecord } from '@freshline/core/metrics'
import type { ConsoleLog } from './console-log'
import { isMistyped } from './near-keys'
import type { Printer } from './printer'

/** So many names are remembered. */
const MOST = 100

/** Listens to a manager's mutations. */
export class UnknownNames {
  readonly #manager: DataSyncManager
  readonly #printer: Printer
  readonly #log: Pick<ConsoleLog, 'tell'>
  /** What may have been meant by a key, as the end of a line. */
  readonly #meant: (key: string) => string
  readonly #at = new Map<string, number>()
  readonly #off: () => void

  constructor(
    manager: DataSyncManager,
    printer: Printer,
    log: Pick<ConsoleLog, 'tell'>,
    meant: (key: string) => string,
  ) {
    this.#manager = manager
    this.#printer = printer
    this.#log = log
    this.#meant = meant
    this.#off = traceManager(manager, (record) => this.#take(record))
  }

  /** When a key was named last while nothing was held under it, epoch milliseconds. */
  at(key: string): number | undefined {
    return this.#at.get(key)
  }

  /** Ends listening. */
  stop(): void {
    this.#off()
  }

  #take(record: TraceRecord): void {
    if (record.type !== 'mutation' || record.phase !== 'settled' || record.error) return
    for (const key of record.keys) {
      // Where nothing is known, the snapshot names no key.
      if (this.#manager.getSnapshot(key).key === '') this.#note(key, record.at)
    }
  }

  #note(key: string, at: number): void {
    const isNew = !this.#at.delete(key)
    this.#at.set(key, at)
    for (const oldest of this.#at.keys()) {
      if (this.#at.size > MOST) this.#at.delete(oldest)
      break
    }
    // The manager is in the middle of its work.
    queueMicrotask(() => {
      const text = `a mutation named ${key}, and nothing is held under it${this.#meant(key)}`
      if (this.#log.tell('warn', text) || !isNew) return
      const known = this.#manager.getStatus().map((row) => row.key)
      if (isMistyped(key, known)) this.#printer.warn(text)
    })
  }
}
