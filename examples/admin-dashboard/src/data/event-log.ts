/** The last things that happened in the manager, for the sync page. Starts with the page, so nothing is missed. */
import type { DataSyncManager, SyncEventType } from '@freshline/core'

/** One happening. */
export interface LogLine {
  id: number
  /** Epoch milliseconds. */
  at: number
  type: SyncEventType
  /** The canonical key; undefined where the whole manager is meant. */
  key: string | undefined
  /** Why, in a word or two. */
  reason: string | undefined
  /** How long the request took, for the events that end one. */
  duration: number | undefined
}

/** What the sync page follows. */
export interface EventLog {
  subscribe(listener: () => void): () => void
  /** Newest first. */
  getSnapshot(): readonly LogLine[]
  dispose(): void
}

const KEPT = 200

/** Events that would drown the others. */
const QUIET: ReadonlySet<SyncEventType> = new Set(['fetching', 'fresh', 'mutated'])

/** Follows a manager. */
export function createEventLog(manager: DataSyncManager): EventLog {
  const listeners = new Set<() => void>()
  const started = new Map<string, number>()
  let lines: readonly LogLine[] = []
  let nextId = 1
  const off = manager.on('*', ({ type, key, at, reason }) => {
    if (type === 'fetching' && key !== undefined) started.set(key, at)
    if (QUIET.has(type)) return
    let duration: number | undefined
    if (key !== undefined && (type === 'success' || type === 'unchanged' || type === 'error')) {
      const start = started.get(key)
      duration = start === undefined ? undefined : Math.max(0, at - start)
      started.delete(key)
    }
    lines = [{ id: nextId++, at, type, key, reason, duration }, ...lines].slice(0, KEPT)
    for (const listener of listeners) listener()
  })
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    getSnapshot: () => lines,
    dispose: off,
  }
}
