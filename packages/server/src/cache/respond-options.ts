/** Settings of `cache.respond`. */
import type { LoadOptions } from './load-options'

/**
 * Makes the answer. It is given a GET request without conditions, ranges and with the load's own signal, so that what
 * it answers serves others too; the request's conditions are applied to what is kept.
 */
export type Handler = (request: Request) => Response | Promise<Response>

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
