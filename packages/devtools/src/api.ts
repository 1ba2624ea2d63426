/** What `window.__FRESHLINE__` offers: for people at the console, and as plain data for scripts. */
import type {
  Key,
  RefreshOptions,
  InvalidateOptions,
  Snapshot,
  SyncMetrics,
  SyncReport,
  SyncStatus,
  Target,
} from '@freshline/core'
import type { MetricsReport } from '@freshline/core/metrics'
import type { ConsoleLogLevel } from './event-lines'
import type { Explanation } from './explain'
import type { Inspection } from './inspect'

/** What `metrics()` answers: the manager's totals, and what was collected since the devtools came. */
export interface ConsoleMetrics extends SyncMetrics {
  /** Hit ratio, ages, waits, requests and bytes, and what was saved by what. */
  readonly report: MetricsReport
}

/**
 * The console's view of one manager. Each function prints what a person wants to read and answers plain data.
 * Bad input is answered with a readable line and `undefined`: nothing here throws or rejects. So is every call after
 * the devtools were taken off.
 */
export interface DevtoolsApi {
  /** The name under which the manager was installed. */
  readonly name: string
  /** The functions for every installed manager of the page, by name. */
  readonly managers: Readonly<Record<string, DevtoolsApi>>
  /** Every key's snapshot, by key: the console completes their names. */
  readonly keys: Readonly<Record<string, Snapshot>>
  /** Prints one row a key. `part`: only keys that hold this text, or match this pattern. Answers the manager's rows. */
  status(part?: string): SyncStatus[] | undefined
  /** Asks the server now for what a target names, or for everything. `{ force: true }` passes every cache. */
  refresh(target?: Target, options?: RefreshOptions): Promise<SyncReport | undefined>
  /** Makes what a target names stale; wanted keys are asked again at once, unless `{ refetch: 'none' }`. */
  invalidate(target: Target, options?: InvalidateOptions): Promise<SyncReport | undefined>
  /** Switches automatic requests off: all, or those of a target. Answers the keys whose switch was moved. */
  pause(target?: Target): string[] | undefined
  /** Switches automatic requests on again: all, or those of a target. Answers the keys whose switch was moved. */
  resume(target?: Target): string[] | undefined
  /** Prints what happened since the manager was made, and what was saved since the devtools came. */
  metrics(): ConsoleMetrics | undefined
  /** Prints a key's state, its data (shortened) and its last events. Answers all of it, whole. */
  inspect(key: Key): Inspection | undefined
  /** Says why a key is stale, why it was asked, when it is asked next, and what holds it. */
  explain(key: Key): Explanation | undefined
  /**
   * Prints events as they happen: `'error'`, `'warn'`, `'info'` (also `true`) or `'debug'`; `false` ends it. Without a word: says
   * what is printed. Answers the level.
   */
  log(level?: ConsoleLogLevel | boolean): ConsoleLogLevel | false | undefined
  /** Opens the panel on the page; `false` closes it. */
  panel(isOpen?: boolean): void
  /** Prints what can be called. */
  help(): void
}
