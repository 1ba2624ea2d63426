/** What a plug-in may do to a manager. */
import { check, checkDuration, TAGS } from '../base/check'
import { OptionError } from '../base/option-error'
import { parseTarget, toEntryKey } from '../keys'
import type { Engine } from './engine'
import type { Meta } from './engine-parts'
import type { OutsideData, OutsideEvent, Plugin, PluginHost } from './plugin'

/** Adds plug-ins; answers how to take them off. One that throws is reported, and left out. */
export function addPlugins(
  engine: Engine,
  plugins: readonly Plugin[],
  facts: Pick<PluginHost, 'clock' | 'environment' | 'scope'>,
): () => void {
  const offs: (() => void)[] = []
  for (const plugin of plugins)
    engine.guard('a plug-in', undefined, () => {
      const off = plugin(hostOf(engine, facts))
      if (off) offs.push(off)
    })
  return () => {
    for (const off of offs.splice(0)) engine.guard('a plug-in', undefined, off)
  }
}

function hostOf(engine: Engine, facts: Pick<PluginHost, 'clock' | 'environment' | 'scope'>): PluginHost {
  const reconsider = (key?: string) =>
    engine.turn(() => {
      for (const entry of key === undefined ? engine.entries.values() : [engine.entries.get(key)]) {
        if (entry) engine.touch(entry)
      }
    })
  const join = <F>(set: Set<F>, each: F) => {
    set.add(each)
    reconsider()
    return () => {
      set.delete(each)
      reconsider()
    }
  }
  return {
    ...facts,
    on: (type, listener) => engine.emitter.on(type, listener),
    getSnapshot: (key) => engine.peek(key),
    mark: () => ++engine.store.sequence,
    apply: (event) => engine.turn(() => applyOutside(engine, event)),
    gate: (mayAsk) => join(engine.gates, mayAsk),
    scaleInterval: (factorOf) => join(engine.scales, factorOf),
    reconsider,
  }
}

/** The door for what happened elsewhere. Answers whether it was taken. */
export function applyOutside(engine: Engine, event: OutsideEvent): boolean {
  const { store } = engine
  if (event.type === 'invalidate') {
    store.invalidate(parseTarget(event.target), { refetch: event.refetch })
    return true
  }
  if (event.type === 'removed') return store.delete(event.key)
  checkOutside(event)
  const { key, data, source, version, startedAt = 0, freshFor, age = 0, tags } = event
  const entry = engine.entries.get(key)
  const own = entry?.life ?? store.life
  // Where the sender says how long it is fresh, that is its lifetime; else it ages on the way as any data does.
  const life = freshFor === undefined ? own : { ...own, ttl: Math.max(0, freshFor) }
  const record = engine.write(key, data, {
    started: startedAt,
    life: tags ? { ...life, tags: [...tags] } : life,
    freshFor: freshFor === undefined ? Math.max(0, life.ttl - age) : undefined,
    meta: { source, version } satisfies Meta,
  })
  if (!record) return false
  // It was asked for a while ago, and may have been stale for a while: both count.
  record.at -= age
  if (freshFor !== undefined && freshFor < 0 && !record.epoch) record.expires += freshFor
  if (entry) {
    // What a server rendered was asked for then; a push is no poll, and moves none.
    if (source === 'hydrated') entry.base = Math.max(entry.base, record.at)
    engine.show(entry, true)
    engine.touch(entry)
  }
  return true
}

/**
 * Checks data that comes from outside the page, before anything is changed.
 * @throws OptionError and key errors
 */
export function checkOutside({
  key,
  age,
  freshFor,
  tags,
}: Omit<OutsideData, 'type' | 'source' | 'data'>): void {
  toEntryKey(key)
  if (age !== undefined) checkDuration('age', age, true)
  if (freshFor !== undefined && !(typeof freshFor === 'number' && freshFor === freshFor)) {
    throw new OptionError('freshFor', freshFor, 'milliseconds; negative: stale for so long')
  }
  if (tags !== undefined) check('tags', tags, TAGS)
}
