/**
 * A turn: everything that one happening changes. At its end the events are told in their order, and each
 * watcher once, with the state as it is then; what listeners cause in turn is told after that.
 */
import { Emitter, type Report } from '../base/emitter'
import type { Timeline } from '../base/timeline'
import type { Entry } from './entry'
import type { SyncEvent } from './events'

export abstract class Turns {
  /** Told of what foreign code throws. Throws nothing itself. */
  readonly report: Report
  /** Read once a turn: all that happens in it happens at one time. */
  readonly timeline: Timeline
  readonly emitter: Emitter<SyncEvent>
  // Made when they are needed: most turns have one entry in each, and growing an empty list costs more.
  #touched: Entry[] | undefined
  #dirty: Entry[] | undefined
  #later: (() => void)[] | undefined
  #depth = 0
  #isTelling = false

  constructor(report: Report, timeline: Timeline) {
    this.report = report
    this.timeline = timeline
    this.emitter = new Emitter(report)
  }

  /** Works out what a touched entry does next. */
  abstract settle(entry: Entry): void

  /** Begins the requests that there is room for (one that is taken back within its turn never began). */
  abstract drain(): void

  /** Sets the timer, once for all that happened. */
  abstract arm(): void

  /**
   * Runs a change. At the end of the outermost one, what each touched entry does next is worked out, the timer is
   * set, and watchers are told, once each.
   */
  turn<R>(change: () => R): R {
    if (this.#depth++ === 0) this.timeline.hold()
    try {
      return change()
    } finally {
      if (this.#depth === 1) {
        do {
          const touched = this.#touched
          this.#touched = undefined
          for (const entry of touched ?? []) {
            entry.isTouched = false
            this.settle(entry)
          }
          if (!this.#touched) this.drain()
        } while (this.#touched)
        this.arm()
      }
      if (--this.#depth === 0) {
        this.timeline.release()
        this.#tell()
      }
    }
  }

  /** Something happened to an entry: what it does next is worked out at the end of the turn. */
  touch(entry: Entry): void {
    if (entry.isTouched) return
    entry.isTouched = true
    if (!this.#touched?.push(entry)) this.#touched = [entry]
  }

  /** Runs after what is under way is worked out, before watchers are told. Must not throw. */
  later(run: () => void): void {
    if (!this.#later?.push(run)) this.#later = [run]
  }

  /** An entry whose watchers are to be told at the end of the turn. */
  changed(entry: Entry): void {
    if (entry.watchers > 0 && !this.#dirty?.push(entry)) this.#dirty = [entry]
  }

  #tell(): void {
    if (this.#isTelling) return
    this.#isTelling = true
    while (this.#later || this.#dirty) {
      const later = this.#later
      this.#later = undefined
      later?.forEach((run) => run())
      const dirty = this.#dirty
      this.#dirty = undefined
      for (const entry of dirty ?? []) {
        // What is in the list twice is told once.
        if (entry.told === entry.snapshot) continue
        entry.told = entry.snapshot
        entry.tell(entry.snapshot, this.report)
      }
    }
    this.#isTelling = false
  }
}
