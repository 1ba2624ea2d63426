/** What is known of a key, as names and values to be read. Pure. */
import type { ProbedKey } from '@freshline/core'
import type { Facts } from '../../holds'
import { ago, duration, until } from '../../time-words'

/** Names and values, in the order in which they are shown. */
export function keyFacts({ snapshot, row, now }: Facts, policy: ProbedKey | undefined): [string, string][] {
  const { status, freshness, isOverdue, activity, source, cached, version } = snapshot
  const facts: [string, string | undefined][] = [
    ['State', `${status}, ${freshness}${isOverdue ? ' (overdue)' : ''}, ${activity}`],
    ['Source', source && `${source}${cached ? ', held before' : ''}`],
    ['Version', version === undefined ? undefined : String(version)],
    ['Confirmed', at(snapshot.updatedAt, (time) => ago(time, now))],
    ['Fresh until', freshUntil(snapshot.expiresAt, now)],
    ['Asked next', row?.nextSync ? at(row.nextSync.getTime(), (time) => until(time, now)) : undefined],
    ['Last answer', row?.lastSync ? at(row.lastSync.getTime(), (time) => ago(time, now)) : undefined],
    ['Failures', snapshot.failureCount > 0 ? `${snapshot.failureCount} in a row` : undefined],
    ['Subscribers', row ? String(row.subscribers) : undefined],
  ]
  if (policy) {
    facts.push(
      ['Registrations', String(policy.registrations)],
      ['Interval', policy.interval === Infinity ? 'none' : duration(policy.interval)],
      ['Lifetime', policy.isByServer ? 'as the server says' : duration(policy.ttl)],
      ['Kept unwatched', duration(policy.gcTime)],
      ['Timeout', duration(policy.timeout)],
      ['Tags', policy.tags.length > 0 ? policy.tags.join(', ') : 'none'],
    )
  }
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined)
}

function at(time: number | undefined, words: (time: number) => string): string | undefined {
  return time === undefined ? undefined : `${words(time)} (${new Date(time).toLocaleTimeString()})`
}

function freshUntil(expiresAt: number | undefined, now: number): string | undefined {
  if (expiresAt === Infinity) return 'it is invalidated'
  return at(expiresAt, (time) => (time <= now ? `it went stale ${ago(time, now)}` : until(time, now)))
}
