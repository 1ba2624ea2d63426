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

/** Why a wanted entry may not ask by itself. */
export type Hold = 'off' | 'offline' | 'mutating' | 'paused' | 'gated' | 'hidden'

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
    start(engine, entry, 'refresh', { user: true, forced: entry.asked.forced })
  } else if (!run && !hold) {
    if (entry.owed !== undefined && Math.max(entry.owedAt, patient) <= now) {
      start(engine, entry, entry.owed)
    } else if (pollAt(engine, entry) <= now) start(engine, entry, 'poll')
  }
  if (!entry.run && hold && hold !== 'mutating') entry.skipWaiters()
  engine.apply(entry, { type: 'activity', activity: activityOf(entry, hold) })
  engine.deadlines.set(entry, wakeAt(engine, entry, hold))
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

/** When the entry is to be looked at again. */
function wakeAt(engine: Engine, entry: Entry, hold: Hold | undefined): number {
  const { run, older, snapshot } = entry
  const { rules } = entry.policy
  let at = Infinity
  if (run && run.state !== 'queued' && !(run.state === 'waiting' && hold === 'mutating')) at = run.until
  if (older) for (const each of older) at = Math.min(at, each.until)
  if (run?.state === 'running' && !hold && entry.owed === 'invalidated') at = Math.min(at, entry.owedAt)
  if (!run && !hold) {
    at = Math.min(at, pollAt(engine, entry))
    if (entry.owed !== undefined) at = Math.min(at, Math.max(entry.owedAt, patience(engine, entry)))
  }
  // Nobody sees a hidden page grow stale: it is told when it is shown again.
  if (snapshot.freshness === 'empty' || !(engine.presence.isVisible || rules.hiddenInterval > 0)) return at
  const record = engine.store.records.get(entry.key)
  if (!record || snapshot.isOverdue) return at
  return Math.min(at, snapshot.freshness === 'fresh' ? record.expires : record.expires + rules.overdueAfter)
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
