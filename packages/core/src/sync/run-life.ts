/** How a run ends, or pauses. */
import { AbortedError } from '../errors'
import type { Engine } from './engine'
import type { Run } from './entry'
import type { RunResult } from './report'

/** An attempt failed and is to be repeated at a time. */
export function repeat(engine: Engine, run: Run, at: number): void {
  run.current = undefined
  run.state = 'waiting'
  run.started = Infinity
  run.until = at
  engine.queue.release()
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
  const { entry, waiters } = run
  if (run.state === 'over') return
  detach(engine, run)
  run.waiters = undefined
  // Once what it led to can be read.
  if (waiters) engine.turns.later(() => waiters.forEach((waiter) => waiter(result, run)))
  engine.touch(entry)
}

/** Takes a run out of every table; its place in the budget is free. */
export function detach(engine: Engine, run: Run): void {
  const { entry } = run
  const wasRunning = run.state === 'running'
  if (run.state === 'queued') engine.queue.delete(run)
  run.state = 'over'
  run.current = undefined
  if (entry.run === run) entry.run = undefined
  else if (entry.older) {
    const older = entry.older.filter((each) => each !== run)
    entry.older = older.length > 0 ? older : undefined
  }
  if (wasRunning) engine.queue.release()
  if (run.attempts > 0) engine.trace?.ended(run)
}
