/** Everything that is known of one key. */
import type { Snapshot, SyncStatus } from '@freshline/core'
import type { Facts } from './holds'
import type { PastEvent } from './history'
import type { Printer } from './printer'
import { ago, until } from './time-words'

/** What `inspect` answers. */
export interface Inspection {
  /** The canonical key. */
  readonly key: string
  /** The manager's snapshot, data included. */
  readonly snapshot: Snapshot
  /** Its row of `getStatus()`; undefined for a key that is neither registered nor watched. */
  readonly status: SyncStatus | undefined
  /** What happened to it since the devtools came, oldest first; at most 20. */
  readonly events: readonly PastEvent[]
}

/** Prints a key's state, data and events. */
export function printInspection(printer: Printer, { key, snapshot, history, now }: Facts): void {
  const { status, freshness, activity, source, updatedAt, expiresAt, failureCount, version, error } = snapshot
  printer.group(`Freshline: ${key}`, () => {
    const facts: string[] = [`${status}, ${freshness}${snapshot.isOverdue ? ' (overdue)' : ''}, ${activity}`]
    if (source !== undefined) facts.push(`source: ${source}`)
    if (updatedAt !== undefined) facts.push(`confirmed ${ago(updatedAt, now)}`)
    if (expiresAt !== undefined && freshness === 'fresh') {
      facts.push(expiresAt === Infinity ? 'fresh for ever' : `stale ${until(expiresAt, now)}`)
    }
    if (version !== undefined) facts.push(`version ${String(version)}`)
    printer.line(facts.join(' · '))
    if (error) printer.line(`error (${failureCount} in a row): ${error.message}`)
    if (snapshot.status === 'success') printer.value('data', snapshot.data)
    const events = history.eventsOf(key)
    if (events.length > 0) {
      printer.table(
        events.map(({ type, at, reason, message }) => ({
          event: type,
          reason: reason ?? '',
          when: ago(at, now),
          message: message ?? '',
        })),
      )
    }
  })
}
