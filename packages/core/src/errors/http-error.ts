/** The server answered, and the answer's status says that it failed. */
import { SyncError } from './sync-error'

/** What an {@link HttpError} keeps of the answer. */
export interface HttpErrorOptions {
  /** Status code of the answer; 0 for an opaque one. */
  status: number
  /** Header fields of the answer. */
  headers: Headers
  /** Body of the answer, at most 64 KB of it: parsed where it is JSON, text otherwise. Default `undefined` (empty). */
  body?: unknown
  /** How long the server asks to wait, in milliseconds. Default `undefined`: it did not say. */
  retryAfter?: number | undefined
  /** What led to this error, where something did. */
  cause?: unknown
}

/** Code `http_status`: an answer outside 200 to 299 that is not an expected 304. */
export class HttpError extends SyncError {
  /** Status code of the answer; 0 for an opaque one. */
  readonly status: number
  /** Header fields of the answer. */
  readonly headers: Headers
  /** Body of the answer, at most 64 KB of it: parsed where it is JSON, text otherwise; `undefined` where empty. */
  readonly body: unknown
  /** How long the server asks to wait (`Retry-After`), in milliseconds. */
  readonly retryAfter: number | undefined

  constructor(message: string, options: HttpErrorOptions) {
    super('http_status', tellPeople(options.status), message, options)
    this.status = options.status
    this.headers = options.headers
    this.body = options.body
    this.retryAfter = options.retryAfter
  }
}

function tellPeople(status: number): string {
  if (status >= 500) return 'The server has a problem. Try again in a moment.'
  if (status === 429) return 'Too many requests. Try again in a moment.'
  if (status === 404) return 'This could not be found.'
  return status === 401 || status === 403 ? 'You are not allowed to do this.' : 'The server refused this.'
}
