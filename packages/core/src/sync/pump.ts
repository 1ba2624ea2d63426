/**
 * When to ask. After whatever happened to an entry, `pump` works out anew, from the state as it is now,
 * whether to ask, what the entry is doing, and when to look again.
 */
import { isolate } from '../base/emitter'
import { conclude } from './answers'
import { owe, patience, pollAt } from './due'
import type { Engine } from './engine'
import type { Entry, Run } from './entry'
import type { Activity } from './snapshot'
import { requeue, start, timeOut, withdraw } from './runs'
import { wakeAt, type Hold } from './wake'

/** What keeps an entry from asking by itself, if anything does. */
export function holdOf(engine: Engine, entry: Entry): Hold | undefined {
  if (!entry.isWanted) return 'off'
  if (!engine.presence.isOnline) return 'offline'
  if (engine.isMutating(entry)) return 'mutating'
  for (const mayAsk of engine.gates) if (!asks(engine, mayAsk, entry.key)) return 'gated'
  // The first load: a page does not stay blank because it is hidden, or because auto-sync is off.
  if (entry.owed === 'registered' && entry.lastStart < 0 && entry.snapshot.freshness === 'empty')
    return undefined
  if (engine.isPaused || entry.paused) return 'paused'
  if (!engine.presence.isVisible && entry.policy.rules.hiddenInterval === 0) return 'hidden'
  return undefined
}

/** What a plug-in's gate says; one that throws holds nobody. */
function asks(engine: Engine, mayAsk: (key: string) => boolean, key: string): boolean {
  let answer = true
  isolate(engine.report, 'a gate', () => (answer = mayAsk(key)))
  return answer
}

/** Works out what an entry does next. */
export function pump(engine: Engine, entry: Entry): void {
  const now = engine.now()
  const hold = holdOf(engine, entry)
  if (!engine.presence.isOnline) pauseAsked(engine, entry)
  let { run } = entry
  const patient = patience(engine, entry)
  if (run && hold && !run.user && !run.kept) {
    if (run.state === 'queued') withdraw(engine, run)
    else if (run.state === 'waiting' && hold !== 'mutating') {
      // The repetition waits for the same things as a poll; those who wait for the run do not.
      owe(entry, run.reason, now)
      if (run.lastError) return conclude(engine, run, run.lastError)
    }
    run = entry.run
  }
  if (run && !run.user && patient > now) {
    if (run.state === 'queued') withdraw(engine, run)
    else if (run.state === 'waiting') run.until = Math.max(run.until, patient)
    run = entry.run
  }
  if (run?.state === 'waiting' && run.until <= now && hold !== 'mutating') requeue(engine, run)
  if (run && !hold && isFollowUpDue(engine, entry, now)) {
    entry.overtake()
    run = undefined
  }
  if (!run && entry.asked && entry.fetcher && engine.presence.isOnline && !engine.isMutating(entry)) {
    // A person asked while there was no network: held by nothing else.
    if (willBegin(engine, start(engine, entry, 'refresh', { user: true, forced: entry.asked.forced }))) return
  } else if (!run && !hold) {
    const owed = entry.owed !== undefined && Math.max(entry.owedAt, patient) <= now ? entry.owed : undefined
    const reason = owed ?? (pollAt(engine, entry) <= now ? 'poll' : undefined)
    if (reason !== undefined && willBegin(engine, start(engine, entry, reason))) return
  }
  const isComing =
    hold === undefined || hold === 'mutating' || (entry.asked && entry.fetcher && engine.presence.isOnline)
  if (!entry.run && !isComing) entry.skipWaiters()
  engine.apply(entry, { type: 'activity', activity: activityOf(entry, hold) })
  engine.deadlines.set(entry, wakeAt(engine, entry, hold))
}

/** Whether a run begins at the end of this turn, or has: what comes of that is worked out then. */
function willBegin(engine: Engine, run: Run): boolean {
  return run.state !== 'queued' || engine.queue.hasRoomFor(run)
}

/** What a person asked for, or somebody waits for, and has not begun: without a network it is owed, and told so. */
function pauseAsked(engine: Engine, entry: Entry): void {
  const { run } = entry
  if (!run || run.state === 'running' || !(run.user || run.kept)) return
  const { user, forced, lastError } = run
  if (run.state === 'waiting' && lastError) conclude(engine, run, lastError)
  else {
    withdraw(engine, run)
    entry.skipWaiters()
  }
  if (user) entry.asked = { forced }
}

/** Whether the next follow-up need not wait for one that hangs. */
function isFollowUpDue(engine: Engine, entry: Entry, now: number): boolean {
  const { run } = entry
  if (entry.owed !== 'invalidated' || run?.state !== 'running' || entry.owedAt > now) return false
  return engine.store.outdated(run.started, run.key, run.tags) > 0
}

function activityOf(entry: Entry, hold: Hold | undefined): Activity {
  if (entry.older || (entry.run && entry.run.state !== 'queued')) return 'fetching'
  if (hold === 'off') return entry.switched === false && entry.registrations.length > 0 ? 'paused' : 'idle'
  return hold && hold !== 'mutating' ? 'paused' : 'idle'
}

function isLate(run: Run, now: number): boolean {
  return run.state === 'running' && run.until <= now
}

/** Lets time pass for an entry: freshness ends, data becomes overdue, requests time out. */
export function age(engine: Engine, entry: Entry, now: number): void {
  const record = engine.store.records.get(entry.key)
  if (record) {
    const { rules } = entry.policy
    if (entry.snapshot.freshness === 'fresh' && now >= record.expires) {
      engine.apply(entry, { type: 'stale', expiresAt: engine.timeline.toWall(record.expires) }, 'expired')
      if (rules.refreshOnStale && entry.isWanted) owe(entry, 'stale', now)
    }
    if (now >= record.expires + rules.overdueAfter) engine.apply(entry, { type: 'overdue' })
  }
  for (const run of entry.older ? [...entry.older] : []) if (isLate(run, now)) timeOut(engine, run)
  if (entry.run && isLate(entry.run, now)) timeOut(engine, entry.run)
}
