/**
 * When to ask. After whatever happened to an entry, `pump` works out anew, from the state as it is now,
 * whether to ask, what the entry is doing, and when to look again.
 */
import { conclude } from './answers'
import { owe, owedAt, patience, pollAt } from './due'
import type { Engine } from './engine'
import type { Entry, Run } from './entry'
import type { Activity } from './snapshot'
import { withdraw } from './run-life'
import { requeue, start, timeOut } from './runs'
import { wakeAt, type Hold } from './wake'

/** What keeps an entry from asking by itself, if anything does. */
export function holdOf(engine: Engine, entry: Entry): Hold | undefined {
  if (!entry.isWanted) return 'off'
  if (!engine.presence.isOnline) return 'offline'
  if (engine.isMutating(entry)) return 'mutating'
  // A gate that throws holds nobody.
  for (const mayAsk of engine.gates)
    if (!engine.guard('a gate', true, () => mayAsk(entry.key))) return 'gated'
  // The first load: a page does not stay blank because it is hidden, or because auto-sync is off.
  const cause = entry.owed ?? entry.run?.reason
  if (cause === 'registered' && entry.lastStart < 0 && entry.snapshot.freshness === 'empty') return undefined
  if (engine.isPaused || entry.paused) return 'paused'
  if (!engine.presence.isVisible && entry.policy.rules.hiddenInterval === 0) return 'hidden'
  return undefined
}

/** Works out what an entry does next. */
export function pump(engine: Engine, entry: Entry): void {
  // A mutation may end after that.
  if (engine.isDisposed) return
  const now = engine.now()
  const { isOnline } = engine.presence
  const hold = holdOf(engine, entry)
  const patient = patience(engine, entry)
  if (!isOnline) pauseAsked(engine, entry)
  if (entry.run && !keepRun(engine, entry.run, hold, patient)) return
  if (isFollowUpDue(engine, entry, hold, now)) entry.overtake()
  const isAsked = entry.asked && entry.fetcher && isOnline
  if (!entry.run) {
    // A person asked while there was no network: held by nothing else.
    if (isAsked && !engine.isMutating(entry)) start(engine, entry, 'refresh', true, entry.asked?.forced)
    else if (!hold) {
      const isOwed = owedAt(engine, entry) <= now
      // An interval function that was asked just now may have unregistered its key.
      if ((isOwed || pollAt(engine, entry) <= now) && entry.isWanted)
        start(engine, entry, (isOwed && entry.owed) || 'poll')
    }
  }
  // It begins at the end of this turn, or is repeated: what comes of that is worked out then.
  if (entry.run && engine.queue.hasRoomFor(entry.run)) return
  if (hold && hold !== 'mutating' && !isAsked) entry.skipWaiters()
  engine.act(entry, activityOf(entry, hold))
  engine.deadlines.set(entry, wakeAt(engine, entry, hold))
}

/** What becomes of a run that is not under way. Answers false where its end was told, and all is worked out anew. */
function keepRun(engine: Engine, run: Run, hold: Hold | undefined, patient: number): boolean {
  const { entry } = run
  const now = engine.now()
  const isHeld = hold && !run.user && !run.kept
  const isEarly = patient > now && !run.user
  if (run.state === 'queued') {
    if (isHeld || isEarly) withdraw(engine, run)
  } else if (run.state === 'waiting' && hold !== 'mutating') {
    if (isHeld) {
      // The repetition waits for the same things as a poll; those who wait for the run do not.
      owe(entry, run.reason, now)
      if (run.lastError) {
        conclude(engine, run, run.lastError)
        return false
      }
    }
    if (isEarly) run.until = Math.max(run.until, patient)
    if (run.until <= now) requeue(engine, run)
  }
  return true
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
function isFollowUpDue(engine: Engine, entry: Entry, hold: Hold | undefined, now: number): boolean {
  const { run } = entry
  if (hold || entry.owed !== 'invalidated' || run?.state !== 'running' || entry.owedAt > now) return false
  return engine.store.outdated(run.started, run.key, run.tags) > 0
}

/** What an entry is doing, as things are; `hold`: what keeps it from asking by itself. */
export function activityOf(entry: Entry, hold: Hold | undefined): Activity {
  if (entry.older.length > 0 || (entry.run && entry.run.state !== 'queued')) return 'fetching'
  const isPaused =
    hold === 'off' ? entry.switched === false && entry.owners.length > 0 : hold && hold !== 'mutating'
  return isPaused ? 'paused' : 'idle'
}

/** Lets time pass for an entry: freshness ends, data becomes overdue, requests time out. */
export function age(engine: Engine, entry: Entry, now: number): void {
  const { record } = entry
  if (record) {
    const { rules } = entry.policy
    if (entry.snapshot.freshness === 'fresh' && now >= record.expires) {
      engine.apply(entry, { type: 'stale', expiresAt: engine.timeline.toWall(record.expires) }, 'expired')
      if (rules.refreshOnStale && entry.isWanted) owe(entry, 'stale', now)
    }
    if (now >= record.expires + rules.overdueAfter) engine.apply(entry, { type: 'overdue' })
  }
  for (const run of entry.runs) if (run.state === 'running' && run.until <= now) timeOut(engine, run)
}
