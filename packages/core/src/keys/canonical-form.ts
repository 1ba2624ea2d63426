/**
 * Objects and arrays inside a key as text: JSON with sorted members, and a form of its own for each
 * value that JSON would lose.
 *
 * Why no two different values meet: the text can be read back, one character ahead, in one way only.
 * - `[` begins an array and `"` a string, which ends at its first quote that no odd run of backslashes
 *   precedes. Numbers, `true`, `null`, `NaN`, `undefined`, `1n` are bare words; a string is never bare.
 * - `{}` is an object without members, `{"name":` one with members: a colon follows the quoted name.
 *   `{"Map" ` is what is no plain object (a date, map, set, what has `toJSON`): a space follows its kind.
 * - `*` occurs inside quotes only. JSON doubles every backslash and none of its escapes ends in one, so a
 *   star follows an even run of them; the one put before it makes the run odd, which JSON never does.
 *
 * Order is not content in an object, a Map or a Set; it is in an array and in URLSearchParams. Members that
 * are `undefined`, symbol-keyed or not enumerable do not count, as in JSON; an instance of a class counts
 * as its members, and one that shows none is refused, since any two of them would meet.
 */
import { CodedError } from '../base/coded-error'
import { refuseKey } from './key-error'

/** Nesting beyond this is taken for endless (a `toJSON` that makes ever new objects). */
const DEEPEST = 10_000

/** All that JSON or the star would have escaped; any surrogate, since JSON escapes a lone one. */
const NEEDS_ESCAPE = /[^ !#-)+-[\]-\ud7ff\ue000-\uffff]/

/** One object or array that is being written. */
interface Frame {
  readonly value: object
  /** What holds its members: itself, or a list made from it. */
  readonly members: Record<string | number, unknown>
  /** Names of its members in order; without them it goes by index. */
  readonly names: readonly string[] | undefined
  readonly length: number
  /** Where order is no content: the texts of its members, to be sorted at the end. */
  readonly unsorted: string[] | undefined
  /** What is written so far. */
  text: string
  /** What stands before the next member. */
  comma: string
  at: number
}

/**
 * The one text of an object or array.
 * @throws CodedError `invalid_key` for cycles, functions, symbols, and what throws while it is read
 */
export function toCanonicalForm(root: object): string {
  try {
    return write(root)
  } catch (error) {
    if (error instanceof CodedError) throw error
    return refuseKey('what throws when read', { cause: error })
  }
}

/** Writes with a stack of its own, so that depth cannot exhaust the engine's. */
function write(root: object): string {
  const above: Frame[] = []
  let path: Set<object> | undefined
  let frame = open(root)
  for (;;) {
    if (frame.at < frame.length) {
      const item = frame.members[frame.names ? (frame.names[frame.at] as string) : frame.at]
      if (typeof item === 'object' && item) {
        // Few keys are this deep; a cycle always gets here, if need be on its second round.
        if (above.length > 8) {
          path ??= new Set()
          if (path.add(frame.value).has(item) || path.size > DEEPEST) refuseKey('a cycle, or too many levels')
        }
        above.push(frame)
        frame = open(item)
      } else append(frame, item === undefined && frame.names ? '' : toLeaf(item))
    } else {
      const text =
        frame.text + (frame.unsorted?.sort().join() ?? '') + (Array.isArray(frame.value) ? ']' : '}')
      const parent = above.pop()
      if (!parent) return text
      path?.delete(frame.value)
      frame = parent
      append(frame, text)
    }
  }
}

/** Adds the text of a member; none for one that does not count. */
function append(frame: Frame, text: string): void {
  if (frame.unsorted) frame.unsorted.push(text)
  else if (text) {
    frame.text += frame.names
      ? `${frame.comma}${toQuoted(frame.names[frame.at] as string)}:${text}`
      : frame.comma + text
    frame.comma = ','
  }
  frame.at++
}

function open(value: object): Frame {
  if (Array.isArray(value)) return toFrame(value, '[', value)
  const { toJSON } = value as { toJSON?: unknown }
  const isSpecial = !isPlain(value)
  if (isSpecial || typeof toJSON === 'function') {
    const kind = isSpecial ? Object.prototype.toString.call(value).slice(8, -1) : 'Object'
    const begin = `{${toQuoted(kind)} `
    // What JSON text an object stands for is its content, yet not that text itself: a date is no string.
    const json: unknown = typeof toJSON === 'function' ? toJSON.call(value) : value
    if (json !== value) return toFrame(value, begin, [json])
    if (isSpecial) {
      if (/^(Map|Set)$/.test(kind)) return toFrame(value, begin, [...(value as Set<unknown>)], undefined, [])
      if (/^(URLSearchParams|RegExp)$/.test(kind)) return toFrame(value, begin, [String(value)])
      if (Object.keys(value).length === 0) refuseKey(`${kind} that hides its content`)
      if (kind !== 'Object') return toFrame(value, begin, value, toSortedNames(value))
    }
  }
  return toFrame(value, '{', value, toSortedNames(value))
}

function toFrame(value: object, text: string, held: object, names?: string[], unsorted?: string[]): Frame {
  const members = held as Record<string | number, unknown>
  return {
    value,
    members,
    names,
    length: (names ?? (held as unknown[])).length,
    unsorted,
    text,
    comma: '',
    at: 0,
  }
}

function toSortedNames(value: object): string[] {
  const names = Object.keys(value)
  if (names.length > 16) return names.sort()
  // Few names, often in order already, are inserted in a fraction of the time that `sort` takes to begin.
  for (let next = 1; next < names.length; next++) {
    const name = names[next] as string
    let at = next
    for (let before; at > 0 && (before = names[at - 1] as string) > name; at--) names[at] = before
    names[at] = name
  }
  return names
}

/** No instance of a class. Also an object of another realm, and one without a prototype. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function toLeaf(value: unknown): string {
  if (typeof value === 'string') return toQuoted(value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'function' || typeof value === 'symbol') refuseKey(`a ${typeof value}`)
  return String(value)
}

function toQuoted(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text).replaceAll('*', '\\*') : `"${text}"`
}
