/** Every code that an error of the core can carry. Codes are permanent: none is renamed or given a second meaning. */

/** From code to what it means; docs/errors.md has a section for each. */
export const errorCatalogue = {
  /** `AbortedError`. */
  aborted: 'The caller, or the transport, ended the request before it was answered.',
  /** `CodedError`, thrown where a key enters. */
  bare_star: 'A key holds a bare `*`, which makes it a pattern; write `\\*` for a star.',
  /** `CodedError`, thrown by the manager. */
  disposed: 'The manager was used after `dispose()`.',
  /** `HttpError`. */
  http_status: 'The server answered with a status outside 200 to 299.',
  /** `CodedError`, thrown where a key enters. */
  invalid_key:
    'A key is empty, or holds what has no canonical form (a cycle, a function, a symbol, `undefined`).',
  /** `OptionError`, thrown where an option enters. */
  invalid_option:
    'An option has a value that has no meaning; the message names the option and what is allowed.',
  /** `CodedError`, thrown where a target enters. */
  invalid_target: 'A target is neither key, pattern, tag, list of those nor predicate.',
  /** `NetworkError`. */
  network: 'The server could not be reached, or the answer broke off.',
  /** `CodedError`, thrown by the adapters' hooks. */
  no_manager: 'A hook was used in a server render without a provider.',
  /** `CodedError`, rejected by `mutate`. */
  no_propagate: 'Propagation was asked for without configuration, or with a predicate target.',
  /** `ParseError`. */
  parse:
    'The answer could not be read: malformed JSON, HTML where data was expected, or the `parse` option threw.',
  /** `TimeoutError`. */
  timeout: 'Headers and body did not arrive within `timeout`.',
  /** `UnknownError`. */
  unknown:
    'Something other than an Error was thrown, or a transport answered with something other than a Response.',
  /** `ValidationError`. */
  validation: 'The schema refused what arrived.',
} as const

/** A permanent error code. */
export type ErrorCode = keyof typeof errorCatalogue
