/** Waiting for first data in render: asks without registering, for React may throw the render away. */
import { systemClock, type DataSyncManager } from '@freshline/core'
import { inRender } from './provider'
import type { SyncView } from './sync-view'

interface Failure {
  readonly error: Error
  readonly until: number
}

/** How requests of renders failed: nobody else remembers. Kept for as long as React may take to render again. */
const failures = new WeakMap<DataSyncManager, Map<string, Failure>>()
const REMEMBERED = 5000

/** Errors that a boundary was given. Whoever renders with one of them after that tries again. */
const given = new WeakSet<Error>()

/** Returns where there is data to show; else throws the error for a boundary, or a promise of either. */
export function suspendUntilShown({ held, hash, scope: { manager }, fetcher, options }: SyncView): void {
  if (held?.shown.status === 'success' || hash === null || !fetcher || options.enabled === false) return
  const known = failures.get(manager) ?? new Map<string, Failure>()
  failures.set(manager, known)
  const failure = known.get(hash)
  const shown = held?.shown.error
  const isRecent = failure !== undefined && systemClock.monotonic() < failure.until
  const error = isRecent ? failure.error : shown && !given.has(shown) ? shown : undefined
  if (error) {
    // Later, for React renders once more before it believes an error.
    queueMicrotask(() => [known.delete(hash), given.add(error)])
    throw error
  }
  const fail = (cause: Error) =>
    known.set(hash, { error: cause, until: systemClock.monotonic() + REMEMBERED })
  throw inRender(() => manager.prefetch({ ...options, key: hash, fetcher })).then(
    (snapshot) => snapshot.error && fail(snapshot.error),
    fail,
  )
}
