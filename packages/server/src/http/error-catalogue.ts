/** Every code that an answer or an error of this package can carry, beside those of the core. Codes are permanent. */

/** From code to what it means; docs/server-errors.md has a section for each. */
export const serverErrorCatalogue = {
  /** 401 of `POST /webhook`. */
  bad_signature: 'No signature of the webhook is by any of the secrets.',
  /** 400. */
  body_incomplete: 'The request body ended before it was complete.',
  /** 408. */
  body_timeout: 'The request body took longer than `limits.bodyTimeout` to arrive.',
  /** 413. */
  body_too_large: 'The request body is larger than `limits.bodyBytes`.',
  /** 400. */
  duplicate_member: 'An object in the request body has the same member twice.',
  /** 400. */
  empty_body: 'The request has no body, and JSON was expected.',
  /** 403. */
  forbidden: '`authorize` does not allow it, or the server was not given one.',
  /** 400. */
  forbidden_member:
    'An object in the request body has a member that reaches a prototype, such as `__proto__`.',
  /** 403. */
  foreign_origin: 'A write came from a page whose origin is not allowed.',
  /** 500. */
  internal: 'Something failed inside; `onError` was told what, the answer does not say.',
  /** 422 of `POST /invalidate`. */
  invalid_body:
    'A member of the body is not what is allowed; the answer names it, what came and what is allowed.',
  /** 422 of `POST /webhook`. */
  invalid_event: 'The webhook is signed, and its body is no event.',
  /** 400. */
  invalid_json: 'The request body is not JSON.',
  /** 422 of `GET /changes`. */
  invalid_query: 'A parameter is not what is allowed; the answer names it, what came and what is allowed.',
  /** 400. */
  invalid_utf8: 'The request body is not UTF-8.',
  /** To `onError`. */
  invalidations_lost: 'The store was closed while it was away: some invalidations reached no other instance.',
  /** To `onError`. */
  invalidations_overflow:
    'More invalidations than are kept were made while the shared store was away; all entries count as stale.',
  /** 400. */
  json_too_deep: 'The request body nests deeper than `limits.jsonDepth`.',
  /** `CodedError`, rejected by `cache.load`. */
  load_timeout: 'A loader took longer than its `timeout`.',
  /** 405. */
  method_not_allowed: 'The route does not answer the method; `Allow` names those that it does.',
  /** 401 of `POST /webhook`. */
  missing_headers: 'A header of the webhook is missing or is not what it must be.',
  /** 403. */
  missing_origin:
    'A write with cookies says neither by `Origin` nor by `Sec-Fetch-Site` where it comes from.',
  /** 406. */
  not_acceptable: 'None of the media types that the request accepts is available.',
  /** 404. */
  not_configured: 'The route is there only where the server is given the option that the answer names.',
  /** `CodedError`, rejected by `cache.load`. */
  not_json: 'A loader resolved with something that JSON cannot hold.',
  /** 412. */
  precondition_failed: 'A condition of the request does not hold: what it knows is not what is there.',
  /** To `onError`. */
  redis_missing: 'A Redis store was used without the package `ioredis`.',
  /** To `onError`. */
  redis_nonsense: 'Redis answered with something that makes no sense.',
  /** To `onError`. */
  redis_not_connected: 'Redis is not connected.',
  /** To `onError`. */
  redis_timeout: 'Redis did not answer in time.',
  /** 409 of `POST /webhook`. */
  replayed: 'The webhook was taken before.',
  /** To `onError`. */
  sqlite_closed: 'The SQLite file is closed.',
  /** To `onError`. */
  sqlite_missing:
    'An SQLite store was used where the runtime has no `node:sqlite`, without the package `better-sqlite3`.',
  /** To `onError`. */
  sqlite_newer: 'The SQLite file was made by a newer version of this package; it is left alone.',
  /** 401 of `POST /webhook`. */
  stale_timestamp: 'The webhook was sent too long ago, or is from the future, by more than `tolerance`.',
  /** To `onError`. */
  store_away: 'The shared store does not answer; this instance goes on from its own memory.',
  /** 404. */
  switched_off: 'The server was made with `enabled: false`.',
  /** 503. */
  too_many_at_once: 'More requests of a kind are being answered than `limits.concurrent`; come again.',
  /** 429. */
  too_many_requests: 'A client asks more often than its rate; come again after `Retry-After`.',
  /** 401. */
  unauthenticated: '`authorize` says that the request lacks valid credentials.',
  /** 404. */
  unknown_route: 'There is no route at this address.',
  /** 415. */
  unsupported_encoding: 'The request body is compressed.',
  /** 415. */
  unsupported_media_type: 'The request body is not JSON in UTF-8.',
} as const

/** A permanent error code of this package. */
export type ServerErrorCode = keyof typeof serverErrorCatalogue
