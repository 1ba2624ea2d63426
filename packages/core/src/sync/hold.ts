/** What a view on screen has of its key: a registration, where it brings a fetcher, and a subscription, in one object. */
import type { Fetcher } from '../base/fetch-context'
import type { Entry, Registered } from './entry'
import { Subscription } from './listeners'
import type { ResourceOptions } from './resource'

/** What holds a key while it is on screen; its fetcher and its callbacks are the newest at any time. */
export interface HoldingView {
  readonly hash: string | null
  readonly fetcher: Fetcher<unknown> | undefined
  readonly options: ResourceOptions<unknown>
}

export class Hold extends Subscription<Entry> implements Registered {
  readonly newest: HoldingView
  /** What it asks for: the options as they were when it came. */
  readonly options: ResourceOptions<unknown>

  constructor(view: HoldingView, onChange: () => void) {
    super(onChange)
    this.newest = view
    this.options = view.options
  }

  get fetcher(): Fetcher<unknown> | undefined {
    return this.newest.fetcher
  }
}
