/**
 * A turn: everything that one happening changes. At its end the events are told in their order, and each
 * watcher once, with the state as it is then; what listeners cause in turn is told after that.
 */
import { Emitter, type Report } from '../base/emitter'
import type { Entry } from './entry'
import type { SyncEvent } from './events'

export class Turns {
  readonly emitter: Emitter<SyncEvent>
  readonly #report: Report
  readonly #dirty = new Set<Entry>()
  #events: SyncEvent[] = []
  #depth = 0
  #telling = false

  constructor(report: Report) {
    this.#report = report
    this.emitter = new Emitter(report)
  }

  /** Runs a change; the outermost one tells at its end. */
  run<T>(change: () => T): T {
    this.#depth++
    try {
      return change()
    } finally {
      if (--this.#depth === 0) this.#tell()
    }
  }

  /** An event to be told at the end of the turn. */
  event(event: SyncEvent): void {
    this.#events.push(event)
  }

  /** An entry whose watchers are to be told at the end of the turn. */
  changed(entry: Entry): void {
    if (entry.listeners) this.#dirty.add(entry)
  }

  #tell(): void {
    if (this.#telling) return
    this.#telling = true
    while (this.#events.length > 0 || this.#dirty.size > 0) {
      const events = this.#events
      if (events.length > 0) {
        this.#events = []
        for (const event of events) this.emitter.emit(event)
      }
      for (const entry of this.#dirty) {
        this.#dirty.delete(entry)
        if (entry.told === entry.snapshot) continue
        entry.told = entry.snapshot
        entry.listeners?.tell(entry.snapshot, this.#report)
      }
    }
    this.#telling = false
  }
}
