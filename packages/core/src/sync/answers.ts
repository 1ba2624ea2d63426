/** What becomes of an attempt's answer or failure: taken, refused, repeated, or told. */
import type { PreviousAnswer } from '../base/fetch-context'
import { isOutcome, type Outcome, type Version } from '../base/outcome'
import { isolate } from '../base/emitter'
import type { CacheRecord, Lifetime } from '../cache'
import { isRetryable, retryAfterOf } from '../errors'
import { exponentialDelay } from '../schedule/backoff'
import { intervalOf, owe } from './due'
import type { Engine } from './engine'
import type { Meta } from './engine-parts'
import type { Entry, Run } from './entry'
import { lifetimeFor } from './policy'
import { finish, repeat } from './run-life'
import { compareVersions } from './versions'

/** How many answers in a row may be older than what is held before the lag is told and left to the next poll. */
const MOST_REFUSED = 5

/** The longest pause between requests that are owed to a key without an interval. */
const LONGEST_PAUSE = 60_000

/** An attempt brought an answer. */
export function answered(engine: Engine, run: Run, value: unknown): void {
  const { entry } = run
  const { store } = engine
  const outcome = (run.outcome = isOutcome(value) ? value : undefined)
  const record = store.held(entry.key)
  const meta = record?.meta as Meta | undefined
  const previous = record?.value
  // A 304 stands for what the server was asked about, which may not be what is held by now.
  const confirmed = outcome?.notModified ? run.previous : undefined
  const data = confirmed ? confirmed.data : outcome ? outcome.data : value
  const version = outcome?.version ?? versionOf(engine, entry, data)
  const order = compareVersions(version, meta?.version)
  const behind = (compareVersions(version, store.epochs.floors.get(entry.key)) ?? 0) < 0
  // An answer that a mutation of the key overlapped may hold its effect or not: nobody can tell, unless by versions
  // that were both the server's own.
  const hasOrder = order !== undefined && meta?.source !== 'optimistic'
  const isForeign = run.generation !== store.generation
  const isDoubtful =
    isForeign || (run.overlapped && (entry.project !== undefined || (record !== undefined && !hasOrder)))
  entry.settling = isBusy(run) ? undefined : 'idle'
  const written = isDoubtful
    ? undefined
    : store.write(entry.key, data, {
        started: run.started,
        order,
        spoiled: behind ? store.sequence : run.spoiled,
        life: lifeOf(engine, entry),
        origin: run.reason,
        freshFor: entry.policy.rules.byServer ? (outcome?.freshFor ?? 0) : undefined,
        meta: metaOf(run, outcome, version, confirmed),
      })
  entry.settling = undefined
  run.answer = written ? written.value : record?.value
  if (!written) return refused(engine, run, order !== undefined && order < 0)
  taken(engine, run, written, record !== undefined && Object.is(previous, written.value), behind)
}

function taken(engine: Engine, run: Run, record: CacheRecord, isUnchanged: boolean, behind: boolean): void {
  const { entry } = run
  const now = engine.now()
  entry.lastSync = now
  entry.pollDelay = 0
  movePhase(run)
  if (!behind) {
    entry.refused = 0
  }
  rest(engine, run)
  engine.counters[(run.ending = isUnchanged ? 'unchanged' : 'changed')]++
  engine.emit(isUnchanged ? 'unchanged' : 'success', entry, run.reason)
  for (const { options } of entry.registrations.slice()) {
    const { onSuccess } = options
    if (onSuccess)
      isolate(engine.report, `onSuccess of ${entry.key}`, () =>
        onSuccess(entry.snapshot.data, entry.snapshot),
      )
  }
  if (behind) followUp(engine, run, true)
  else if (
    record.epoch &&
    !entry.run?.forced &&
    entry.owed === undefined &&
    (entry.run === run || !entry.run)
  ) {
    // It was asked for before the last invalidation: shown, never as fresh, and asked for once more.
    if (entry.isWanted) owe(entry, 'invalidated', now)
  }
  finish(engine, run, { kind: isUnchanged ? 'unchanged' : 'refreshed' })
}

/** Something newer is held, or a mutation was under way: the answer is not shown, and one more request follows. */
function refused(engine: Engine, run: Run, isLagging: boolean): void {
  const { entry } = run
  engine.counters[(run.ending = 'superseded')]++
  const record = engine.store.records.get(entry.key)
  const source = (record?.meta as Meta | undefined)?.source
  if (!isLagging && record && !record.epoch && record.started > run.started && source === 'network') {
    // A request that began later was faster: its answer is this one's, and nothing newer is missing.
    engine.emit('superseded', entry, 'overtaken')
    return finish(engine, run, { kind: 'refreshed' })
  }
  followUp(engine, run, isLagging)
  finish(engine, run, { kind: 'skipped' })
}

function followUp(engine: Engine, run: Run, isLagging: boolean): void {
  const { entry } = run
  const now = engine.now()
  if (run.reason !== 'superseded') entry.refused = 0
  const isLast = ++entry.refused > (isLagging ? MOST_REFUSED : 1)
  engine.emit('superseded', entry, isLagging ? (isLast ? 'lagging' : 'older version') : 'overtaken')
  const next = entry.run === run ? undefined : entry.run
  if (next) {
    // A request that began later is already on its way: its answer is this one's.
    for (const waiter of run.waiters ?? []) next.wait(waiter)
    run.waiters = undefined
    return
  }
  // With nobody left to ask for it, whoever waits is told so.
  if (isLast || !entry.fetcher) return
  // A person's request works while the key is disabled, paused or hidden, and so does its repetition.
  if (run.user && !isLagging) entry.asked = { forced: run.forced }
  else if (!entry.isWanted) return
  owe(entry, 'superseded', now + (isLagging ? exponentialDelay(entry.refused, { base: 500, cap: 8000 }) : 0))
  if (run.waiters) entry.waiters = [...(entry.waiters ?? []), ...run.waiters]
  run.waiters = undefined
}

/** A request failed after a later one was made: that one decides what is shown. */
function overtaken(engine: Engine, run: Run, error: Error): void {
  run.ending = 'superseded'
  const next = run.entry.run
  for (const waiter of (next && run.waiters) ?? []) next?.wait(waiter)
  if (next) run.waiters = undefined
  finish(engine, run, { kind: 'failed', error })
}

/** An attempt failed. */
export function failed(engine: Engine, run: Run, error: Error): void {
  const { entry } = run
  const { rules } = entry.policy
  const now = engine.now()
  if (entry.run !== run) return overtaken(engine, run, error)
  run.lastError = error
  const patience = retryAfterOf(error)
  if (patience !== undefined) {
    entry.notBefore = Math.max(entry.notBefore, now + patience)
    if (rules.origin !== undefined) {
      engine.queue.gate(rules.origin, now + patience, now)
      for (const other of engine.entries.values())
        if (other.policy.rules.origin === rules.origin) engine.touch(other)
    }
  }
  if (run.attempts <= rules.retry.limit && isRetryable(error)) {
    const delay = Math.max(rules.retry.delay(run.attempts, error), patience ?? 0)
    // A server that wants to be left alone for longer than a request may take is not waited for.
    if (delay <= rules.timeout) return repeat(engine, run, now + delay)
  }
  conclude(engine, run, error)
}

/** A run failed for good: the error stands beside what is held, and the next poll comes later than usual. */
export function conclude(engine: Engine, run: Run, error: Error): void {
  const { entry } = run
  const now = engine.now()
  engine.counters[(run.ending = 'failed')]++
  engine.apply(entry, { type: 'failed', error, fallback: entry.policy.rules.fallback })
  const { failureCount } = entry.snapshot
  const interval = intervalOf(engine, entry)
  const cap = Math.min(8 * interval, Number.MAX_SAFE_INTEGER)
  if (interval < Infinity) entry.pollDelay = exponentialDelay(failureCount, { base: 2 * interval, cap })
  movePhase(run)
  const isOwed =
    run.reason === 'invalidated' ||
    entry.policy.rules.refreshOnStale ||
    engine.store.records.get(entry.key)?.epoch
  if (isOwed && isRetryable(error)) {
    const pause = exponentialDelay(failureCount, { cap: Math.min(cap, LONGEST_PAUSE) })
    owe(entry, run.reason, now + pause)
    entry.owedAt = now + pause
  }
  rest(engine, run)
  engine.emit('error', entry, run.reason)
  for (const { options } of [...entry.registrations]) {
    const { onError } = options
    if (onError) isolate(engine.report, `onError of ${entry.key}`, () => onError(error, entry.snapshot))
  }
  finish(engine, run, { kind: 'failed', error })
}

/**
 * Polls are counted from the last request of any cause, but for one that repeats a refused one. A poll at its
 * first attempt keeps its phase; one that was repeated counts from when its last attempt began.
 */
function movePhase({ entry, reason, beganAt, attempts }: Run): void {
  if (reason === 'superseded' || (reason === 'poll' && attempts === 1)) return
  entry.base = beganAt
}

/** Whether another request for the key is on its way. */
function isBusy(run: Run): boolean {
  const { run: newest, older } = run.entry
  return (newest !== undefined && newest !== run) || (older?.some((each) => each !== run) ?? false)
}

/** What is done once a run is over, said before it is told of. */
function rest(engine: Engine, run: Run): void {
  if (!isBusy(run)) engine.apply(run.entry, { type: 'activity', activity: 'idle' })
}

/** What most answers bring beside their data: nothing. */
const PLAIN: Meta = { source: 'network' }

function metaOf(
  run: Run,
  outcome: Outcome<unknown> | undefined,
  version: Version | undefined,
  confirmed: PreviousAnswer | undefined,
): Meta {
  if (!outcome && version === undefined && run.reason !== 'prefetch') return PLAIN
  return {
    source: outcome?.notModified ? 'revalidated' : 'network',
    version,
    validators: outcome?.validators ?? confirmed?.validators,
    body: outcome?.body ?? confirmed?.body,
    prefetched: run.reason === 'prefetch',
  }
}

function versionOf(engine: Engine, entry: Entry, data: unknown): Version | undefined {
  const { version } = entry.policy.rules
  let found: Version | undefined
  if (version) isolate(engine.report, `version of ${entry.key}`, () => (found = version(data)))
  return found
}

/** The lifetime of an answer; without a `ttl` it follows the interval as of now. */
function lifeOf(engine: Engine, entry: Entry): Lifetime {
  const { life, follows, intervals } = entry.policy
  if (!engine.isEnabled) return { ...life, ttl: 0 }
  if (!follows || (intervals.length === 0 && engine.scales.size === 0)) return life
  return { ...life, ttl: lifetimeFor(intervalOf(engine, entry)) }
}
