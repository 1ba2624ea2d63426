/** What people ask for: refresh now, invalidate, prefetch. */
import { matchesTarget, parseTarget, type Target, type TargetSet } from '../keys'
import { PRIORITY } from '../schedule/request-queue'
import { Bucket } from '../schedule/bucket'
import { owe } from './due'
import type { Engine } from './engine'
import type { Entry, Run } from './entry'
import { holdOf } from './pump'
import { toReport, type RunResult, type SyncReport } from './report'
import { requeue, start } from './runs'
import { noteRead } from './note-read'

/** Options of `refresh`. */
export interface RefreshOptions {
  /** Pass by every cache on the way; an unforced request in flight is not joined. Default false. */
  readonly force?: boolean | undefined
  /** Leave alone what is fresh. Default false. */
  readonly ifStale?: boolean | undefined
}

/** Options of `invalidate`. */
export interface InvalidateOptions {
  /** Whether wanted keys are asked for again at once. Default `'wanted'`. */
  readonly refetch?: 'wanted' | 'none' | undefined
}

/** How an invalidation came about; `touched` collects the entries it reached. */
export interface InvalidationOrigin extends InvalidateOptions {
  /** It follows a person's write, and is not rationed. */
  readonly byMutation?: boolean
  readonly touched?: Entry[]
}

type Results = Map<string, Promise<RunResult> | RunResult>

const SKIPPED: RunResult = { kind: 'skipped' }

/** So many follow-ups of invalidations at once, and one a second after that: frequent pushes make no storm. */
const FOLLOW_UPS = { atOnce: 4, perSecond: 1 }

/** Asks for everything that a target names, as a user's action. */
export function refresh(
  engine: Engine,
  target: Target | undefined,
  options: RefreshOptions,
): Promise<SyncReport> {
  const set = target === undefined ? undefined : parseTarget(target)
  const results: Results = new Map()
  if (set) warnUnknown(engine, set)
  engine.turn(() => {
    for (const key of set?.keys ?? []) results.set(key, SKIPPED)
    for (const entry of set ? engine.matching(set) : engine.entries.values())
      if (entry.fetcher) results.set(entry.key, askFor(engine, entry, options))
  })
  return toReport(results)
}

/** Asks for one entry, as a user's action. */
export async function askFor(engine: Engine, entry: Entry, options: RefreshOptions): Promise<RunResult> {
  const { force = false, ifStale = false } = options
  if (!entry.fetcher) return SKIPPED
  if (ifStale && entry.snapshot.freshness === 'fresh') {
    noteRead(engine, entry, 'held', 'refresh')
    return SKIPPED
  }
  if (!engine.presence.isOnline) {
    entry.asked = { forced: force || entry.asked?.forced === true }
    return SKIPPED
  }
  return new Promise((resolve) => {
    engine.turn(() => {
      let { run } = entry
      if (run && isJoinable(engine, run, force)) {
        noteRead(engine, entry, 'joined', 'refresh')
        // A user waits for the run now: it goes first, and its pause is over.
        run.user = true
        engine.queue.raise(run, PRIORITY.user)
        if (run.state !== 'running' && force) run.forced = true
        if (run.state === 'waiting') requeue(engine, run)
      } else {
        entry.overtake()
        run = start(engine, entry, 'refresh', true, force)
      }
      run.wait(resolve)
      engine.touch(entry)
    })
  })
}

/** Says in the log which exact keys nobody knows. */
export function warnUnknown(engine: Engine, { keys }: TargetSet): void {
  for (const key of keys) {
    if (!engine.entries.has(key) && !engine.store.records.has(key)) {
      engine.log?.('warn', `Unknown key ${key}: nothing to do`)
    }
  }
}

/** Whether a request in flight will bring what is asked for. */
function isJoinable(engine: Engine, run: Run, force: boolean): boolean {
  if (!engine.isEnabled) return false
  if (run.state !== 'running') return true
  if (force && !run.forced) return false
  return !run.spoiled && !engine.store.outdated(run.started, run.key, run.tags)
}

/** Makes what a target names stale, and says what became of the wanted keys. */
export async function invalidate(
  engine: Engine,
  target: TargetSet,
  options: InvalidationOrigin,
): Promise<SyncReport> {
  const touched: Entry[] = []
  warnUnknown(engine, target)
  const named = engine.turn(() => {
    const held = Array.from(engine.store.labels.matching(target), (record) => record.key)
    engine.store.invalidate(target, { ...options, touched } satisfies InvalidationOrigin)
    return held
  })
  const results: Results = new Map(named.map((key) => [key, SKIPPED]))
  for (const entry of touched) {
    const isAsked = options.refetch !== 'none' && entry.isWanted
    results.set(entry.key, isAsked ? nextRun(entry) : SKIPPED)
  }
  return toReport(results)
}

/** How the request ends that follows for an entry; skipped if it may not be made now. */
function nextRun(entry: Entry): Promise<RunResult> {
  return new Promise((resolve) => {
    if (entry.run && entry.run.state !== 'running') entry.run.wait(resolve)
    else (entry.waiters ??= []).push(resolve)
  })
}

/** The cache was invalidated, by whomever: requests that began before it are obsolete, and others follow. */
export function onInvalidated(
  engine: Engine,
  target: TargetSet,
  reached: Iterable<Entry>,
  origin: unknown,
): void {
  const { refetch, byMutation, touched } = (origin ?? {}) as InvalidationOrigin
  engine.counters.invalidations++
  const entries = new Set(reached)
  for (const entry of engine.vacant) {
    if (matchesTarget(target, entry.key, entry.policy.tags)) entries.add(entry)
  }
  if (entries.size === 0) return
  const now = engine.now()
  for (const entry of entries) {
    engine.emit('invalidated', entry, byMutation ? 'mutation' : 'invalidate')
    touched?.push(entry)
    const { run } = entry
    if (refetch === 'none' || !entry.isWanted || (run && run.state !== 'running')) continue
    entry.ration ??= new Bucket(FOLLOW_UPS.atOnce, FOLLOW_UPS.perSecond)
    let at = byMutation ? now : entry.ration.readyAt(now)
    // One follow-up is on its way already: the next waits for it, and for its turn. A person's write does not.
    if (run?.reason === 'invalidated' && !byMutation) at = Math.max(at, run.beganAt + 1000)
    else if (run && !holdOf(engine, entry)) entry.overtake()
    if (entry.owed === 'invalidated' && !byMutation) at = Math.max(at, entry.owedAt)
    entry.owed = 'invalidated'
    entry.owedAt = at
  }
  // At the end of the turn, so that many invalidations at once lead to one request.
  queueMicrotask(() => {
    engine.turn(() => {
      for (const entry of entries) engine.touch(entry)
    })
  })
}

/** The cache lost a value: wanted keys are asked for again. */
export function onEmptied(engine: Engine, entry: Entry): void {
  if (entry.run?.state === 'running') entry.overtake()
  if (entry.isWanted) owe(entry, 'removed', engine.now())
  queueMicrotask(() => engine.turn(() => engine.touch(entry)))
}

/** The page, the network or the machine is back: what is due is asked for, once. */
export function onReturn(engine: Engine, reason: string): void {
  const now = engine.now()
  for (const entry of engine.entries.values()) {
    engine.touch(entry)
    if (!entry.isWanted) continue
    const { snapshot } = entry
    const { rules } = entry.policy
    const isStale = snapshot.freshness !== 'fresh'
    let isAsked: boolean =
      rules.refreshOnVisible === 'always' || (rules.refreshOnVisible === 'due' && isStale)
    if (reason === 'online') isAsked = rules.refreshOnReconnect && isStale
    if (reason === 'focus') isAsked = rules.refreshOnFocus && isStale
    // A page or a network that flaps asks once in five seconds.
    const wasAnswered = reason !== 'online' || entry.lastSync >= entry.lastStart
    const isRecent = entry.lastStart >= 0 && now - entry.lastStart < 5000 && wasAnswered
    if (isAsked && !isRecent && !entry.run && engine.isEnabled) owe(entry, reason, now)
  }
}
