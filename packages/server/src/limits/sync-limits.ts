/** The limits of a sync server, with their defaults. */
import { checkDuration } from '@freshline/core/shared'
import { checkLimit, checkRate } from './check-limit'
import type { Rate } from './rate-limit'

/** What a request is about; each has a gate and a rate of its own, so that one kind cannot crowd out another. */
export type SyncAction = 'invalidate' | 'changes' | 'webhook' | 'monitoring'

/** Bounds for what a sync server takes. */
export interface SyncLimits {
  /** Largest body in bytes. Default 65,536. */
  readonly bodyBytes?: number | undefined
  /** Longest time for a body to arrive, in milliseconds. Default 10,000. */
  readonly bodyTimeout?: number | undefined
  /** Most levels of nesting in a body. Default 32. */
  readonly jsonDepth?: number | undefined
  /** Most patterns in one request. Default 100. */
  readonly patterns?: number | undefined
  /** Longest pattern, in UTF-16 units. Default 512. */
  readonly patternLength?: number | undefined
  /** Longest key, tag or path, in UTF-16 units. Default 2,048. */
  readonly keyLength?: number | undefined
  /** Most keys, tags, patterns and paths together in one request. Default 1,000. */
  readonly targets?: number | undefined
  /** Most requests at once of each kind; beyond that 503 with `Retry-After`. Default 100. */
  readonly concurrent?: number | undefined
  /** How often one client may ask, for each kind; beyond that 429 with `Retry-After`. Default 600 a minute; false for no limit. */
  readonly rate?: Rate | false | undefined
  /** Rates of single kinds, instead of `rate`. Default: none. */
  readonly rates?: Readonly<Partial<Record<SyncAction, Rate | false>>> | undefined
  /** How many clients' rates are remembered, for each kind. Default 10,000. */
  readonly clients?: number | undefined
  /** Whether answers carry `RateLimit` and `RateLimit-Policy` (an IETF draft). Default false. */
  readonly rateHeaders?: boolean | undefined
}

const COUNTS = {
  bodyBytes: 65_536,
  jsonDepth: 32,
  patterns: 100,
  patternLength: 512,
  keyLength: 2_048,
  targets: 1_000,
  concurrent: 100,
  clients: 10_000,
}

/** Limits, checked and complete. */
export interface ResolvedLimits extends Readonly<typeof COUNTS> {
  readonly bodyTimeout: number
  readonly rates: Readonly<Record<SyncAction, Rate | false>>
  readonly rateHeaders: boolean
}

/**
 * Applies defaults.
 * @throws OptionError for a limit that has no meaning
 */
export function resolveLimits(limits: SyncLimits = {}): ResolvedLimits {
  const counts = { ...COUNTS }
  for (const name of Object.keys(COUNTS) as (keyof typeof COUNTS)[])
    counts[name] = checkLimit(`limits.${name}`, limits[name] ?? COUNTS[name])
  const {
    rate = { requests: 600, per: 60_000 },
    rates = {},
    bodyTimeout = 10_000,
    rateHeaders = false,
  } = limits
  const rateOf = (action: SyncAction) =>
    checkRate(rates[action] === undefined ? 'limits.rate' : `limits.rates.${action}`, rates[action] ?? rate)
  return {
    ...counts,
    bodyTimeout: checkDuration('limits.bodyTimeout', bodyTimeout),
    rateHeaders,
    rates: {
      invalidate: rateOf('invalidate'),
      changes: rateOf('changes'),
      webhook: rateOf('webhook'),
      monitoring: rateOf('monitoring'),
    },
  }
}
