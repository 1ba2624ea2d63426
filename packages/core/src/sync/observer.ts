/** What the cache tells the manager: whoever writes to it, invalidates or empties it, every watcher is told. */
import { share } from '../base/structural-share'
import type { CacheRecord, StoreObserver } from '../cache'
import { onEmptied, onInvalidated } from './asking'
import type { Engine } from './engine'
import { metaOf } from './engine-parts'
import type { Entry } from './entry'
import type { Policy } from './policy'

/** A record carries the tags of its registrations, whoever wrote it. */
export function relabel({ store }: Engine, record: CacheRecord | undefined, { tags }: Policy): void {
  if (!record || tags.length === 0 || record.life.tags === tags) return
  store.labels.change(record, { ...record.life, tags: [...new Set([...record.life.tags, ...tags])] })
}

export function observe(engine: Engine): StoreObserver<unknown> {
  const { entries } = engine
  return {
    holds: (key) => entries.has(key),
    merge: share,
    flightOf(key, hasBegun) {
      const run = entries.get(key)?.run
      return hasBegun && (run?.state !== 'running' || run.joins) ? undefined : run
    },
    lifeOf: (key) => entries.get(key)?.life,
    mutating(target) {
      engine.turn(() => {
        for (const entry of engine.matching(target)) {
          for (const run of entry.runs) run.overlapped = true
          engine.touch(entry)
        }
      })
    },
    written(record, origin) {
      const { writing } = engine
      // The entry is at hand, most often: finding it among ten thousand costs as much as what is done to it.
      const entry = writing?.record === record ? writing : entries.get(record.key)
      if (!entry) return
      engine.turn(() => {
        engine.vacant.delete(entry)
        entry.record = record
        relabel(engine, record, entry.policy)
        const source = record.meta ? undefined : origin === 'load' ? 'network' : 'manual'
        const from = source ?? metaOf(record).source
        const reason = typeof origin === 'string' ? origin : from
        // What was set by hand is no answer: an error beside it stands.
        engine.show(entry, from !== 'manual' && from !== 'optimistic', source, reason)
        // What other code loads is what was owed, unless somebody waits for it.
        if (source === 'network' && !record.epoch && !entry.waiters) entry.owed = undefined
        engine.touch(entry)
      })
    },
    invalidated(target, at, records, origin) {
      engine.turn(() => {
        const reached = new Set<Entry>()
        for (const record of records) {
          const entry = entries.get(record.key)
          if (!entry) continue
          reached.add(entry)
          const expiresAt = engine.timeline.toWall(record.expires)
          engine.apply(entry, { type: 'stale', expiresAt }, 'invalidated')
        }
        const { predicate } = target
        if (predicate) {
          // One that has not begun asks after the invalidation: it is as good as any.
          for (const { runs } of entries.values())
            for (const run of runs)
              if (run.state === 'running' && predicate(run.key, run.tags)) run.spoiled = at
        }
        onInvalidated(engine, target, reached, origin)
      })
    },
    removed(record, reason) {
      const entry = entries.get(record.key)
      if (!entry || reason === 'replaced') return
      engine.turn(() => {
        engine.vacant.add(entry)
        // Whoever was told may have written another.
        entry.record = engine.store.records.get(entry.key)
        engine.show(entry, false)
        engine.emit('removed', entry, reason)
        onEmptied(engine, entry)
      })
    },
  }
}
