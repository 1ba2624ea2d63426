/** A place on a page that shows a key: it follows what it is told to show, and enters and leaves the manager. */
import { hashKey } from '../keys'
import type { DataSyncManager } from '../manager'
import { UNKNOWN, type Snapshot } from '../sync'
import { KeyView, type Select, type ViewOptions } from './key-view'
import { toServed, type ServedEntry, type Shown } from './shown'
import type { Subject } from './subject'

/** What adapters find above a place. */
export interface AdapterScope {
  /** The manager of all data below. */
  readonly manager: DataSyncManager
  /** What a server showed, by key. */
  readonly served?: ReadonlyMap<string, ServedEntry> | undefined
}

/** How a place is shown. */
export interface PlaceOptions {
  /** Called whenever something else is shown than at first, or before. */
  readonly tell: () => void
  /** Whether this is a server render. Default false. */
  readonly isServer?: boolean
  /** Whether what a server shows is shown until the place is entered. Default false. */
  readonly isServed?: boolean
}

/** That a selector threw. */
export interface SelectFailure {
  /** What it threw. */
  readonly error: unknown
}

/** A place for adapters that render one state at a time. */
export class SyncPlace {
  /** The key on screen. */
  view: KeyView
  /** What is shown. */
  shown: Shown = UNKNOWN
  /** What the selector threw where it did; `shown` is not selected from then. */
  failure: SelectFailure | undefined
  readonly #scope: AdapterScope
  readonly #options: PlaceOptions
  #isServed: boolean
  #subject: Subject<ViewOptions>
  #last: Snapshot | undefined
  #select: Select

  /** @throws key errors */
  constructor(scope: AdapterScope, subject: Subject<ViewOptions>, options: PlaceOptions) {
    this.#scope = scope
    this.#options = options
    this.#isServed = options.isServed === true
    this.#subject = subject
    this.view = new KeyView(scope.manager, hashOf(subject), subject.fetcher, subject.options)
    this.#turn()
  }

  /** Turns to what is to be shown now, and calls `again` where that has to be entered anew. @throws key errors */
  follow(subject: Subject<ViewOptions>, again?: () => void): void {
    if (subject === this.#subject) return
    this.#subject = subject
    const { fetcher, options } = subject
    const hash = hashOf(subject)
    if (hash !== this.view.hash) {
      const previous = options.keepPrevious && hash !== null ? this.shown : undefined
      this.view = new KeyView(this.#scope.manager, hash, fetcher, options, previous)
      this.#last = undefined
      again?.()
    } else if (!this.view.adopt(fetcher, options)) again?.()
    this.look()
  }

  /** Turns to what is to be shown, registers and watches its key; answers how to leave. @throws OptionError, key errors */
  enter(subject: Subject<ViewOptions> = this.#subject): () => void {
    this.follow(subject)
    const leave = this.view.enter(() => this.look())
    this.#isServed = false
    this.look()
    return leave
  }

  /** Gets first data of what is to be shown, without registering; resolves with the error where there is none. */
  async load(subject: Subject<ViewOptions> = this.#subject, again?: () => void): Promise<Error | undefined> {
    this.follow(subject, again)
    const { hash, manager, fetcher, options } = this.view
    if (hash === null || !fetcher || this.shown.status === 'success') return undefined
    const { status, error } = await manager.prefetch({ ...options, key: hash, fetcher })
    // What was waited for is shown, though no server has shown it.
    this.#isServed = this.#options.isServer === true
    this.look()
    return status === 'error' ? error : undefined
  }

  /** Shows what is so now, and tells, where that is something else. Who has entered need not ask. */
  look(): void {
    if (this.#turn()) this.#options.tell()
  }

  #turn(): boolean {
    const { view } = this
    const { select } = view.options
    const entry = view.hash === null ? undefined : this.#scope.served?.get(view.hash)
    const held = view.snapshot()
    const snapshot = this.#isServed ? toServed(held, entry, this.#options.isServer === true) : held
    if (snapshot === this.#last && select === this.#select) return false
    this.#last = snapshot
    this.#select = select
    try {
      this.shown = view.toShown(snapshot, select)
      this.failure = undefined
    } catch (error) {
      this.shown = snapshot
      this.failure = { error }
    }
    return true
  }
}

/** @throws key errors */
function hashOf({ key }: Subject<unknown>): string | null {
  return key === null ? null : hashKey(key)
}
