/** What the routes work with; made once per app. */
import type { Monitor, ResponseCache, SyncServer } from '@freshline/server'
import type { PlacesAnswer } from '../api-types.ts'
import type { Publisher } from '../cache/publisher.ts'
import type { RequestLog } from '../debug/request-log.ts'
import type { Database } from '../db/database.ts'
import type { FaultSwitch } from '../faults/fault-switch.ts'
import type { BackgroundJob } from '../job/background-job.ts'
import type { ReleaseParts } from '../releases/open-releases.ts'

/** Parts of one running app. */
export interface Services {
  db: Database
  faults: FaultSwitch
  log: RequestLog
  job: BackgroundJob
  /** Epoch milliseconds. */
  now: () => number
  startedAt: number
  /** The server's own cache. */
  cache: ResponseCache
  /** Tells the cache, and a proxy, what was committed. */
  publisher: Publisher
  /** The routes under `/api/sync`. */
  sync: SyncServer
  /** Releases of an upstream with a rate limit. */
  releases: ReleaseParts
  /** Counts requests and errors. */
  monitor: Monitor
  /** Whether a proxy stands before this server that is told of changes. */
  isProxied: boolean
  /** What else runs for the examples. */
  places: PlacesAnswer
}
