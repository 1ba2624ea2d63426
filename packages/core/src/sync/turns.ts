/**
 * A turn: everything that one happening changes. At its end the events are told in their order, and each
 * watcher once, with the state as it is then; what listeners cause in turn is told after that.
 */
import { Emitter, type Report } from '../base/emitter'
import type { Timeline } from '../base/timeline'
import type { Entry } from './entry'
import type { SyncEvent } from './events'

/** A queue that begins nothing while it is held. */
export interface HeldQueue {
  hold(): void
  release(): void
  /** Begins what there is room for, though it is held. */
  drainHeld(): void
}

export class Turns {
  readonly emitter: Emitter<SyncEvent>
  readonly #report: Report
  readonly #timeline: Timeline
  readonly #queue: HeldQueue
  readonly #batch: (change: () => void) => void
  readonly #onTouched: (entry: Entry) => void
  #touched: Entry[] = []
  readonly #dirty = new Set<Entry>()
  #events: SyncEvent[] = []
  #later: (() => void)[] = []
  #depth = 0
  #telling = false

  /**
   * @param timeline read once a turn: all that happens in it happens at one time
   * @param queue begins no request in the middle of a turn
   * @param batch sets the timer once for all that happens in a turn
   * @param onTouched works out what an entry does next, at the end of the turn in which it was touched
   */
  constructor(
    report: Report,
    timeline: Timeline,
    queue: HeldQueue,
    batch: (change: () => void) => void,
    onTouched: (entry: Entry) => void,
  ) {
    this.#report = report
    this.#timeline = timeline
    this.#queue = queue
    this.#batch = batch
    this.#onTouched = onTouched
    this.emitter = new Emitter(report)
  }

  /**
   * Runs a change. At the end of the outermost one, what each touched entry does next is worked out, the timer is
   * set, and watchers are told, once each.
   */
  run<R>(change: () => R): R {
    if (this.#depth++ === 0) {
      this.#timeline.hold()
      this.#queue.hold()
    }
    try {
      return change()
    } finally {
      if (this.#depth === 1) this.#finish()
      if (--this.#depth === 0) {
        this.#timeline.release()
        this.#queue.release()
        this.#tell()
      }
    }
  }

  /** Works out what is next, then begins what may begin: a request that is taken back in a turn never began. */
  #finish(): void {
    do {
      while (this.#touched.length > 0) this.#batch(this.#settle)
      this.#queue.drainHeld()
    } while (this.#touched.length > 0)
  }

  /** Something happened to an entry. */
  touch(entry: Entry): void {
    if (entry.isTouched) return
    entry.isTouched = true
    this.#touched.push(entry)
  }

  readonly #settle = (): void => {
    const touched = this.#touched
    this.#touched = []
    for (const entry of touched) {
      entry.isTouched = false
      this.#onTouched(entry)
    }
  }

  /** Runs after what is under way is worked out, before watchers are told. Must not throw. */
  later(run: () => void): void {
    this.#later.push(run)
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
    while (this.#later.length > 0 || this.#events.length > 0 || this.#dirty.size > 0) {
      for (const run of this.#later.splice(0)) run()
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
