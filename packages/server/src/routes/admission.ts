/** Who is let in how often, and how many at once; each kind of request apart, so that none can crowd out another. */
import type { Clock } from '@freshline/core/shared'
import { RequestError } from '../http/request-error'
import { createGate } from '../limits/gate'
import { toRateHeaders, toRetryAfter } from '../limits/rate-headers'
import { createRateLimit } from '../limits/rate-limit'
import type { ResolvedLimits, SyncAction } from '../limits/sync-limits'

/** Who is counted: a client that says its name by the application's own means, a principal, or all others together. */
export type Counted =
  { readonly client: string | null | undefined } | { readonly principal: string | undefined } | 'denied'

/** Lets requests in. */
export interface Admission {
  /** @throws RequestError 503 `too_many_at_once`; answers what is called at the end */
  enter(action: SyncAction): () => void
  /**
   * Counts a request; answers header fields that tell the client where it stands.
   * @throws RequestError 429 `too_many_requests`
   */
  count(action: SyncAction, who: Counted): Record<string, string>
}

/** Longer names of clients are cut, in UTF-16 units. */
const MAX_NAME = 256

/** Makes an admission with nobody inside. */
export function createAdmission(limits: ResolvedLimits, clock: Clock): Admission {
  const perAction = <T>(create: (action: SyncAction) => T): Record<SyncAction, T> => ({
    invalidate: create('invalidate'),
    changes: create('changes'),
    webhook: create('webhook'),
    monitoring: create('monitoring'),
  })
  const gates = perAction(() => createGate(limits.concurrent))
  const rates = perAction((action) => {
    const rate = limits.rates[action]
    return rate && createRateLimit(rate, limits.clients, clock)
  })
  return {
    enter(action) {
      const leave = gates[action].enter()
      if (leave) return leave
      throw new RequestError({
        status: 503,
        code: 'too_many_at_once',
        detail: `Too many requests at once, allowed: ${limits.concurrent}.`,
        headers: { 'retry-after': '1' },
      })
    },
    count(action, who) {
      const limit = rates[action]
      if (!limit) return {}
      const answer = limit.take(toBucket(who))
      const told = limits.rateHeaders ? toRateHeaders(action, limit.rate, answer) : {}
      if (answer.allowed) return told
      const { requests, per } = limit.rate
      throw new RequestError({
        status: 429,
        code: 'too_many_requests',
        detail: `Too many requests, allowed: ${requests} in ${per} ms.`,
        headers: { ...told, 'retry-after': toRetryAfter(answer.retryAfter) },
      })
    },
  }
}

/** Requests that are denied have a bucket of their own: whoever may nothing cannot use up what others may. */
function toBucket(who: Counted): string {
  if (who === 'denied') return 'denied'
  if ('client' in who) return `client:${(who.client ?? '').slice(0, MAX_NAME)}`
  return who.principal === undefined ? 'all' : `principal:${who.principal.slice(0, MAX_NAME)}`
}
