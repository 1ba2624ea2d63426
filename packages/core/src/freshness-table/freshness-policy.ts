/** What a table of lifetimes says of one pattern. */

/** What is said of the keys that a pattern names. All durations are milliseconds. */
export interface FreshnessPolicy {
  /** How long an answer is fresh, on the server and on the client; `Infinity` is legal. */
  readonly ttl: number
  /** For how long after `ttl` the server answers with it while it loads a new one. Default: not at all. */
  readonly staleWhileRevalidate?: number | undefined
  /** For how long after `ttl` the server answers with it when loading fails. Default: the server cache's. */
  readonly staleIfError?: number | undefined
  /** How often the client asks while the key is wanted; 0: never. Default: what the resource says. */
  readonly interval?: number | undefined
  /** Labels by which both sides can invalidate it, beside a resource's own. Default: none. */
  readonly tags?: readonly string[] | undefined
}
