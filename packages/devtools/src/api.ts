/** What `window.__FRESHLINE__` offers: for people at the console, and as plain data for scripts. */
import type {
  Key,
  RefreshOptions,
  InvalidateOptions,
  SyncMetrics,
  SyncReport,
  SyncStatus,
  Target,
} from '@freshline/core'
import type { Explanation } from './explain'
import type { Inspection } from './inspect'

/**
 * The console's view of one manager. Each function prints what a person wants to read and answers plain data.
 * Bad input is answered with a readable line and `undefined`: nothing here throws or rejects.
 */
export interface DevtoolsApi {
  /** The name under which the manager was installed. */
  readonly name: string
  /** The functions for every installed manager of the page, by name. */
  readonly managers: Readonly<Record<string, DevtoolsApi>>
  /** Prints one row a key. `part`: only keys that hold this text. Answers the manager's rows. */
  status(part?: string): SyncStatus[] | undefined
  /** Asks the server now for what a target names, or for everything. `{ force: true }` passes every cache. */
  refresh(target?: Target, options?: RefreshOptions): Promise<SyncReport | undefined>
  /** Makes what a target names stale; wanted keys are asked again at once, unless `{ refetch: 'none' }`. */
  invalidate(target: Target, options?: InvalidateOptions): Promise<SyncReport | undefined>
  /** Switches automatic requests off: all, or those of a target. Answers the keys whose switch was moved. */
  pause(target?: Target): string[] | undefined
  /** Switches automatic requests on again: all, or those of a target. Answers the keys whose switch was moved. */
  resume(target?: Target): string[] | undefined
  /** Prints what happened since the manager was made. */
  metrics(): SyncMetrics | undefined
  /** Prints a key's state, its data (shortened) and its last events. Answers all of it, whole. */
  inspect(key: Key): Inspection | undefined
  /** Says why a key is stale, why it was asked, when it is asked next, and what holds it. */
  explain(key: Key): Explanation | undefined
  /** Prints what can be called. */
  help(): void
}
