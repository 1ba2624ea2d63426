/** The one door: every change of a snapshot is an event that goes through this pure function. */
import { pendingSnapshot, type Activity, type Snapshot, type Source } from './snapshot'

/** What is put on screen. */
export type Shown = Pick<Snapshot, 'freshness' | 'isOverdue' | 'cached' | 'version'> & {
  readonly data: unknown
  readonly source: Source
  readonly updatedAt: number
  readonly expiresAt: number
}

/** Everything that can happen to an entry. */
export type EntryEvent =
  | { readonly type: 'activity'; readonly activity: Activity }
  /** Data is shown; `heals`: it is an answer, so an error is over. */
  | {
      readonly type: 'shown'
      readonly shown: Shown
      readonly heals: boolean
      /** What is being done from now on, where that changes as well. */
      readonly activity?: Activity | undefined
    }
  | { readonly type: 'stale'; readonly expiresAt: number }
  | { readonly type: 'overdue' }
  | { readonly type: 'failed'; readonly error: Error; readonly fallback: unknown }
  /** Nothing is held any more; `fallback`: what stands in for it beside an error. */
  | { readonly type: 'removed'; readonly fallback?: unknown }

/** The snapshot after an event: the same object where nothing changed. */
export function reduce(before: Snapshot, event: EntryEvent): Snapshot {
  switch (event.type) {
    case 'activity':
      return before.activity === event.activity
        ? before
        : { ...before, activity: event.activity, isFetching: event.activity === 'fetching' }
    case 'shown':
      return show(before, event.shown, event.heals, event.activity ?? before.activity)
    case 'stale':
      return before.freshness === 'fresh'
        ? { ...before, freshness: 'stale', isStale: true, expiresAt: event.expiresAt }
        : before
    case 'overdue':
      return before.freshness === 'stale' && !before.isOverdue ? { ...before, isOverdue: true } : before
    case 'failed':
      return fail(before, event.error, event.fallback)
    case 'removed':
      return before.freshness === 'empty' ? before : empty(before, event.fallback)
  }
}

function show(before: Snapshot, shown: Shown, heals: boolean, activity: Activity): Snapshot {
  const { freshness } = shown
  const next: Snapshot = {
    updatedAt: shown.updatedAt,
    expiresAt: shown.expiresAt,
    key: before.key,
    status: 'success',
    data: shown.data,
    error: heals ? undefined : before.error,
    freshness,
    isOverdue: shown.isOverdue,
    activity,
    isFetching: activity === 'fetching',
    isStale: freshness === 'stale',
    source: shown.source,
    cached: shown.cached,
    failureCount: heals ? 0 : before.failureCount,
    version: shown.version,
  }
  // Snapshots have the same members. `cached` says how the data came at first, and alone is no change.
  for (const name in next) {
    const member = name as keyof Snapshot
    if (!Object.is(next[member], before[member]) && name !== 'cached') return next
  }
  return before
}

/** An error stands beside data, and never erases it. */
function fail(before: Snapshot, error: Error, fallback: unknown): Snapshot {
  const failureCount = before.failureCount + 1
  if (before.status === 'success') return { ...before, error, failureCount }
  if (fallback === undefined) return { ...before, status: 'error', data: undefined, error, failureCount }
  return {
    ...before,
    status: 'success',
    data: fallback,
    error,
    failureCount,
    freshness: 'stale',
    isStale: true,
  }
}

function empty(before: Snapshot, fallback: unknown): Snapshot {
  const { key, activity, isFetching, failureCount, error } = before
  const facts = { ...pendingSnapshot(key), activity, isFetching, failureCount }
  return error ? fail({ ...facts, failureCount: failureCount - 1 }, error, fallback) : facts
}
