/** What the manager does when something happens to it. */
import { age, begin, observe, onReturn, pump, type Engine, type EngineHandlers } from '../sync'

export function createHandlers(engine: Engine): EngineHandlers {
  const everything = (change: () => void) =>
    engine.turn(() => {
      const now = engine.timeline.sync()
      for (const entry of engine.entries.values()) {
        age(engine, entry, now)
        engine.touch(entry)
      }
      change()
    })
  return {
    ...observe(engine),
    pump: (entry) => pump(engine, entry),
    begin: (run) => begin(engine, run),
    due(entries, now, slept) {
      for (const entry of entries) {
        age(engine, entry, now)
        engine.touch(entry)
      }
      if (slept) everything(() => onReturn(engine, 'wake'))
    },
    presence: (change) =>
      everything(() => {
        if (change === 'online' || change === 'offline') engine.emit(change)
        if (change !== 'hidden' && change !== 'offline') onReturn(engine, change)
      }),
  }
}
