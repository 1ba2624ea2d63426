/** The life of a run: started, begun, answered or failed, over. */
import type { Fetcher } from '../base/fetch-context'
import { isOutcome } from '../base/outcome'
import type { Flight } from '../cache'
import { TimeoutError, toError } from '../errors'
import { PRIORITY, type Priority } from '../schedule/request-queue'
import { checkSchema } from '../transport/check-schema'
import { answered, failed } from './answers'
import { intervalOf, patience, pollAt } from './due'
import type { Engine } from './engine'
import { metaOf } from './engine-parts'
import type { Entry, Run } from './entry'
import type { Reason } from './events'
import { Attempt, FetchRun, handOn } from './fetch-run'
import { repeat, withdraw } from './run-life'
import { wakeAt } from './wake'

/**
 * Asks for an entry, as soon as the budget lets it. `user`: a person's action, which goes first; `forced`: past every
 * cache; `fetcher`: what to call where no registration brings one.
 */
export function start(
  engine: Engine,
  entry: Entry,
  reason: Reason,
  user = false,
  forced = false,
  fetcher: Fetcher<unknown> | undefined = entry.fetcher,
): Run {
  const priority = user ? PRIORITY.user : rank(engine, entry, reason)
  const run = new FetchRun<Entry>(entry, reason, priority, user, forced, fetcher)
  const other = flightOf(engine, run)
  if (!other?.joins && (other?.forced || !forced)) run.other = other
  run.generation = engine.store.generation
  entry.owed = entry.asked = undefined
  handOn(entry, run)
  entry.run = run
  if (reason === 'invalidated') entry.ration?.take(engine.now())
  engine.queue.add(run)
  return run
}

/** The request that others on this cache have on its way for a key, if any. */
function flightOf({ store }: Engine, { key, tags }: Run, hasBegun?: boolean): Flight | undefined {
  const { loads, observers } = store
  return loads.size > 0 || observers.length > 1 ? store.flightOf(key, tags, hasBegun) : undefined
}

/** How urgent an automatic request is. What a return asks for may be a poll that is due: others must not starve it. */
export function rank(engine: Engine, entry: Entry, reason: Reason): Priority {
  if (entry.watchers === 0) return PRIORITY.background
  const isDue = reason === 'poll' || reason === 'registered' || reason === 'invalidated'
  return isDue || entry.snapshot.isOverdue || pollAt(engine, entry) <= engine.now()
    ? PRIORITY.due
    : PRIORITY.stale
}

/** A run whose turn has come. */
export function begin(engine: Engine, run: Run): void {
  const { entry } = run
  const { store } = engine
  const now = engine.now()
  // The server asked for patience while the run waited for its turn.
  const patient = run.user ? 0 : patience(engine, entry)
  if (patient > now) {
    run.other = undefined
    repeat(engine, run, patient)
    if (run.attempts === 0) withdraw(engine, run)
    return
  }
  // A place is free here: what waits for its turn elsewhere is not waited for, and takes its answer from this one.
  const late = run.other?.started === Infinity ? (run.other as Run) : undefined
  if (late) {
    run.other = undefined
    if (run.forced || !late.forced) late.other = run
  }
  // What was asked for before a reset is somebody else's.
  if (run.generation !== store.generation) run.other = undefined
  // A request may have begun while the run waited for its turn, or to be repeated.
  const begun = flightOf(engine, run, true)
  if (begun?.forced || !run.forced) run.other ??= begun
  const { other } = run
  // A place is for a request: managers whose places were taken by waiting for each other would wait for ever.
  if (other) engine.queue.running--
  if (run.reason === 'poll' && run.attempts === 0) keepPhase(engine, entry, now)
  run.state = 'running'
  run.spoiled = 0
  run.started = Math.min(other?.started ?? Infinity, ++store.sequence)
  run.overlapped = engine.isMutating(entry)
  run.generation = store.generation
  run.beganAt = entry.lastStart = now
  run.until = now + entry.policy.rules.timeout
  engine.counters.requests++
  engine.act(entry, 'fetching')
  if (run.attempts++ === 0) engine.emit('fetching', entry, run.reason)
  else engine.counters.retries++
  engine.trace?.began(run)
  const { record } = entry
  const { validators, version, body } = metaOf(record)
  const previous = record && { data: record.value, validators, version, body }
  const attempt = (run.current = new Attempt(run, previous, store.clock))
  engine.deadlines.set(entry, wakeAt(engine, entry, undefined))
  // A late answer to an attempt that was given up or timed out is nobody's.
  ask(engine, run, attempt).then(
    (value) => run.current === attempt && engine.turn(() => answered(engine, run, value)),
    (error: unknown) => run.current === attempt && engine.turn(() => failed(engine, run, toError(error))),
  )
}

/** Calls the fetcher, and checks what it brings; what it throws at once is a failure like any other. */
function ask(engine: Engine, { entry, fetcher, other }: Run, attempt: Attempt): Promise<unknown> {
  try {
    const asks = entry.fetcher ?? fetcher
    // Who takes the context may hand on a copy of it, which has its own members alone.
    if (asks?.length) Object.defineProperty(attempt, 'signal', { value: attempt.signal, enumerable: true })
    const answer = Promise.resolve(
      other ? other.join() : engine.around ? engine.around(attempt, asks) : asks?.(attempt),
    )
    const { schema } = entry.policy.rules
    // What another manager's run brings is what its own schema has made already.
    if (!schema || other?.joins === false) return answer
    return answer.then(async (value) => {
      if (!isOutcome(value)) return checkSchema(schema, value)
      return value.notModified ? value : { ...value, data: await checkSchema(schema, value.data) }
    })
  } catch (error) {
    return Promise.reject(error)
  }
}

/**
 * The next poll is counted from when this one was due, so that polls do not drift; missed ones are left out. One that is
 * late by more than half of its interval, as after a return, begins a new phase: the next would come at once.
 */
function keepPhase(engine: Engine, entry: Entry, now: number): void {
  const interval = engine.presence.isVisible ? intervalOf(engine, entry) : entry.policy.rules.hiddenInterval
  const due = entry.base + Math.max(interval, entry.pollDelay)
  // One that is owed since a failure may come before it was due.
  entry.base = now >= due && now - due < interval / 2 ? due : now
}

/** An attempt that took too long is over, whatever its fetcher still does. */
export function timeOut(engine: Engine, run: Run): void {
  const error = new TimeoutError(`${run.key}: no answer within ${run.entry.policy.rules.timeout} ms`)
  run.current?.abort(error)
  failed(engine, run, error)
}

/** The pause before a repetition is over. */
export function requeue(engine: Engine, run: Run): void {
  run.state = 'queued'
  run.until = Infinity
  engine.queue.add(run)
}
