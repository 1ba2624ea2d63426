/** Every code that an error of the core can carry. Codes are permanent: none is renamed or given a second meaning. */

/** From code to what it means; the docs have a page `errors/<code>` for each. */
export const errorCatalogue = {
  aborted: 'The caller, or the transport, ended the request before it was answered.',
  bare_star: 'A key holds a bare `*`, which makes it a pattern; write `\\*` for a star.',
  disposed: 'The manager was used after `dispose()`.',
  http_status: 'The server answered with a status outside 200 to 299.',
  invalid_key:
    'A key is empty, or holds what has no canonical form (a cycle, a function, a symbol, `undefined`).',
  invalid_option:
    'An option has a value that has no meaning; the message names the option and what is allowed.',
  invalid_target: 'A target is neither key, pattern, tag, list of those nor predicate.',
  network: 'The server could not be reached, or the answer broke off.',
  no_manager: 'A hook was used in a server render without a provider.',
  no_propagate: 'Propagation was asked for without configuration, or with a predicate target.',
  not_mounted: 'A mutation hook was called before its component was mounted.',
  parse: 'The answer could not be read: malformed JSON, or the `parse` option threw.',
  timeout: 'Headers and body did not arrive within `timeout`.',
  unknown:
    'Something other than an Error was thrown, or a transport answered with something other than a Response.',
  validation: 'The schema refused what arrived.',
} as const

/** A permanent error code. */
export type ErrorCode = keyof typeof errorCatalogue
