/** What a manager is told when it is made. */
import { checkDuration, checkFunction } from '../base/check'
import type { Clock } from '../base/clock'
import type { Report } from '../base/emitter'
import type { TtlCache } from '../cache'
import type { Environment } from '../environment'
import type { FreshnessTable } from '../freshness-table'
import type { Propagate, PropagationSetup } from '../mutation'
import type { LogOption, Plugin, ResourceOptions } from '../sync'

/** Options of a `DataSyncManager`. All durations are milliseconds. */
export interface DataSyncManagerOptions {
  /** Where data is held. Default: a cache of its own, of at most 10,000 unwatched entries. */
  readonly cache?: TtlCache | undefined
  /** Where time comes from. Default: the cache's clock or the system's. */
  readonly clock?: Clock | undefined
  /** Whether anybody looks and there is a network. Default: the browser's, or always. */
  readonly environment?: Environment | undefined
  /** Options of every resource that does not say otherwise. Default: those of `ResourceOptions`. */
  readonly defaults?: ResourceOptions | undefined
  /**
   * The table of lifetimes that the server holds to, too. Resources without a `ttl`, an `interval` or tags take the
   * table's; no value of a key in it is fresh for longer than it says, whoever writes it. A resource whose own `ttl`
   * is longer is bounded, and `report` is told once for each such key. Default none.
   */
  readonly freshness?: FreshnessTable | undefined
  /** How many requests are in flight at once. Default 6. */
  readonly maxConcurrent?: number | undefined
  /** What is added when the manager is made, in this order. One that throws is reported and left out. Default none. */
  readonly plugins?: readonly Plugin[] | undefined
  /** The readable log: a level, `true`, or a sink. Default off. */
  readonly log?: LogOption | undefined
  /** A prefix for what is stored or shared, so that two users of one browser never meet. Default none. */
  readonly scope?: string | undefined
  /**
   * Tells the server's cache what mutations invalidate, before the client asks again: `httpPropagate(url)`, or your
   * own. Default none.
   */
  readonly propagate?: Propagate | undefined
  /**
   * How long a mutation waits for `propagate` before the client asks again all the same. When the server's cache is
   * told later than that, the client asks once more. `Infinity`: for as long as it takes. Default 10 s.
   */
  readonly propagateTimeout?: number | undefined
  /**
   * The off switch: `false` passes every request straight through, without polling, joining or keeping fresh.
   * Default true.
   */
  readonly enabled?: boolean | undefined
  /** Told of what listeners, callbacks and plug-ins throw. Default: the console. */
  readonly report?: Report | undefined
}

/** How the server's cache is told, if at all. @throws OptionError */
export function propagationOf(options: DataSyncManagerOptions, clock: Clock): PropagationSetup | undefined {
  const { propagate, propagateTimeout = 10_000 } = options
  const timeout = checkDuration('propagateTimeout', propagateTimeout)
  return propagate && { propagate: checkFunction('propagate', propagate), timeout, clock }
}
