/** What `log` prints: one readable line an event. Pure. */
import type { SyncEvent } from '@freshline/core'
import { reasonWords } from './reason-words'

/** How much is printed: failures; also what may be a mistake; also what people and switches did, and changed data; everything. */
export type ConsoleLogLevel = 'error' | 'warn' | 'info' | 'debug'

/** The levels, the quietest first. */
export const LOG_LEVELS: readonly ConsoleLogLevel[] = ['error', 'warn', 'info', 'debug']

const INFO: readonly SyncEvent['type'][] = [
  'registered',
  'unregistered',
  'success',
  'overdue',
  'invalidated',
  'mutated',
  'paused',
  'resumed',
  'online',
  'offline',
]

/** The level of an event. */
export function levelOf({ type, propagation }: SyncEvent): ConsoleLogLevel {
  if (type === 'error' || propagation?.propagated === 'failed') return 'error'
  return INFO.includes(type) ? 'info' : 'debug'
}

/** The line of an event. */
export function eventLine({ type, key = 'everything', reason, snapshot, propagation }: SyncEvent): string {
  switch (type) {
    case 'fetching':
      return `${key}: asking, because ${reasonWords(reason)}`
    case 'success':
      return `${key}: changed (${reason ?? 'no reason'})`
    case 'unchanged':
      return `${key}: unchanged${snapshot?.source === 'revalidated' ? ', by a 304' : ''} (${reason ?? 'no reason'})`
    case 'error':
      return `${key}: failed ${snapshot?.failureCount ?? 1} in a row: ${snapshot?.error?.message ?? ''}`
    case 'invalidated':
      return `${key}: invalidated by ${reason === 'mutation' ? 'a mutation' : 'a call of invalidate()'}`
    case 'mutated':
    case 'propagated': {
      const { error } = propagation ?? {}
      return `${type}${error ? `, but the server's cache was not told: ${error.message}` : ''}`
    }
    case 'online':
    case 'offline':
      return type
    default:
      return `${key}: ${type}${reason ? ` (${reason})` : ''}`
  }
}
