/**
 * Keys and their canonical text. A string key is taken as written; an array's segments are joined with
 * `:`, escaped so that no two different arrays meet.
 */
import { CodedError } from '../base/coded-error'
import { toCanonicalForm } from './canonical-form'
import { describe, refuseKey } from './key-error'
import { isPattern } from './pattern'

const NEEDS_ESCAPE = /[\\:*]|^[{["]/
const ESCAPED = /[\\:*]|^[{["]/g

/**
 * One segment of an array key. A number, boolean, null or bigint is one segment with its text: `['x', 1]` is
 * `['x', '1']`. Objects and arrays count by content.
 */
export type KeyPart = string | number | bigint | boolean | null | object

/** What names a resource: text as written (`'stores'`, a URL), or segments (`['stores', { page: 1 }]`). */
export type Key = string | readonly KeyPart[]

/**
 * The canonical text of a key, the same on client and server: `['stores', 42]` is `stores:42`.
 *
 * Why no two different arrays meet: a segment that begins with a bare `{` or `[` is structured, and its
 * text ends where its brackets do (see canonical-form.ts), whatever colons it holds; any other ends at the
 * next bare `:`, and its escapes can be taken back.
 * @throws CodedError `invalid_key` for an empty key, an `undefined` segment, functions, symbols and cycles
 */
export function hashKey(key: Key): string {
  if (typeof key === 'string') return key || refuseKey('""')
  if (!Array.isArray(key)) refuseKey(describe(key))
  const segments: string[] = []
  // Not by map, which passes over holes.
  for (const part of key as readonly unknown[]) segments.push(toSegment(part, segments.length))
  return segments.join(':') || refuseKey('nothing')
}

/**
 * The canonical text of a key under which something is to be kept.
 * @throws CodedError `bare_star` for a text with a `*` that is not escaped: that is a pattern; otherwise as `hashKey`
 */
export function toEntryKey(key: Key): string {
  const text = hashKey(key)
  if (typeof key === 'string' && isPattern(key)) {
    throw new CodedError(
      'bare_star',
      `"${key}" is a pattern, not a key: write \\* for a star, or use an array key`,
    )
  }
  return text
}

function toSegment(part: unknown, index: number): string {
  switch (typeof part) {
    case 'string':
      return NEEDS_ESCAPE.test(part) ? part.replace(ESCAPED, '\\$&') : part
    case 'undefined':
    case 'function':
    case 'symbol':
      return refuseKey(`${typeof part} as segment ${index}`)
    case 'object':
      if (part) return toCanonicalForm(part)
  }
  return String(part)
}
