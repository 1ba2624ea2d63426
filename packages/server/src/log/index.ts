/** The bounded log of invalidations and changes, the view that an instance has of it, and the change feed over it. */
export { createChangeFeed, type ChangeFeed } from './change-feed'
export type { ChangePage, ChangeQuery, ChangeSource, FeedChange } from './change-source'
export { Digest } from './digest'
export type {
  Change,
  InvalidationLog,
  LogEntry,
  LoggedTargets,
  LogPage,
  NewLogEntry,
} from './invalidation-log'
export { LogView, type LoadMark, type Verdict } from './log-view'
export { MemoryLog } from './memory-log'
export { parsePosition, toPosition, type LogPlace, type Position } from './position'
