/** The identity of one key that is registered, watched or being asked for. What it shows is its snapshot. */
import type { HeapItem } from '../base/min-heap'
import type { Fetcher } from '../base/fetch-context'
import type { CacheRecord, Lifetime } from '../cache'
import type { Bucket } from '../schedule/bucket'
import type { Reason } from './events'
import type { FetchRun, RunWaiter } from './fetch-run'
import { Listeners } from './listeners'
import type { Policy } from './policy'
import type { ResourceOptions } from './resource'
import type { Snapshot } from './snapshot'

/** What an entry needs of a registration. */
export interface Registered {
  readonly fetcher: Fetcher<unknown> | undefined
  readonly options: ResourceOptions<unknown>
  /** Whose callbacks are called, where newer ones may have come meanwhile. */
  readonly newest?: { readonly options: ResourceOptions<unknown> }
}

// Never pushed to: whoever is the first makes an array of its own.
const NONE: never[] = []

/** A run for an entry. */
export type Run = FetchRun<Entry>

/** All times are elapsed milliseconds of the timeline. */
export class Entry extends Listeners implements HeapItem {
  heapIndex = -1
  /** What it does next is to be worked out at the end of the turn. */
  isTouched = false
  readonly key: string
  /** What the cache holds for it: it is told of every change. */
  record: CacheRecord | undefined
  snapshot: Snapshot
  /** The snapshot that watchers were told last. */
  told: Snapshot | undefined
  policy: Policy
  /** Its registrations. */
  owners: Registered[] = NONE
  /** The options that all registrations share, where they do. */
  shared: ResourceOptions<unknown> | undefined
  /** The newest run. */
  run: Run | undefined
  /** Earlier runs that are still on their way: an invalidation or a forced refresh came after they began. */
  older: readonly Run[] = NONE
  /** The switch of `setEnabled`, which overrides the registrations' `enabled`. */
  switched: boolean | undefined
  paused = false
  /** From when the next poll is counted. */
  base = 0
  /** The wait until the next poll after a failure, instead of the interval. */
  pollDelay = 0
  /** Why another request is owed, besides the polls, and not before when. */
  owed: Reason | undefined
  owedAt = 0
  /** What a person asked for while there was no network. */
  asked: { readonly forced: boolean } | undefined
  /** No automatic request before this: the server asked for patience. */
  notBefore = 0
  /** When a request began last. */
  lastStart = -1
  /** When an answer arrived last. */
  lastSync = -1
  /** Answers in a row that were refused. */
  refused = 0
  /** Rations follow-ups of invalidations. */
  ration: Bucket | undefined
  /** Those who wait for the next run. */
  waiters: RunWaiter[] | undefined
  /** What optimistic layers make of the data that is held. */
  project: ((data: unknown) => unknown) | undefined

  constructor(key: string, snapshot: Snapshot, policy: Policy) {
    super()
    this.key = key
    this.snapshot = snapshot
    this.policy = policy
  }

  /** The newest registration's. */
  get fetcher(): Fetcher<unknown> | undefined {
    return this.owners.at(-1)?.fetcher
  }

  /** The lifetime of what is no server's answer, as its registrations ask for it, where there are any. */
  get life(): Lifetime | undefined {
    const { policy } = this
    if (this.owners.length > 0) return policy.rules.byServer ? { ...policy, ttl: 0 } : policy
    return undefined
  }

  /** Everything under way. */
  get runs(): readonly Run[] {
    return this.run ? [...this.older, this.run] : this.older
  }

  /** Registered and enabled: it asks by itself. */
  get isWanted(): boolean {
    return this.owners.length > 0 && (this.switched ?? this.policy.rules.enabled)
  }

  /** Whether anybody registered or watches it. */
  get isHeld(): boolean {
    return this.owners.length > 0 || this.watchers > 0
  }

  /** Leaves a request that began too early on its way, and makes room for one that begins now. */
  overtake(): void {
    this.older = this.runs
    this.run = undefined
  }

  /** Nobody is left waiting for a request that does not come. */
  skipWaiters(): void {
    const { waiters } = this
    this.waiters = undefined
    for (const waiter of waiters ?? []) waiter({ kind: 'skipped' })
  }
}
