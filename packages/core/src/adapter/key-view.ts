/** One key as one place on a page shows it: registered and watched while it is on screen. */
import type { Fetcher } from '../base/fetch-context'
import { engineOf, Hold, type DataSyncManager } from '../manager'
import { UNKNOWN, type Entry, type ResourceOptions, type Snapshot } from '../sync'
import { isAlike } from './is-alike'
import type { Shown } from './shown'

/** What is selected of data. */
export type Select = ((data: unknown) => unknown) | undefined

/** The options of a view, whatever its data: a resource's, and whether the previous key's data stands in. */
export type ViewOptions = ResourceOptions<unknown> & {
  /** Whether the previous key's data is shown until the new key has some. Default false. */
  readonly keepPrevious?: boolean | undefined
}

/** What was selected last. */
interface Selection {
  readonly select: Select
  readonly from: Snapshot
  readonly shown: Shown
}

/** A key on screen. It starts nothing until it is entered. */
export class KeyView {
  /** The manager of its data. */
  readonly manager: DataSyncManager
  /** The canonical key; null waits. */
  readonly hash: string | null
  /** The newest fetcher, which counts at once; without one the key is only watched. */
  fetcher: Fetcher<unknown> | undefined
  /** The newest options. Their functions count at once, other values when it is entered the next time. */
  options: ViewOptions
  #previous: Shown | undefined
  /** In which it was held: a reset since then makes it somebody else's. */
  readonly #generation: number | undefined
  #selection: Selection | undefined
  /** While it is on screen. */
  #entry: Entry | undefined

  /** `previous` is shown until there is data. */
  constructor(
    manager: DataSyncManager,
    hash: string | null,
    fetcher: Fetcher<unknown> | undefined,
    options: ViewOptions,
    previous?: Shown,
  ) {
    this.manager = manager
    this.hash = hash
    this.fetcher = fetcher
    this.options = options
    this.#previous = previous?.status === 'success' ? previous : undefined
    if (previous) this.#generation = engineOf(manager).store.generation
  }

  /** Takes the newest fetcher and options; answers whether they ask for the same. */
  adopt(fetcher: Fetcher<unknown> | undefined, options: ViewOptions): boolean {
    const isSame = !fetcher === !this.fetcher && isAlike(this.options, options)
    this.fetcher = fetcher
    this.options = options
    return isSame
  }

  /** The state as of now. */
  snapshot(): Snapshot {
    const entry = this.#entry
    if (entry && entry.watchers > 0) return entry.snapshot
    return this.hash === null ? UNKNOWN : this.manager.getSnapshot(this.hash)
  }

  /** What is shown for a snapshot: the same object for the same one. @throws what `select` throws */
  toShown(snapshot: Snapshot, select: Select): Shown {
    const previous = this.#previous
    if (previous) {
      const isKept = engineOf(this.manager).store.generation === this.#generation
      if (isKept && snapshot.status === 'pending') {
        return { ...snapshot, status: 'success', data: previous.data, isPrevious: true }
      }
      this.#previous = undefined
    }
    if (!select || snapshot.status !== 'success') return snapshot
    const last = this.#selection?.select === select ? this.#selection : undefined
    if (last?.from === snapshot) return last.shown
    const data = last && Object.is(last.from.data, snapshot.data) ? last.shown.data : select(snapshot.data)
    const shown = { ...snapshot, data }
    this.#selection = { select, from: snapshot, shown }
    return shown
  }

  /** Registers the key where there is a fetcher, and watches it; answers how to leave. @throws OptionError */
  enter(onChange: () => void): () => void {
    if (this.hash === null) return () => {}
    const hold = new Hold(engineOf(this.manager), this, onChange)
    this.#entry = hold.home
    return this.#leave.bind(this, hold)
  }

  /** Told that something else is shown, with whom to tell of it. */
  heard(onChange: () => void): void {
    onChange()
  }

  #leave(hold: Hold): void {
    this.#entry = undefined
    hold.release(engineOf(this.manager))
  }
}
