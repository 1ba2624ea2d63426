/** The log of events: what the manager told, newest last, with a filter and a pause. */
import type { SyncEvent, SyncEventType } from '@freshline/core'
import { Ring } from './ring'

/** A line of the log. It holds no data. */
export interface LogLine {
  readonly id: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly type: SyncEventType
  /** The canonical key; undefined for what concerns the whole manager. */
  readonly key: string | undefined
  readonly reason: string | undefined
  /** The message of an error. */
  readonly message: string | undefined
}

/** How many lines are kept. */
export const MOST_LINES = 2000

/** Kinds of events to pick from. */
export const KINDS = {
  all: { label: 'All', types: undefined },
  requests: { label: 'Requests', types: ['fetching', 'success', 'unchanged', 'error', 'superseded'] },
  freshness: { label: 'Freshness', types: ['fresh', 'stale', 'overdue', 'invalidated', 'removed'] },
  keys: { label: 'Keys', types: ['registered', 'unregistered'] },
  manager: {
    label: 'Switches and writes',
    types: ['paused', 'resumed', 'online', 'offline', 'mutated', 'propagated'],
  },
  errors: { label: 'Errors', types: ['error'] },
} as const satisfies Record<string, { label: string; types: readonly SyncEventType[] | undefined }>

/** The name of a kind of events. */
export type KindName = keyof typeof KINDS

/** Whether a text names a kind. */
export const isKindName = (name: string): name is KindName => Object.hasOwn(KINDS, name)

/** Keeps events as lines. */
export class EventLog {
  readonly #lines = new Ring<LogLine>(MOST_LINES)
  #next = 0
  #missed = 0
  #isPaused = false
  /** Grows with every change. */
  version = 0

  /** Whether what happens now is left out. */
  get isPaused(): boolean {
    return this.#isPaused
  }

  /** How many events were left out since the pause began. */
  get missed(): number {
    return this.#missed
  }

  pause(isPaused: boolean): void {
    this.#isPaused = isPaused
    this.#missed = 0
    this.version++
  }

  add({ type, at, key, reason, snapshot, propagation }: SyncEvent): void {
    this.version++
    if (this.#isPaused) {
      this.#missed++
      return
    }
    const message = type === 'error' ? snapshot?.error?.message : propagation?.error?.message
    this.#lines.add({ id: this.#next++, at, type, key, reason, message })
  }

  clear(): void {
    this.#lines.clear()
    this.version++
  }

  /** The lines of a kind that hold a text in key, type, reason or message; oldest first. */
  lines(kind: KindName, text: string): readonly LogLine[] {
    const { types }: { types: readonly SyncEventType[] | undefined } = KINDS[kind]
    const part = text.trim().toLowerCase()
    const all = this.#lines.items()
    if (!types && !part) return all
    return all.filter((line) => {
      if (types && !types.includes(line.type)) return false
      return !part || [line.key, line.type, line.reason, line.message].some((each) => holds(each, part))
    })
  }
}

function holds(text: string | undefined, part: string): boolean {
  return text !== undefined && text.toLowerCase().includes(part)
}
