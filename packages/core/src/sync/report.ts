/** What `refresh` and `invalidate` answer. */

/** Canonical keys by what became of them. */
export interface SyncReport {
  /** Asked for, and the data changed. */
  readonly refreshed: string[]
  /** Asked for, and the data is what it was. */
  readonly unchanged: string[]
  /** Asked for, and the request failed; the errors are in `errors`. */
  readonly failed: string[]
  /** Not asked for now: unknown, unwatched, fresh where only stale was asked, offline, paused. */
  readonly skipped: string[]
  /** The error of each failed key. */
  readonly errors: Record<string, Error>
}

/** How one request ended. */
export type RunResult =
  | { readonly kind: 'refreshed' | 'unchanged' | 'skipped' }
  | { readonly kind: 'failed'; readonly error: Error }

/** Gathers results into a report. */
export async function toReport(
  results: Iterable<readonly [key: string, result: Promise<RunResult> | RunResult]>,
): Promise<SyncReport> {
  const report: SyncReport = {
    refreshed: [],
    unchanged: [],
    failed: [],
    skipped: [],
    errors: Object.create(null) as Record<string, Error>,
  }
  for (const [key, pending] of [...results]) {
    const result = await pending
    report[result.kind].push(key)
    if (result.kind === 'failed') report.errors[key] = result.error
  }
  return report
}
