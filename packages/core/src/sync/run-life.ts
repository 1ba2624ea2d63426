/** How a run ends, or pauses. */
import { AbortedError } from '../errors'
import { owe } from './due'
import type { Engine } from './engine'
import type { Run } from './entry'
import { handOn } from './fetch-run'
import type { RunResult } from './report'

/** An attempt failed, or may not be made yet, and is to be repeated at a time. */
export function repeat(engine: Engine, run: Run, at: number): void {
  vacate(engine, run)
  run.current = run.other = undefined
  run.kept &= 2
  run.state = 'waiting'
  run.started = Infinity
  run.until = at
  engine.touch(run.entry)
}

/** Gives a run up: its fetcher is told, and its answer, if one comes, is refused. */
export function giveUp(engine: Engine, run: Run, why: string): void {
  const attempt = run.current
  if (run.state === 'running') engine.counters.aborted++
  finish(engine, run, { kind: 'skipped' })
  attempt?.abort(new AbortedError(`${run.key}: ${why}`))
}

/** A run is over; everybody who waited is told. */
export function finish(engine: Engine, run: Run, result: RunResult): void {
  const { waiters } = run
  if (run.state === 'over') return
  detach(engine, run)
  run.waiters = undefined
  // Once what it led to can be read.
  if (waiters) engine.later(() => waiters.forEach((waiter) => waiter(result, run)))
  engine.touch(run.entry)
}

/** Takes a run out of every table; its place in the budget is free. */
function detach(engine: Engine, run: Run): void {
  const { entry } = run
  if (run.state === 'running') vacate(engine, run)
  engine.queue.delete(run)
  run.state = 'over'
  run.current = undefined
  if (entry.run === run) entry.run = undefined
  else if (entry.older.length > 0) entry.older = entry.older.filter((each) => each !== run)
  if (run.attempts > 0) engine.trace?.ended(run)
}

/** Frees the place in the budget, which one that waits for another's request does not have. */
function vacate(engine: Engine, run: Run): void {
  if (!run.joins) engine.queue.running--
}

/** Takes a run back that has not begun; what it was for is still owed. */
export function withdraw(engine: Engine, run: Run): void {
  handOn(run, run.entry)
  if (run.reason !== 'poll') owe(run.entry, run.reason, engine.now())
  detach(engine, run)
}
