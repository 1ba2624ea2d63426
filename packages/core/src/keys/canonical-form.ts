/**
 * Objects and arrays inside a key as text: JSON with sorted members, and a form of its own for each
 * value that JSON would lose.
 *
 * Why no two different values meet: the text can be read back, one character ahead, in one way only.
 * - `[` begins an array and `"` a string, which ends at its first quote that no odd run of backslashes
 *   precedes. Numbers, `true`, `null`, `NaN`, `undefined`, `1n` are bare words; a string is never bare.
 * - `{}` is an object without members, `{"name":` one with members: a colon follows the quoted name.
 *   `{"Map" ` is what is no plain object (dates, maps, sets, ...): a space follows its quoted kind, and
 *   `{ ` is a plain object that says itself, by `toJSON`, what it stands for.
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

/**
 * The one text of an object or array.
 * @throws CodedError `invalid_key` for cycles, functions, symbols, and what throws while it is read
 */
export function toCanonicalForm(root: object): string {
  try {
    const tidy = toTidy(root, 8)
    return tidy ? toJson(tidy) : write(root)
  } catch (error) {
    if (error instanceof CodedError) throw error
    return refuseKey('what throws when read', { cause: error })
  }
}

/**
 * A copy of which JSON itself makes the canonical form, which is much the faster way; `undefined` where
 * JSON cannot, or a plain object would not keep its names in order (numbers) or as they are (`__proto__`).
 */
function toTidy(value: unknown, depth: number): unknown {
  if (typeof value !== 'object') {
    return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value) ? value : undefined
  }
  if (value === null) return value
  if (depth === 0) return undefined
  if (Array.isArray(value)) {
    const list: unknown[] = []
    for (const item of value) {
      const tidy = toTidy(item, depth - 1)
      if (tidy === undefined) return undefined
      list.push(tidy)
    }
    return list
  }
  if (!isPlain(value)) return undefined
  const copy: Record<string, unknown> = {}
  for (const name of Object.keys(value).sort()) {
    const item = (value as Record<string, unknown>)[name]
    if (item === undefined) continue
    const tidy = toTidy(item, depth - 1)
    if (tidy === undefined || (name >= '0' && name < ':') || name === '__proto__') return undefined
    copy[name] = tidy
  }
  return copy
}

/** Runs the writers of nested objects with a stack of its own, so that depth cannot exhaust the engine's. */
function write(root: object): string {
  const path = new Set<object>()
  const writers = [writeObject(root, path)]
  let text = ''
  for (let top; (top = writers.at(-1));) {
    const step = top.next(text)
    if (step.done) {
      text = step.value
      writers.pop()
    } else writers.push(writeObject(step.value, path))
  }
  return text
}

/** Writes one object or array; asks for the texts of the objects in it by yielding them. */
function* writeObject(value: object, path: Set<object>): Generator<object, string, string> {
  if (path.has(value) || path.size > DEEPEST) refuseKey('a cycle or over 10,000 levels')
  path.add(value)
  const { begin, items, names, unordered } = open(value)
  const texts: string[] = []
  for (const item of items) texts.push(typeof item === 'object' && item ? yield item : toLeaf(item))
  path.delete(value)
  let text = begin
  // Not by join: appending copies nothing, however deep.
  ;(unordered ? texts.sort() : texts).forEach((part, at) => {
    text += (at ? ',' : '') + (names ? `${toJson(names[at])}:` : '') + part
  })
  return text + (begin === '[' ? ']' : '}')
}

/** How the text of an object begins, and what it holds. */
interface Content {
  readonly begin: string
  readonly items: readonly unknown[]
  /** Names of the items. */
  readonly names?: readonly string[]
  /** Whether their order is no content. */
  readonly unordered?: boolean
}

function open(value: object): Content {
  if (Array.isArray(value)) return { begin: '[', items: value }
  const members = value as Record<string, unknown>
  const kind = isPlain(value) ? '' : toJson(Object.prototype.toString.call(value).slice(8, -1))
  const begin = `{${kind} `
  if (typeof members.toJSON === 'function') {
    // What JSON text an object stands for is its content, yet not that text itself: a date is no string.
    const json: unknown = members.toJSON()
    if (json !== value) return { begin, items: [json] }
  }
  if (/^"(Map|Set)"$/.test(kind)) return { begin, items: [...(value as Set<unknown>)], unordered: true }
  if (/^"(URLSearchParams|RegExp)"$/.test(kind)) return { begin, items: [String(value)] }
  const all = Object.keys(value).sort()
  if (kind && all.length === 0) refuseKey(`${kind} that hides its content`)
  const names = all.filter((name) => members[name] !== undefined)
  const items = names.map((name) => members[name])
  return { begin: !kind || kind === '"Object"' ? '{' : begin, items, names }
}

/** No instance of a class. Also an object of another realm, and one without a prototype. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function toLeaf(value: unknown): string {
  if (typeof value === 'string') return toJson(value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'function' || typeof value === 'symbol') refuseKey(`a ${typeof value}`)
  return String(value)
}

function toJson(value: unknown): string {
  const text = JSON.stringify(value)
  return text.includes('*') ? text.replaceAll('*', '\\*') : text
}
