/** `Cache-Control` and its elders from a policy (RFC 9111 section 5.2.2, RFC 5861, RFC 8246). */
import { checkDuration, OptionError } from '@freshline/core/shared'
import type { ConditionalPolicy } from './policy'

/** What a number of seconds is sent as at most (RFC 9111 section 1.2.2). */
const MOST_SECONDS = 2 ** 31

/**
 * Writes the caching fields. Without a lifetime the answer may be kept, and is asked about every time: else a cache
 * would guess one from `Last-Modified`. Fields that `headers` already has stay where the policy says nothing.
 * @throws OptionError for a negative or unreadable duration, and for `private` together with `public`
 */
export function setCacheFields(headers: Headers, policy: ConditionalPolicy): void {
  const directives = toDirectives(policy)
  if (policy.noStore) {
    headers.set('cache-control', 'no-store')
    headers.set('pragma', 'no-cache')
    headers.set('expires', '0')
  } else if (directives.length > 0) headers.set('cache-control', directives.join(', '))
  else if (!headers.has('cache-control')) headers.set('cache-control', 'no-cache')
}

function toDirectives(policy: ConditionalPolicy): string[] {
  if (policy.private && policy.public) throw new OptionError('public', true, 'not together with private')
  const lifetimes = [
    seconds('max-age', 'maxAge', policy.maxAge),
    seconds('s-maxage', 'sMaxage', policy.sMaxage),
    seconds('stale-while-revalidate', 'staleWhileRevalidate', policy.staleWhileRevalidate),
    seconds('stale-if-error', 'staleIfError', policy.staleIfError),
    policy.immutable ? ['immutable'] : [],
  ].flat()
  // A lifetime for some caches is none for the others: they must not guess one.
  if (lifetimes.length > 0 && policy.maxAge === undefined) lifetimes.unshift('max-age=0')
  const scope = policy.private ? ['private'] : policy.public ? ['public'] : []
  const strict = policy.mustRevalidate ? ['must-revalidate'] : []
  if (scope.length + strict.length > 0 && lifetimes.length === 0) lifetimes.push('no-cache')
  return [...scope, ...lifetimes, ...strict]
}

function seconds(directive: string, option: string, duration: number | undefined): string[] {
  if (duration === undefined) return []
  return [`${directive}=${Math.min(Math.floor(checkDuration(option, duration) / 1000), MOST_SECONDS)}`]
}
