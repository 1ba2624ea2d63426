/** Somebody needs a key's data: it is counted, logged, and told to whoever measures. */
import type { Engine } from './engine'
import type { Needed, ReadBy, ReadHow } from './trace'

/** Somebody needs a key's data. */
export function noteRead(engine: Engine, entry: Needed, how: ReadHow, by: ReadBy): void {
  engine.trace?.read(entry, how, by)
  if (how === 'joined') engine.counters.joined++
  if (how !== 'asked') engine.log?.('debug', `Hit ${entry.key} (${how === 'held' ? how : 'in flight'})`)
}
