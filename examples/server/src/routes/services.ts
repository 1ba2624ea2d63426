/** What the routes work with; made once per app. */
import type { RequestLog } from '../debug/request-log.ts'
import type { Database } from '../db/database.ts'
import type { FaultSwitch } from '../faults/fault-switch.ts'
import type { BackgroundJob } from '../job/background-job.ts'

/** Parts of one running app. */
export interface Services {
  db: Database
  faults: FaultSwitch
  log: RequestLog
  job: BackgroundJob
  /** Epoch milliseconds. */
  now: () => number
  startedAt: number
}
