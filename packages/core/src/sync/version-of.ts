/** The version that data has by the word of its key's registrations, where no server said one. */
import type { Version } from '../base/outcome'
import type { Engine } from './engine'
import type { Entry } from './entry'

/** Undefined where they have no such word; one that throws is reported. */
export function versionOf(engine: Engine, entry: Entry | undefined, data: unknown): Version | undefined {
  const own = entry?.policy.rules.version
  return own && engine.guard(`version of ${entry.key}`, undefined, () => own(data))
}
