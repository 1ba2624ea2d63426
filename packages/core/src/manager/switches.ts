/** Switching entries off and on, letting them go, and starting over. */
import { parseTarget, type Target } from '../keys'
import {
  activityOf,
  giveUp,
  holdOf,
  owe,
  pendingSnapshot,
  type Engine,
  type Entry,
  type Registered,
} from '../sync'

/** Pauses or resumes everything, or what a target names. */
export function switchTargets(engine: Engine, target: Target | undefined, isPaused: boolean): void {
  const set = target === undefined ? undefined : parseTarget(target)
  engine.turn(() => {
    const type = isPaused ? 'paused' : 'resumed'
    if (!set) {
      if (engine.isPaused === isPaused) return
      engine.isPaused = isPaused
      engine.emit(type)
      for (const entry of engine.entries.values()) engine.touch(entry)
      return
    }
    for (const entry of engine.matching(set)) {
      if (entry.paused === isPaused) continue
      entry.paused = isPaused
      if (entry.isWanted) settle(engine, entry)
      engine.emit(type, entry)
      engine.touch(entry)
    }
  })
}

/** The state of a switched entry, so that it can be read when the switch is told of. */
function settle(engine: Engine, entry: Entry): void {
  if (!entry.run) engine.act(entry, activityOf(entry, holdOf(engine, entry)))
}

/**
 * Lets go of a registration, or of nothing but what is left without one. A request that nobody wants any more is
 * given up one microtask later: leaving and coming back within a turn, as frameworks do, costs nothing.
 */
export function letGo(engine: Engine, entry: Entry, registration?: Registered, atOnce = false): void {
  engine.turn(() => {
    if (registration) {
      entry.owners.splice(entry.owners.indexOf(registration), 1)
      if (entry.owners.length === 0) {
        entry.owed = entry.asked = entry.switched = entry.shared = undefined
        engine.emit('unregistered', entry)
      }
    }
    if (entry.isHeld) return engine.touch(entry)
    if (atOnce) endRuns(engine, entry)
    // Nor does what is past its removal time leave, while somebody may come back for it.
    else if (entry.runs.length > 0 || (entry.record && entry.record.removeAt <= engine.now())) {
      engine.deadlines.set(entry, Infinity)
      queueMicrotask(() => {
        if (!entry.isHeld) engine.turn(() => endRuns(engine, entry))
      })
      return
    }
    engine.tidy(entry)
  })
}

function endRuns(engine: Engine, entry: Entry): void {
  for (const run of entry.runs)
    if (!run.kept || engine.isDisposed) giveUp(engine, run, 'nobody wants it any more')
  engine.touch(entry)
}

/** Forgets all data and everything under way. `asksAgain`: wanted keys are asked for at once. */
export function resetEngine(engine: Engine, asksAgain: boolean): void {
  const { store } = engine
  engine.turn(() => {
    store.generation++
    const ended = [...store.mutating]
    store.mutating.clear()
    store.epochs.floors.clear()
    engine.queue.clear()
    for (const entry of [...engine.entries.values()]) {
      for (const run of entry.runs) giveUp(engine, run, 'the manager was reset')
      entry.project = undefined
      entry.owed = entry.asked = undefined
      entry.skipWaiters()
      entry.pollDelay = entry.notBefore = 0
      entry.lastSync = entry.lastStart = -1
      entry.base = engine.now()
    }
    store.loads.clear()
    store.clear()
    // What another manager on the cache kept back for a mutation need not wait any more.
    for (const observer of store.observers) for (const target of ended) observer.mutating(target)
    for (const entry of engine.entries.values()) {
      // Unless whoever was told of what left has written it anew.
      if (!entry.record) entry.snapshot = pendingSnapshot(entry.key)
      engine.changed(entry)
      entry.owed = undefined
      if (asksAgain && entry.isWanted) owe(entry, 'registered', 0)
      engine.touch(entry)
    }
  })
}

/** Switches the automatic requests of one key on or off. */
export function setEnabled(engine: Engine, key: string, on: boolean): void {
  engine.turn(() => {
    const entry = engine.entries.get(key)
    if (!entry) return
    const wasWanted = entry.isWanted
    entry.switched = on
    if (entry.isWanted === wasWanted) return
    if (on && entry.snapshot.freshness !== 'fresh') owe(entry, 'registered', 0)
    settle(engine, entry)
    engine.emit(on ? 'resumed' : 'paused', entry, 'enabled')
    engine.touch(entry)
  })
}

/** Ends everything. */
export function disposeEngine(engine: Engine): void {
  engine.isDisposed = true
  engine.queue.clear()
  engine.turn(() => {
    for (const entry of [...engine.entries.values()]) {
      entry.clear()
      entry.project = undefined
      entry.owners = []
      letGo(engine, entry, undefined, true)
    }
  })
  engine.trace?.disposed()
  engine.store.bounds.delete(engine.token)
  engine.deadlines.clear()
  engine.emitter.clear()
}
