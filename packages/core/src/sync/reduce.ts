/** The one door: every change of a snapshot is an event that goes through this pure function. */
import type { Version } from '../base/outcome'
import type { Activity, Snapshot, Source } from './snapshot'

/** What is put on screen. */
export interface Shown {
  readonly data: unknown
  readonly source: Source
  readonly cached: boolean
  readonly isFresh: boolean
  readonly isOverdue: boolean
  readonly updatedAt: number
  readonly expiresAt: number
  readonly version: Version | undefined
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
  | { readonly type: 'removed' }

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
      return before.freshness === 'empty' && before.status !== 'success' ? before : empty(before)
  }
}

function show(before: Snapshot, shown: Shown, heals: boolean, activity: Activity): Snapshot {
  const { key } = before
  const error = heals ? undefined : before.error
  const failureCount = heals ? 0 : before.failureCount
  const { data, source, cached, isFresh, isOverdue, updatedAt, expiresAt, version } = shown
  if (
    before.status === 'success' &&
    Object.is(before.data, data) &&
    before.error === error &&
    before.updatedAt === updatedAt &&
    before.expiresAt === expiresAt &&
    before.isStale === !isFresh &&
    before.freshness !== 'empty' &&
    before.isOverdue === isOverdue &&
    before.source === source &&
    before.version === version &&
    before.failureCount === failureCount &&
    before.activity === activity
  ) {
    return before
  }
  return {
    key,
    status: 'success',
    data,
    error,
    freshness: isFresh ? 'fresh' : 'stale',
    isOverdue,
    activity,
    isFetching: activity === 'fetching',
    isStale: !isFresh,
    source,
    cached,
    updatedAt,
    expiresAt,
    failureCount,
    version,
  }
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

function empty(before: Snapshot): Snapshot {
  const { error } = before
  const facts = {
    ...before,
    data: undefined,
    freshness: 'empty',
    isStale: false,
    isOverdue: false,
    source: undefined,
    cached: false,
    updatedAt: undefined,
    expiresAt: undefined,
    version: undefined,
  } as const
  return error ? { ...facts, status: 'error', error } : { ...facts, status: 'pending', error }
}
