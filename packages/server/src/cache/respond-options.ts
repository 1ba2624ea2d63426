/** Settings of `cache.respond`. */
import type { LoadOptions } from './load-options'

/** Settings of one `respond`. */
export interface RespondOptions extends Omit<LoadOptions, 'signal'> {
  /**
   * Whether a request's `Cache-Control: no-cache` (or `max-age=0`, `no-store`, `Pragma: no-cache`) makes the handler
   * run. A public client could then load the server at will. Default: false.
   */
  readonly allowClientRefresh?: boolean | undefined
  /** Statuses that may be kept. Default: 200, 203, 204, 300, 301, 308, 404, 410. */
  readonly statuses?: readonly number[] | undefined
}
