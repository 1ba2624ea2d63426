/** What becomes of an attempt's answer or failure: taken, refused, repeated, or told. */
import type { PreviousAnswer } from '../base/fetch-context'
import { isOutcome, type Outcome, type Version } from '../base/outcome'
import { GivenUp, type CacheRecord } from '../cache'
import { isRetryable, retryAfterOf } from '../errors'
import { exponentialDelay } from '../schedule/backoff'
import { intervalOf, lifeOf, owe } from './due'
import type { Engine } from './engine'
import { metaOf, type Meta } from './engine-parts'
import type { Entry, Run } from './entry'
import { handOn } from './fetch-run'
import { finish, repeat, withdraw } from './run-life'
import { versionOf } from './version-of'
import { compareVersions, isOlder } from './versions'

/** How many answers in a row may be older than what is held before the lag is told and left to the next poll. */
const MOST_REFUSED = 5

/** The longest pause between requests that are owed to a key without an interval. */
const LONGEST_PAUSE = 60_000

/** An attempt brought an answer. */
export function answered(engine: Engine, run: Run, value: unknown): void {
  const { entry } = run
  const { store } = engine
  const outcome = (run.outcome = isOutcome(value) ? value : undefined)
  const { record } = entry
  const previous = record?.value
  // A 304 stands for what the server was asked about, which may not be what is held by now.
  const confirmed = outcome?.notModified ? run.current?.previous : undefined
  const data = confirmed ? confirmed.data : outcome ? outcome.data : value
  const { rules } = entry.policy
  const version = outcome?.version ?? versionOf(engine, entry, data)
  const isBehind = isOlder(version, store.epochs.floors.get(entry.key))
  const order = compareVersions(version, metaOf(record).version)
  // Whether an answer that a mutation overlapped holds its effect only versions tell that were both the server's own.
  const isOrdered = order !== undefined && metaOf(record).source !== 'optimistic'
  const isDoubtful =
    run.generation !== store.generation ||
    // Where nothing is held, another manager on this cache may have a layer on the key.
    (run.overlapped && (entry.project || (record ? !isOrdered : store.observers.length > 1)))
  // A replica that lags does not take what somebody wrote off the screen, until the lag has to be told.
  const isLate =
    isBehind &&
    metaOf(record).source === 'optimistic' &&
    !(run.reason === 'superseded' && entry.refused >= MOST_REFUSED)
  // Whoever made the request that this one joined has written its answer, with all that the server said of it.
  const isWritten = run.other?.joins === false && record && Object.is(previous, value)
  engine.writing = isBusy(run) ? undefined : entry
  const written =
    isDoubtful || isLate
      ? undefined
      : isWritten
        ? record
        : engine.write(entry.key, data, {
            started: run.started,
            life: lifeOf(engine, entry),
            freshFor: rules.byServer ? (outcome?.freshFor ?? 0) : undefined,
            meta: metaFor(run, outcome, version, confirmed),
            order,
            spoiled: run.spoiled,
            origin: run.reason,
          })
  engine.writing = undefined
  run.answer = written ? written.value : previous
  if (!written) return refused(engine, run, isLate || (order !== undefined && order < 0))
  // What was shown already may have an error beside it by now.
  if (isWritten && entry.snapshot.error) engine.show(entry, true)
  taken(engine, run, written, record !== undefined && Object.is(previous, written.value), isBehind)
}

function taken(engine: Engine, run: Run, record: CacheRecord, isUnchanged: boolean, isBehind: boolean): void {
  const { entry } = run
  const now = engine.now()
  entry.lastSync = now
  entry.pollDelay = 0
  movePhase(run)
  if (!isBehind) entry.refused = 0
  if (!record.epoch && !isBehind) {
    // It is what was owed, or asked for offline: also where that came while a failed attempt waited to be repeated.
    if (entry.owed) handOn(entry, run)
    entry.owed = undefined
    if (run.forced || !entry.asked?.forced) entry.asked = undefined
  }
  rest(engine, run)
  engine.counters[(run.ending = isUnchanged ? 'unchanged' : 'changed')]++
  engine.emit(isUnchanged ? 'unchanged' : 'success', entry, run.reason)
  tellOwners(engine, entry, 'onSuccess')
  const { run: newest } = entry
  if (isBehind) followUp(engine, run, true)
  else if (
    record.epoch &&
    entry.owed === undefined &&
    entry.isWanted &&
    (!newest || newest === run) &&
    !newest?.forced
  )
    // It was asked for before the last invalidation: shown, never as fresh, and asked for once more.
    owe(entry, 'invalidated', now)
  finish(engine, run, { kind: isUnchanged ? 'unchanged' : 'refreshed' })
}

/** Something newer is held, or a mutation was under way: the answer is not shown, and one more request follows. */
function refused(engine: Engine, run: Run, isLagging: boolean): void {
  const { entry } = run
  engine.counters[(run.ending = 'superseded')]++
  movePhase(run)
  const { record } = entry
  if (
    !isLagging &&
    record &&
    !record.epoch &&
    record.started > run.started &&
    /^(network|revalidated)$/.test(metaOf(record).source ?? '')
  ) {
    // A request that began later was faster: its answer is this one's, and nothing newer is missing.
    engine.emit('superseded', entry, 'overtaken')
    return finish(engine, run, { kind: 'refreshed' })
  }
  followUp(engine, run, isLagging)
  finish(engine, run, { kind: 'skipped' })
}

function followUp(engine: Engine, run: Run, isLagging: boolean): void {
  const { entry } = run
  if (run.reason !== 'superseded') entry.refused = 0
  const isLast = ++entry.refused > (isLagging ? MOST_REFUSED : 1)
  engine.emit('superseded', entry, isLagging ? (isLast ? 'lagging' : 'older version') : 'overtaken')
  // A request that began later is already on its way: its answer is this one's.
  if (entry.run && entry.run !== run) return handOn(run, entry.run)
  // With nobody left to ask for it, whoever waits is told so.
  if (isLast || !entry.fetcher) return
  // A person's request works while the key is disabled, paused or hidden, and so does its repetition.
  if (run.user && !isLagging) entry.asked = { forced: run.forced }
  else if (!entry.isWanted) return
  const pause = isLagging ? exponentialDelay(entry.refused, { base: 500, cap: 8000 }) : 0
  owe(entry, 'superseded', engine.now() + pause)
  handOn(run, entry)
}

/** An attempt failed. */
export function failed(engine: Engine, run: Run, error: Error): void {
  const { entry } = run
  const { rules } = entry.policy
  const now = engine.now()
  if (entry.run !== run) {
    // A later request was made: that one decides what is shown.
    run.ending = 'superseded'
    if (entry.run) handOn(run, entry.run)
    return finish(engine, run, { kind: 'failed', error })
  }
  if (error instanceof GivenUp) {
    // Whoever had the request took it back. A person's is made; of any other the reason is owed, as things are now.
    if (run.user || run.kept) return repeat(engine, run, now)
    owe(entry, run.reason, now)
    withdraw(engine, run)
    return engine.touch(entry)
  }
  run.lastError = error
  const patience = retryAfterOf(error) ?? 0
  if (patience > 0) {
    entry.notBefore = Math.max(entry.notBefore, now + patience)
    if (rules.origin !== undefined) {
      engine.queue.gate(rules.origin, now + patience, now)
      for (const other of engine.entries.values())
        if (other.policy.rules.origin === rules.origin) engine.touch(other)
    }
  }
  if (run.attempts <= rules.retry.limit && isRetryable(error) && (entry.isHeld || run.kept > 1)) {
    const delay = Math.max(rules.retry.delay(run.attempts, error), patience)
    // A server that wants to be left alone for longer than a request may take is not waited for.
    if (delay <= rules.timeout) return repeat(engine, run, now + delay)
  }
  conclude(engine, run, error)
}

/** A run failed for good: the error stands beside what is held, and the next poll comes later than usual. */
export function conclude(engine: Engine, run: Run, error: Error): void {
  const { entry, reason } = run
  const { rules } = entry.policy
  engine.counters[(run.ending = 'failed')]++
  engine.apply(entry, { type: 'failed', error, fallback: rules.fallback })
  const { failureCount } = entry.snapshot
  const interval = intervalOf(engine, entry)
  const cap = Math.min(8 * interval, Number.MAX_SAFE_INTEGER)
  if (interval < Infinity) entry.pollDelay = exponentialDelay(failureCount, { base: 2 * interval, cap })
  movePhase(run)
  const isOwed = reason === 'invalidated' || rules.refreshOnStale || entry.record?.epoch
  if (isOwed && isRetryable(error)) {
    entry.owed = reason
    entry.owedAt = engine.now() + exponentialDelay(failureCount, { cap: Math.min(cap, LONGEST_PAUSE) })
  }
  rest(engine, run)
  engine.emit('error', entry, reason)
  tellOwners(engine, entry, 'onError', error)
  finish(engine, run, { kind: 'failed', error })
}

/** Tells all registrations how a run ended. */
function tellOwners(engine: Engine, entry: Entry, name: 'onError' | 'onSuccess', error?: Error): void {
  for (const owner of [...entry.owners]) {
    const tell = (owner.newest ?? owner).options[name] as
      ((what: unknown, snapshot: unknown) => void) | undefined
    if (tell)
      engine.guard(`${name} of ${entry.key}`, undefined, () =>
        tell(error ?? entry.snapshot.data, entry.snapshot),
      )
  }
}

/** Polls count from the last request, unless it repeats a refused one; a poll's first attempt has kept its phase. */
function movePhase({ entry, reason, beganAt, attempts }: Run): void {
  if (reason !== 'superseded' && !(reason === 'poll' && attempts === 1))
    entry.base = Math.max(entry.base, beganAt)
}

/** Whether another request for the key is on its way. */
function isBusy(run: Run): boolean {
  const { run: newest, older } = run.entry
  return (newest !== undefined && newest !== run) || older.some((each) => each !== run)
}

/** What is done once a run is over, said before it is told of. */
function rest(engine: Engine, run: Run): void {
  if (!isBusy(run)) engine.act(run.entry, 'idle')
}

/** What most answers bring beside their data: nothing. */
const PLAIN: Meta = { source: 'network' }

function metaFor(
  run: Run,
  outcome: Outcome<unknown> | undefined,
  version: Version | undefined,
  confirmed: PreviousAnswer | undefined,
): Meta {
  const prefetched = run.reason === 'prefetch'
  if (!outcome && version === undefined && !prefetched) return PLAIN
  return {
    source: outcome?.notModified ? 'revalidated' : 'network',
    version,
    validators: outcome?.validators ?? confirmed?.validators,
    body: outcome?.body ?? confirmed?.body,
    prefetched,
  }
}
