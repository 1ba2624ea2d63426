/** The life of a run: started, begun, answered or failed, over. */
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Fetcher } from '../base/fetch-context'
import { isOutcome } from '../base/outcome'
import { TimeoutError, toError } from '../errors'
import { PRIORITY, type Priority } from '../schedule/request-queue'
import { checkSchema } from '../transport/check-schema'
import { answered, failed } from './answers'
import { intervalOf, owe, patience } from './due'
import type { Engine } from './engine'
import type { Meta } from './engine-parts'
import type { Entry, Run } from './entry'
import type { Reason } from './events'
import { Attempt, FetchRun } from './fetch-run'
import { detach } from './run-life'
import { wakeAt } from './wake'

/** How a run differs from an automatic one. */
export interface StartOptions {
  /** A user's action: it goes first. */
  readonly user?: boolean
  /** Past every cache. */
  readonly forced?: boolean
  /** What to call where no registration brings a fetcher. */
  readonly fetcher?: Fetcher<unknown>
}

/** Asks for an entry, as soon as the budget lets it. */
export function start(engine: Engine, entry: Entry, reason: Reason, how: StartOptions = {}): Run {
  const { user = false, forced = false } = how
  const { store } = engine
  const priority = user ? PRIORITY.user : rank(entry, reason)
  const run = new FetchRun<Entry>(entry, reason, priority, { forced, user }, (each) => begin(engine, each))
  const other = store.flightOf(entry.key)
  if (other && !forced && !other.spoiled && !other.joins) {
    if (!store.outdated(other.started, entry.key, run.tags)) {
      run.other = other
      run.joins = true
    }
  }
  run.fetcher = how.fetcher ?? entry.fetcher
  entry.owed = entry.asked = undefined
  run.waiters = entry.waiters
  entry.waiters = undefined
  entry.run = run
  if (reason === 'invalidated') entry.ration?.take(engine.now())
  engine.queue.add(run)
  return run
}

/** How urgent an automatic request is. */
export function rank(entry: Entry, reason: Reason): Priority {
  if (!entry.listeners?.size) return PRIORITY.background
  const isDue = reason === 'poll' || reason === 'registered' || reason === 'invalidated'
  return isDue || entry.snapshot.isOverdue ? PRIORITY.due : PRIORITY.stale
}

/** A run whose turn has come. */
function begin(engine: Engine, run: Run): void {
  engine.turn(() => {
    const { entry } = run
    const { store } = engine
    // A load may have begun while the run waited for its turn, or to be repeated.
    const load = run.forced ? undefined : store.loads.get(entry.key)
    const isGood = load && !load.spoiled && !store.outdated(load.started, entry.key, run.tags)
    const other = run.other ?? (isGood ? load : undefined)
    run.joins = other !== undefined
    const now = engine.now()
    const patient = run.user ? 0 : patience(engine, entry)
    if (patient > now) return postpone(engine, run, patient)
    if (run.reason === 'poll' && run.attempts === 0) keepPhase(engine, entry, now)
    run.state = 'running'
    run.spoiled = 0
    // One that has not begun yet begins no earlier than now.
    run.started = other ? Math.min(other.started, ++store.sequence) : ++store.sequence
    run.overlapped = engine.isMutating(entry)
    run.generation = store.generation
    run.beganAt = entry.lastStart = now
    run.until = now + entry.policy.rules.timeout
    engine.counters.requests++
    engine.apply(entry, { type: 'activity', activity: 'fetching' })
    if (run.attempts++ === 0) engine.emit('fetching', entry, run.reason)
    else engine.counters.retries++
    engine.trace?.began(run)
    const record = store.held(entry.key)
    const meta = record?.meta as Meta | undefined
    run.previous = record && {
      data: record.value,
      validators: meta?.validators,
      version: meta?.version,
      body: meta?.body,
    }
    const attempt = new Attempt(entry.key, run.forced, run.previous)
    run.current = attempt
    run.other = undefined
    engine.deadlines.set(entry, wakeAt(engine, entry, undefined))
    // A late answer to an attempt that was given up or timed out is nobody's.
    ask(engine, run, attempt, other).then(
      (value) => run.current === attempt && engine.turn(() => answered(engine, run, value)),
      (error: unknown) => run.current === attempt && engine.turn(() => failed(engine, run, toError(error))),
    )
  })
}

/** The server asked for patience while the run waited for its turn. */
function postpone(engine: Engine, run: Run, until: number): void {
  if (run.attempts === 0) withdraw(engine, run)
  else {
    run.state = 'waiting'
    run.until = until
  }
  engine.queue.release()
  engine.touch(run.entry)
}

/** Calls the fetcher; what it throws at once is a failure like any other. */
function ask(engine: Engine, run: Run, attempt: Attempt, other: Run['other']): Promise<unknown> {
  try {
    const { entry } = run
    const fetcher = entry.fetcher ?? run.fetcher
    let call = (): unknown => fetcher?.(attempt)
    for (const around of engine.around ?? []) {
      const inner = call
      call = () => around(attempt, inner)
    }
    const answer = Promise.resolve(other ? other.join() : call())
    const { schema } = entry.policy.rules
    return schema ? answer.then((value) => validate(schema, value)) : answer
  } catch (error) {
    return Promise.reject(error)
  }
}

function validate(schema: StandardSchemaV1, value: unknown): unknown {
  if (!isOutcome(value)) return checkSchema(schema, value)
  if (value.notModified) return value
  return Promise.resolve(checkSchema(schema, value.data)).then((data) => ({ ...value, data }))
}

/** The next poll is counted from when this one was due, so that polls do not drift; missed ones are left out. */
function keepPhase(engine: Engine, entry: Entry, now: number): void {
  const interval = engine.presence.isVisible ? intervalOf(engine, entry) : entry.policy.rules.hiddenInterval
  const due = entry.base + Math.max(interval, entry.pollDelay)
  entry.base = now - due < interval ? due : now
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

/** Takes a run back that has not begun; what it was for is still owed. */
export function withdraw(engine: Engine, run: Run): void {
  const { entry } = run
  engine.queue.delete(run)
  if (run.waiters) entry.waiters = [...(entry.waiters ?? []), ...run.waiters]
  run.waiters = undefined
  if (run.reason !== 'poll') owe(entry, run.reason, engine.now())
  detach(engine, run)
}
