/** What a view on screen has of its key: a registration, where it brings a fetcher, and a subscription, in one object. */
import type { Fetcher } from '../base/fetch-context'
import { toEntryKey } from '../keys'
import {
  checkOptions,
  Subscription,
  type Engine,
  type Entry,
  type Registered,
  type ResourceOptions,
} from '../sync'
import { enter, join, leave, link, live, unlink } from './registrations'

/** What holds a key while it is on screen; its fetcher and its callbacks are the newest at any time. */
interface HoldingView {
  readonly hash: string | null
  readonly fetcher: Fetcher<unknown> | undefined
  readonly options: ResourceOptions<unknown>
  heard(onChange: () => void): void
}

export class Hold extends Subscription<Entry> implements Registered {
  readonly newest: HoldingView
  /** What it asks for: the options as they were when it came. */
  readonly options: ResourceOptions<unknown>

  /** Registers and watches. @throws OptionError, key errors, `disposed` */
  constructor(engine: Engine, view: HoldingView, onChange: () => void) {
    super(onChange)
    this.newest = view
    this.options = view.options
    const hash = view.hash as string
    let entry = view.fetcher && join(live(engine), hash, this)
    if (!entry) {
      const key = toEntryKey(hash)
      if (view.fetcher) {
        checkOptions(view.options)
        entry = enter(engine, key, this)
      } else if (engine.isDisposed) return
      else entry = engine.ensure(key)
    }
    link(engine, entry, this)
  }

  get fetcher(): Fetcher<unknown> | undefined {
    return this.newest.fetcher
  }

  override hear(): void {
    this.newest.heard(this.listener as () => void)
  }

  /** Leaves; doing it twice is harmless. */
  release(engine: Engine): void {
    const { home } = this
    if (!home) return
    unlink(engine, this)
    leave(engine, home.key, this)
  }
}
