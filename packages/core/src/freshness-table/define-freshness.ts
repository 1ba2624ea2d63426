/**
 * The shared table of lifetimes: one module that client and server both import, so that neither believes a thing
 * fresh for longer than the other.
 */
import { checkDuration } from '../base/check'
import { OptionError } from '../base/option-error'
import { compilePattern, hashKey, isPattern, type CompiledPattern, type Key } from '../keys'
import { createBounds, type Boundable } from './bounds'
import type { FreshnessPolicy } from './freshness-policy'

/** A table made by {@link defineFreshness}. Frozen. */
export interface FreshnessTable {
  /**
   * What is said of a key: by its own name, else by the most specific pattern that matches its canonical text;
   * undefined where nothing is.
   * @throws key errors
   */
  lookup(key: Key): FreshnessPolicy | undefined
  /** All patterns with what is said of them, in the order in which they were written. */
  readonly entries: readonly (readonly [pattern: string, policy: FreshnessPolicy])[]
  /**
   * For managers: the options of a key's resources, with the table's word where they have none, or say more.
   * @internal
   */
  bound<O extends Boundable>(
    key: string,
    asked: readonly O[],
    tell: (error: OptionError) => void,
  ): readonly O[]
}

/** A pattern in the table, and how much of it is literal text. */
interface Row {
  readonly pattern: CompiledPattern
  readonly literal: number
  readonly policy: FreshnessPolicy
}

const DURATIONS = ['ttl', 'staleWhileRevalidate', 'staleIfError', 'interval'] as const
const ALLOWED = 'ttl, staleWhileRevalidate, staleIfError, interval, tags'

/**
 * Makes a table of lifetimes by keys and key patterns. A key takes what its own name says; else, of the patterns that
 * match, that with the longest literal beginning, then with the most literal text, then the one written first.
 *
 * @example
 * export const freshness = defineFreshness({
 *   stats: { ttl: 30_000, staleIfError: 600_000 },
 *   'stores:*': { ttl: 60_000, tags: ['stores'] },
 *   'stores:list:*': { ttl: 15_000, interval: 15_000, tags: ['stores'] },
 * })
 * // client: new DataSyncManager({ freshness }); server: createResponseCache({ freshness })
 *
 * @throws OptionError that names the pattern and the value
 */
export function defineFreshness(table: Readonly<Record<string, FreshnessPolicy>>): FreshnessTable {
  if (typeof table !== 'object' || table === null || Array.isArray(table))
    throw new OptionError('freshness', table, 'an object from key patterns to policies')
  const exact = new Map<string, FreshnessPolicy>()
  const rows = new Map<string, Row[]>()
  const entries = Object.entries(table).map(([source, said]) => {
    if (source === '') throw new OptionError('freshness', source, 'patterns that are not empty')
    const policy = toPolicy(source, said)
    if (isPattern(source)) {
      const row = { pattern: compilePattern(source), literal: literalLength(source), policy }
      const { prefix } = row.pattern
      const others = rows.get(prefix)
      if (others) others.push(row)
      else rows.set(prefix, [row])
    } else exact.set(source, policy)
    return Object.freeze([source, policy] as const)
  })
  // Sorting is stable: of equals the one written first stays first.
  for (const alike of rows.values()) alike.sort((a, b) => b.literal - a.literal)
  const lengths = [...new Set(Array.from(rows.keys(), (prefix) => prefix.length))].sort((a, b) => b - a)
  const lookup = (key: Key) => {
    const name = hashKey(key)
    const own = exact.get(name)
    if (own) return own
    // As many steps as there are different lengths of beginnings, however many patterns there are.
    for (const length of lengths) {
      if (length > name.length) continue
      const row = rows.get(name.slice(0, length))?.find(({ pattern }) => pattern.matches(name))
      if (row) return row.policy
    }
    return undefined
  }
  return Object.freeze({ entries: Object.freeze(entries), lookup, bound: createBounds(lookup) })
}

/** How many characters of a pattern are not wildcards, escapes counted as written. */
function literalLength(source: string): number {
  return source.replace(/\\[^]|\*/g, (found) => (found === '*' ? '' : found)).length
}

function toPolicy(source: string, said: unknown): FreshnessPolicy {
  const where = `freshness[${JSON.stringify(source)}]`
  if (typeof said !== 'object' || said === null) throw new OptionError(where, said, `an object of ${ALLOWED}`)
  const { tags, ...durations } = said as FreshnessPolicy
  for (const name of Object.keys(durations)) {
    if (!(DURATIONS as readonly string[]).includes(name))
      throw new OptionError(`${where}.${name}`, durations[name as 'ttl'], ALLOWED)
  }
  for (const name of DURATIONS) {
    if (name === 'ttl' || durations[name] !== undefined) checkDuration(`${where}.${name}`, durations[name])
  }
  if (tags === undefined) return Object.freeze(durations)
  if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === 'string' && tag !== ''))
    throw new OptionError(`${where}.tags`, tags, 'an array of non-empty strings')
  return Object.freeze({ ...durations, tags: Object.freeze([...(tags as string[])]) })
}
