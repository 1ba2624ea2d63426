/** What the page says of the server, from what it last answered and how the last request went. */
import { readable } from '@freshline/example-server/audit-summary'
import type { SyncAnswer } from '@freshline/example-server/api-types'
import type { SyncState } from '@freshline/vanilla'

/** Texts by the element that shows them. */
export interface ServerFacts {
  /** For the lamp beside the state. */
  readonly tone: 'waiting' | 'up' | 'down'
  readonly state: string
  readonly stateNote: string
  readonly changes: string
  readonly changesNote: string
  readonly cache: string
  readonly cacheNote: string
}

const NOTHING = '–'
const stores = { memory: 'in memory', sqlite: 'in SQLite', redis: 'in Redis' }
const count = new Intl.NumberFormat('en')
const percent = new Intl.NumberFormat('en', { style: 'percent' })

/** The texts. */
export function toServerFacts({ data, error }: Pick<SyncState<SyncAnswer>, 'data' | 'error'>): ServerFacts {
  return { ...toState(data, error), ...toChanges(data), ...toCache(data) }
}

function toState(data: SyncAnswer | undefined, error: Error | undefined) {
  if (error) {
    const stateNote = 'Start it with npm run demo; this page goes on by itself.'
    return { tone: 'down', state: 'No answer', stateNote } as const
  }
  if (!data) return { tone: 'waiting', state: 'Asking', stateNote: '' } as const
  const stateNote = `for ${formatSpan(data.serverTime - data.startedAt)}`
  return { tone: 'up', state: 'Up', stateNote } as const
}

function toChanges(data: SyncAnswer | undefined) {
  const last = data?.lastChange
  if (!data || !last) return { changes: data ? '0' : NOTHING, changesNote: '' }
  return {
    changes: count.format(last.id),
    changesNote: `${readable(last.summary)}, ${formatSpan(data.serverTime - last.at)} ago`,
  }
}

function toCache(data: SyncAnswer | undefined) {
  if (!data) return { cache: NOTHING, cacheNote: '' }
  const { enabled, hitRatio, entries, store, status, detail } = data.cache
  if (!enabled) return { cache: 'Off', cacheNote: 'Everything is read from the database.' }
  const held = `${count.format(entries)} ${entries === 1 ? 'answer' : 'answers'} held ${stores[store]}`
  return {
    cache: percent.format(hitRatio),
    cacheNote: status === 'ok' ? held : (detail ?? `${held}, ${status}`),
  }
}

/** A span in its largest unit: 12 s, 4 min, 3 h, 2 d. Spans below zero count as none. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)} h`
  return `${Math.floor(seconds / 86_400)} d`
}
