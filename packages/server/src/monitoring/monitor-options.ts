/** What a monitor is made with. */
import { checkDuration, OptionError, systemClock, type Clock } from '@freshline/core/shared'
import { checkLimit } from '../limits/check-limit'
import type { Alert, Thresholds } from './alerts'
import type { HealthCheck, OptionalCheck } from './health'

/** What a monitor asks of a cache: `createResponseCache` makes one. */
export interface MonitoredCache {
  /** Figures by name; `hits` and `misses` make the hit ratio. */
  stats(): unknown
  /** How well its store works, as a health check says it. Default: not asked. */
  health?(): unknown
}

/** Options of `createMonitor`. */
export interface MonitorOptions {
  /** The cache whose hits, sizes and store are told. Default: none. */
  readonly cache?: MonitoredCache | undefined
  /** Further health checks by name, such as a database. Default: none beside that of the cache's store. */
  readonly checks?: Readonly<Record<string, HealthCheck | OptionalCheck>> | undefined
  /** Longest time for a health check, in milliseconds. Default 2,000. */
  readonly checkTimeout?: number | undefined
  /** Where alerts are raised. Default: an error rate of 5 %. */
  readonly thresholds?: Thresholds | undefined
  /** Told each alert once when it is raised and once when it is cleared. Default: nobody; `status` tells them too. */
  readonly onAlert?: ((alert: Alert) => void) | undefined
  /** Least recent requests for an error rate, a p95 or a hit ratio to mean anything. Default 20. */
  readonly minRequests?: number | undefined
  /** From when on a request counts as slow, in milliseconds. Default 1,000. */
  readonly slowAfter?: number | undefined
  /** The span of what counts as recent, in milliseconds. Default 300,000. */
  readonly window?: number | undefined
  /** Most routes told apart; the rest is `other`. Default 100. */
  readonly maxRoutes?: number | undefined
  /** Most groups of errors. Default 100. */
  readonly maxErrors?: number | undefined
  /** A path on the file system whose space is watched; false for none. Default: `.`, the working directory. */
  readonly disk?: string | false | undefined
  /** Whether slow requests are kept with the sender's `User-Agent`. Default false. */
  readonly userAgent?: boolean | undefined
  /** Gives the sender's address, to be kept with slow requests. Default: not kept. */
  readonly address?: ((request: Request) => string | undefined) | undefined
  /** Told of failures in `onAlert` and the like. Default: `console.error`. */
  readonly onError?: ((error: unknown) => void) | undefined
  /** Where time comes from. Default: the system's. */
  readonly clock?: Clock | undefined
}

/** Options, checked and complete. */
export type ResolvedMonitorOptions = ReturnType<typeof resolveMonitorOptions>

/**
 * Applies defaults.
 * @throws OptionError for an option that has no meaning
 */
export function resolveMonitorOptions(options: MonitorOptions) {
  const { cache, checks = {}, thresholds = {}, disk = '.', clock = systemClock } = options
  const { onAlert = () => {}, userAgent = false, address, onError } = options
  return {
    cache,
    checks: { ...toStoreCheck(cache), ...checks },
    thresholds,
    disk: disk === false ? undefined : disk,
    clock,
    onAlert,
    userAgent,
    address,
    onError,
    checkTimeout: checkDuration('checkTimeout', options.checkTimeout ?? 2_000),
    minRequests: checkLimit('minRequests', options.minRequests ?? 20),
    slowAfter: checkDuration('slowAfter', options.slowAfter ?? 1_000),
    window: checkWindow(options.window ?? 300_000),
    maxRoutes: checkLimit('maxRoutes', options.maxRoutes ?? 100),
    maxErrors: checkLimit('maxErrors', options.maxErrors ?? 100),
  }
}

/** Without its store a cache answers from memory, so the whole is not down with it. */
function toStoreCheck(cache: MonitoredCache | undefined): Record<string, OptionalCheck> {
  if (cache?.health === undefined) return {}
  return { store: { check: () => cache.health?.(), essential: false } }
}

function checkWindow(value: number): number {
  if (value > 0 && Number.isFinite(value)) return value
  throw new OptionError('window', value, 'milliseconds above 0')
}
