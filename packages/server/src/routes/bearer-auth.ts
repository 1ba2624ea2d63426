/** The simplest way to authorise: a secret that both sides know, as a bearer token (RFC 6750). */
import { OptionError } from '@freshline/core/shared'
import { isSameSecret } from '../http/same-secret'
import type { Authorize } from './authorize'

/** Fewer characters can be guessed. */
const LEAST = 16

/**
 * Makes an `authorize` that allows requests with `Authorization: Bearer <secret>`. Comparing takes the same time
 * whatever is sent. With several secrets any of them does, so that they can be changed one side after the other.
 * @throws OptionError for a secret of less than 16 characters
 * @example
 * const bearer = bearerAuth(process.env.SYNC_SECRET)
 * createSyncServer({ cache, authorize: bearer })
 * // a load balancer asks for health without a secret, pages read changes with their session
 * createSyncServer({
 *   cache,
 *   changes,
 *   authorize: (request, context) =>
 *     context.route === '/monitoring/health' ||
 *     (context.action === 'changes' && hasSession(request)) ||
 *     bearer(request, context),
 * })
 */
export function bearerAuth(secret: string | readonly string[]): Authorize {
  const secrets: readonly unknown[] =
    typeof secret === 'string' ? [secret] : Array.isArray(secret) ? secret : []
  const isGood = (one: unknown): one is string => typeof one === 'string' && one.length >= LEAST
  if (secrets.length === 0 || !secrets.every(isGood))
    // Never the value itself: this text ends in logs.
    throw new OptionError(
      'secret',
      'a value not shown here',
      `a text of at least ${LEAST} characters, or several`,
    )
  return async (request) => {
    const [, token] = /^bearer +(\S.*)$/i.exec(request.headers.get('authorization') ?? '') ?? []
    if (token === undefined) return { allowed: false, reason: 'unauthenticated', challenge: 'Bearer' }
    // All of them, so that the time does not tell which one came close.
    const matches = await Promise.all(secrets.map((one) => isSameSecret(token.trim(), one)))
    if (matches.includes(true)) return { allowed: true, principal: 'bearer' }
    return { allowed: false, reason: 'unauthenticated', challenge: 'Bearer error="invalid_token"' }
  }
}
