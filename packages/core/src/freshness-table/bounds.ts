/** What a table says of a key, applied to what a client's resources say of it. */
import { OptionError } from '../base/option-error'
import type { FreshnessPolicy } from './freshness-policy'

/** What of a resource's options a table has a say in. */
export interface Boundable {
  readonly ttl?: number | 'http' | undefined
  readonly interval?: unknown
  readonly tags?: readonly string[] | undefined
}

/** How many keys are warned about: a page with more of them has been told. */
const MOST_TOLD = 200

/**
 * A `ttl` that is longer than the server's is told of once a key. It is the cache that shortens it (`Store.bounds`), as
 * not only resources write.
 */
export function createBounds(lookup: (key: string) => FreshnessPolicy | undefined) {
  const told = new Set<string>()
  return <O extends Boundable>(
    key: string,
    asked: readonly O[],
    tell: (error: OptionError) => void,
  ): readonly O[] => {
    const said = lookup(key)
    if (!said) return asked
    return asked.map((options) => {
      const { ttl = said.ttl } = options
      let { tags } = options
      if (typeof ttl === 'number' && ttl > said.ttl && !told.has(key) && told.size < MOST_TOLD) {
        told.add(key)
        const allowed = `at most ${said.ttl}, for which the server holds it fresh; it is bounded by that`
        tell(new OptionError(`ttl of ${key}`, ttl, allowed))
      }
      if (said.tags) tags = tags ? [...tags, ...said.tags] : said.tags
      return { ...options, ttl, tags, interval: options.interval ?? said.interval }
    })
  }
}
