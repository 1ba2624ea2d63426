/** What the engine is made of and with: its options, its handlers, and what it remembers beside a value. */
import type { Clock } from '../base/clock'
import type { Report } from '../base/emitter'
import type { Validators, Version } from '../base/outcome'
import type { CacheRecord, Store, StoreObserver } from '../cache'
import type { Environment } from '../environment'
import type { FreshnessTable } from '../freshness-table'
import type { Entry, Run } from './entry'
import type { PresenceChange } from './presence'
import type { ResourceOptions } from './resource'
import type { Source } from './snapshot'

/** What is remembered beside a value. */
export interface Meta {
  readonly source: Source
  readonly version?: Version | undefined
  readonly validators?: Validators | undefined
  readonly body?: unknown
  /** Brought by a prefetch and not yet looked at by a registration. */
  readonly prefetched?: boolean
}

const NOTHING: Partial<Meta> = {}

/** What is remembered beside what is held; nothing, where nothing is. */
export function metaOf(record: CacheRecord | undefined): Partial<Meta> {
  return (record?.meta as Meta | undefined) ?? NOTHING
}

/** What the engine is made with; all defaults applied. */
export interface EngineOptions {
  readonly store: Store<unknown>
  readonly clock: Clock
  readonly environment: Environment
  readonly defaults: ResourceOptions
  readonly maxConcurrent: number
  readonly enabled: boolean
  readonly report: Report
  /** Lifetimes that the server holds to, too. */
  readonly freshness: FreshnessTable | undefined
}

/** What happens to the manager and its entries, decided elsewhere. */
export interface EngineHandlers extends StoreObserver<unknown> {
  /** An entry was touched: works out what it does next. */
  pump(entry: Entry): void
  /** Deadlines have come; `slept`: the machine was away. */
  due(entries: readonly Entry[], now: number, slept: boolean): void
  /** The page comes or goes. */
  presence(change: PresenceChange): void
  /** The turn of a request has come. */
  begin(run: Run): void
}
