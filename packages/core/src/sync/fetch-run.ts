/**
 * One run of a fetcher: queued, under way, waiting to be repeated, or over. It knows when its attempt began,
 * which is what every question of order is decided by.
 */
import type { Clock } from '../base/clock'
import type { HeapItem } from '../base/min-heap'
import type { FetchContext, Fetcher, PreviousAnswer } from '../base/fetch-context'
import type { Outcome } from '../base/outcome'
import { GivenUp, type Flight } from '../cache'
import type { Priority } from '../schedule/request-queue'
import type { Reason } from './events'
import type { RunResult } from './report'

/** Told how a run ended. */
export type RunWaiter = (result: RunResult, run?: { readonly answer: unknown }) => void

/** What stands between the manager and its fetchers: what it answers or throws is the attempt's. */
export type Around = (context: FetchContext, fetcher: Fetcher<unknown> | undefined) => unknown

export type RunState = 'queued' | 'running' | 'waiting' | 'over'

/** What somebody waits for. */
interface Awaited {
  waiters: RunWaiter[] | undefined
}

/** Whoever waits for one waits for the other from now on. */
export function handOn(from: Awaited, to: Awaited): void {
  const { waiters } = from
  from.waiters = undefined
  if (waiters) to.waiters = [...(to.waiters ?? []), ...waiters]
}

/** The argument of a fetcher, one for each attempt. Its signal is made when it is asked for: most polls need none. */
export class Attempt implements FetchContext {
  readonly key: string
  readonly forceFresh: boolean
  readonly previous: PreviousAnswer | undefined
  readonly retry = 0
  readonly clock: Clock
  #controller: AbortController | undefined

  constructor({ key, forced }: FetchRun, previous: PreviousAnswer | undefined, clock: Clock) {
    this.key = key
    this.forceFresh = forced
    this.previous = previous
    this.clock = clock
  }

  get signal(): AbortSignal {
    return (this.#controller ??= new AbortController()).signal
  }

  /** Tells the fetcher that nobody waits for this attempt any more. */
  abort(reason: Error): void {
    void this.signal
    this.#controller?.abort(reason)
  }
}

/** What a run is for. */
export interface RunOwner {
  readonly key: string
  readonly policy: { readonly tags: readonly string[] }
}

export class FetchRun<E extends RunOwner = RunOwner> implements Flight, HeapItem {
  /** Its place among the requests that wait for their turn. */
  heapIndex = -1
  readonly entry: E
  readonly reason: Reason
  priority: Priority
  /** A user's action: it goes first, and is held by nothing but being offline. */
  user: boolean
  /** Asks past every cache. */
  forced: boolean
  /** The fetcher, for when no registration stands behind the run any more. */
  readonly fetcher: Fetcher<unknown> | undefined
  /**
   * Somebody waits for the answer who is no watcher: it is not aborted. 1: for that of this attempt, which another manager or
   * a `load` takes; who is left without asks for itself. 2: for what becomes of the run, as a prefetch does.
   */
  kept = 0
  state: RunState = 'queued'
  /** How many attempts have begun. */
  attempts = 0
  /** The sequence at which the attempt began; `Infinity` before it has. */
  started = Infinity
  /** The cache's generation when the attempt began, or the run: a reset since makes the answer somebody else's. */
  generation = 0
  /** When the attempt began, elapsed milliseconds. */
  beganAt = 0
  /** When the attempt times out, or is repeated. */
  until = Infinity
  /** Whether a mutation that names the key was under way during the attempt. */
  overlapped = false
  spoiled = 0
  lastError: Error | undefined
  /** How it ended; undefined while it has not, and where it was given up. */
  ending: 'changed' | 'unchanged' | 'failed' | 'superseded' | undefined
  /** What its answer said of itself, where it said anything. */
  outcome: Outcome<unknown> | undefined
  /** What it brought, for those who joined it. */
  answer: unknown
  /** A request that other code has in flight for the key, and that this run takes its answer from. */
  other: Flight | undefined
  waiters: RunWaiter[] | undefined
  /** What the fetcher was given; undefined while none is under way. */
  current: Attempt | undefined

  constructor(
    entry: E,
    reason: Reason,
    priority: Priority,
    user: boolean,
    forced: boolean,
    fetcher?: Fetcher<unknown>,
  ) {
    this.entry = entry
    this.reason = reason
    this.priority = priority
    this.user = user
    this.forced = forced
    this.fetcher = fetcher
  }

  get tags(): readonly string[] {
    return this.entry.policy.tags
  }

  get key(): string {
    return this.entry.key
  }

  /** Whether it takes its answer from a request of somebody else, and so is none that others can join. */
  get joins(): boolean {
    return this.other !== undefined
  }

  join(): Promise<unknown> {
    this.kept ||= 1
    return new Promise((resolve, reject) => {
      // The run that told may be a later one, to which those who wait were handed on.
      const waiter: RunWaiter = (result, run = this) => {
        if (result.kind === 'failed') reject(result.error)
        else if (result.kind === 'skipped') reject(new GivenUp(this.key))
        else resolve(run.answer)
      }
      // It may have ended while who joins it waited for a turn.
      if (this.state === 'over') waiter({ kind: /changed/.test(`${this.ending}`) ? 'refreshed' : 'skipped' })
      else this.wait(waiter)
    })
  }

  wait(waiter: RunWaiter): void {
    ;(this.waiters ??= []).push(waiter)
  }
}
