/** What a rate limit looks like in header fields. */
import type { Rate, RateAnswer } from './rate-limit'

/** A wait as `Retry-After` (RFC 9110 section 10.2.3): whole seconds, rounded up, so that nobody comes too early. */
export function toRetryAfter(ms: number): string {
  // At least one: a client that takes 0 at its word would come at once.
  return String(Math.max(1, Math.ceil(ms / 1_000 - 1e-9)))
}

/** `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10), the policy named for what is limited. */
export function toRateHeaders(name: string, rate: Rate, answer: RateAnswer): Record<string, string> {
  const window = Math.max(1, Math.ceil(rate.per / 1_000))
  return {
    'ratelimit-policy': `"${name}";q=${rate.requests};w=${window}`,
    ratelimit: `"${name}";r=${answer.remaining};t=${Math.ceil(answer.reset / 1_000)}`,
  }
}
