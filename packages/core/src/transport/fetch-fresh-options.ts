/** What `fetchFresh` can be told, and what it answers with. */
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Clock } from '../base/clock'
import type { PreviousAnswer } from '../base/fetch-context'
import type { Outcome, Validators } from '../base/outcome'
import type { Transport } from '../http/transport'
import type { RetryOption } from '../schedule/backoff'

/** Everything `fetch` takes, and what is ours. `headers` may be given in any form that `fetch` knows. */
export interface FetchFreshOptions<T = unknown> extends RequestInit {
  /**
   * What a browser's own cache may do. Default for GET and HEAD in a page or worker: `'no-cache'`, as that cache does not tell the age
   * of its answers (what it had held for 50 of its 60 s would seem fresh for another 60), and a refresh is to reach
   * the server. Otherwise: not set. Under `forceFresh`: `'no-store'`.
   */
  readonly cache?: RequestCache
  /**
   * Passes by every cache on the way: adds the `cacheBust` parameter, `cache: 'no-store'` and the header
   * `Cache-Control: no-cache` (which makes a cross-origin request a preflighted one). Default false.
   */
  readonly forceFresh?: boolean | undefined
  /**
   * Name of the parameter that `forceFresh` adds, or `false` for none; `true` adds `_t` to every request, also
   * without `forceFresh`. Its value is the time. Default `'_t'`.
   */
  readonly cacheBust?: string | boolean | undefined
  /**
   * What is held: an earlier result, or a fetcher's `context.previous`. Its validators make a GET or HEAD
   * conditional, where the headers that the server named in `Vary` are the same as then, and unchanged parts of its data keep their identity. Default: nothing is held.
   */
  readonly previous?: PreviousAnswer | undefined
  /**
   * Whether validators of `previous` are sent. They make a cross-origin request a preflighted one; without them
   * unchanged data still keeps its identity. Default true.
   */
  readonly conditional?: boolean | undefined
  /**
   * How often, and after what wait, a failed request is repeated. Only methods that are idempotent (RFC 9110
   * section 9.2.2) or requests with an `Idempotency-Key` are, and none whose body is a stream. The wait is never
   * shorter than the server's `Retry-After`. Default 2.
   */
  readonly retry?: RetryOption | undefined
  /** Milliseconds that each attempt may take, headers and body together; `Infinity` for no bound. Default 30,000. */
  readonly timeout?: number | undefined
  /** Checks what arrived, and may convert it. Unchanged bodies are not checked again. Default: no check. */
  readonly schema?: StandardSchemaV1<unknown, T> | undefined
  /** Sends the request. Default: the global `fetch`, looked up at each attempt. */
  readonly transport?: Transport | undefined
  /**
   * Makes data of a body's text. Not called for an empty body, which is `undefined`, nor for an unchanged one.
   * Default: `JSON.parse` where the media type is JSON's or HTML's (a page is a ParseError), else the text itself.
   */
  readonly parse?: ((text: string, response: Response) => unknown) | undefined
  /** Source of time and timers. Default: that of whoever asks (a fetcher's context brings it), or the system's. */
  readonly clock?: Clock | undefined
}

/** An answer. It is an outcome, so that a fetcher can resolve with it as it is. */
export interface FetchFreshResult<T> extends Outcome<T> {
  /** What arrived; what was held before where nothing has changed; `undefined` for an empty body. */
  readonly data: T
  /** Whether the server answered 304: `data` is what `previous` held. */
  readonly notModified: boolean
  /** Status code, 304 included. */
  readonly status: number
  /** Header fields; after a 304 those of the held answer, updated by it (RFC 9111 section 3.2). */
  readonly headers: Headers
  /** How long it is still fresh, in milliseconds; 0: not at all; `undefined`: the server did not say. */
  readonly freshFor: number | undefined
  /** How long after `freshFor` it may be shown while a new one is fetched, in milliseconds. */
  readonly staleWhileRevalidate: number | undefined
  /** How long after `freshFor` it may be shown when a new one can't be had, in milliseconds. */
  readonly staleIfError: number | undefined
  /** How old it is at most, in milliseconds: what `Age` says, and the time that the request took. */
  readonly age: number
  /** By what the next request can ask for changes only. */
  readonly validators: Validators
  /** Opaque: hand it back in `previous` and an unchanged body is neither parsed nor checked. */
  readonly body: unknown
}
