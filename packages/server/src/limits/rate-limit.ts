/** How often: one token bucket per client. A bucket fills evenly, so a client that waits is served again soon. */
import { systemClock, type Clock } from '@freshline/core/shared'

/** A rate: that many requests at once, and as many again in each period. */
export interface Rate {
  /** Requests per period, and the most that may come at once. A whole number of at least 1. */
  readonly requests: number
  /** The period, in milliseconds. */
  readonly per: number
}

/** What a bucket answers. */
export interface RateAnswer {
  /** Whether the request may pass; it has then been counted. */
  readonly allowed: boolean
  /** When one more may pass, in milliseconds from now; 0 where it may now. */
  readonly retryAfter: number
  /** How many more may pass now. */
  readonly remaining: number
  /** When the bucket is full again, in milliseconds from now. */
  readonly reset: number
}

/** Counts requests by client. */
export interface RateLimit {
  /** The rate that is kept. */
  readonly rate: Rate
  /** Counts one request of a client, or says when it may come. One that is refused is not counted. */
  take(client: string): RateAnswer
  /** How many clients are remembered. */
  readonly size: number
}

interface Bucket {
  tokens: number
  filledAt: number
}

/**
 * Makes a limit. It remembers `maxClients` clients; beyond that the one that was quiet for longest is forgotten, which
 * can only be lenient to it. It owns no timer.
 * @param rate checked by whoever takes options
 */
export function createRateLimit(rate: Rate, maxClients: number, clock: Clock = systemClock): RateLimit {
  const buckets = new Map<string, Bucket>()
  const perToken = rate.per / rate.requests
  return {
    rate,
    get size() {
      return buckets.size
    },
    take(client) {
      const now = clock.monotonic()
      const bucket = buckets.get(client) ?? { tokens: rate.requests, filledAt: now }
      const gained = Math.max(0, now - bucket.filledAt) / perToken
      bucket.tokens = Math.min(rate.requests, bucket.tokens + gained)
      bucket.filledAt = now
      // Halves of a millisecond add up to tokens that are almost whole.
      const allowed = bucket.tokens >= 1 - 1e-9
      if (allowed) bucket.tokens = Math.max(0, bucket.tokens - 1)
      // Set anew, so that the map's order is by last use.
      buckets.delete(client)
      buckets.set(client, bucket)
      if (buckets.size > maxClients) forgetOldest(buckets)
      return {
        allowed,
        retryAfter: Math.max(0, 1 - bucket.tokens) * perToken,
        remaining: Math.floor(bucket.tokens + 1e-9),
        reset: (rate.requests - bucket.tokens) * perToken,
      }
    },
  }
}

function forgetOldest(buckets: Map<string, Bucket>): void {
  for (const client of buckets.keys()) {
    buckets.delete(client)
    return
  }
}
