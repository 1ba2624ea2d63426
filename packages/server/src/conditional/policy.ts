/** What a handler says about an answer: its status, its validators, and who may keep it for how long. */
import type { ServerClock } from '../base/clock'

/** Options of `conditional`. All durations are milliseconds, rounded down to the header's whole seconds. */
export interface ConditionalPolicy {
  /**
   * Status of the answer, 200 to 599. Preconditions count only where it is a 2xx (RFC 9110 section 13.2.1).
   * Default: 200; 204 where the body is `undefined`.
   */
  readonly status?: number | undefined
  /**
   * Entity tag of the representation as it is now, such as `"v1"` or `W/"v1"`; text without quotes is put in quotes.
   * `null`: none. Default: a strong one, from the bytes of the body; none where there is no body or the status is not
   * a 2xx.
   */
  readonly etag?: string | null | undefined
  /**
   * When the representation changed: a Date, epoch milliseconds, or a text that is an HTTP date or ISO 8601. Sent in
   * whole seconds, never later than now (RFC 9110 section 8.8.2.1). Default: none.
   */
  readonly lastModified?: Date | number | string | null | undefined
  /** Media type. Default: `application/json` for values, `text/plain; charset=utf-8` for text, a Blob's own. */
  readonly contentType?: string | undefined
  /** How long any cache may answer with it unasked (`max-age`). Default: not at all (`no-cache`). */
  readonly maxAge?: number | undefined
  /** The same for shared caches, such as a CDN (`s-maxage`). Default: `maxAge`. */
  readonly sMaxage?: number | undefined
  /** For how long after that a cache may answer while it asks (RFC 5861 section 3). Default: none. */
  readonly staleWhileRevalidate?: number | undefined
  /** For how long after that a cache may answer where the server fails (RFC 5861 section 4). Default: none. */
  readonly staleIfError?: number | undefined
  /** Whether nobody may answer with it once it is stale (`must-revalidate`). Default: false. */
  readonly mustRevalidate?: boolean | undefined
  /** Whether it never changes while it is fresh, so that a reload need not ask (RFC 8246). Default: false. */
  readonly immutable?: boolean | undefined
  /** Whether it is one user's, and no shared cache may keep it. Default: false. */
  readonly private?: boolean | undefined
  /** Whether shared caches may keep it though the request was authorised. Default: false. */
  readonly public?: boolean | undefined
  /** Whether nobody may keep it; also sets `Pragma` and `Expires`, and overrides all of the above. Default: false. */
  readonly noStore?: boolean | undefined
  /** Request fields that the answer depends on, such as `['Accept', 'Cookie']`; `*` for more than fields. */
  readonly vary?: string | readonly string[] | undefined
  /**
   * Further fields. What an option above says wins; `Vary` is united; `ETag`, `Last-Modified` and `Content-Length` are
   * refused, because answers depend on them. Default: none.
   */
  readonly headers?: Readonly<Record<string, string>> | Headers | undefined
  /**
   * Whether preconditions are looked at. `false` for the answer to a write that has checked them before it wrote
   * (`checkPreconditions`): afterwards they no longer hold. Default: true.
   */
  readonly preconditions?: boolean | undefined
  /** Where `Date` comes from. Default: the system's clock. */
  readonly clock?: ServerClock | undefined
}

/** What of a `Request` is read: standard members alone, so that any implementation will do. */
export interface ConditionalRequest {
  /** Method, in capitals. */
  readonly method: string
  /** Header fields; several of one name joined by commas, as `Headers` does. */
  readonly headers: {
    /** The value of a field; null where it has none. */
    get(name: string): string | null
  }
}
