/**
 * Structural sharing: new data that keeps the identity of every part that did not change, so that whoever
 * compares by identity sees only changes. For what JSON can hold; all else counts as changed.
 */

type Members = Record<string | number, unknown>

/** Two objects, or two arrays, that are being compared. */
interface Frame {
  readonly previous: Members
  readonly next: Members
  /** Names of the members of `next`; an array goes by index. */
  readonly names: readonly string[] | undefined
  readonly length: number
  /** How many members of `next` are settled. */
  at: number
  /** Whether all settled members are equal and in their old places. */
  equal: boolean
  /** `next` with parts of `previous` in it, made once there is such a part. */
  mixed: Members | undefined
  /** For an array: `previous` by `id` and by identity, made once a row is not in its old place. */
  rows: Map<unknown, unknown> | undefined
}

/**
 * `next`, with its equal parts taken from `previous`; `previous` itself where all is equal. Rows of an array
 * that carry an `id` are looked up by it, so that an insertion at the top leaves the others as they were.
 * Neither argument is changed. Never throws: what cannot be compared (cycles, getters that throw) is `next`.
 */
export function share<T>(previous: unknown, next: T): T {
  if (Object.is(previous, next)) return next
  try {
    return (areComparable(previous, next) ? compare(previous as Members, next as Members) : next) as T
  } catch {
    return next
  }
}

/** Walks both with a stack of its own, so that depth is bounded by memory only. */
function compare(previous: Members, root: Members): Members {
  const above: Frame[] = []
  let path: Set<Members> | undefined
  let frame = open(previous, root)
  for (;;) {
    const below = descend(frame)
    if (below) {
      // Little data is this deep; a cycle always gets here.
      if (above.length > 8 && (path ??= new Set()).add(frame.next).has(below.next)) return root
      above.push(frame)
      frame = below
    } else {
      const parent = above.pop()
      const result = frame.equal ? frame.previous : (frame.mixed ?? frame.next)
      if (!parent) return result
      path?.delete(frame.next)
      settle(parent, frame.next, result)
      frame = parent
    }
  }
}

function open(previous: Members, next: Members): Frame {
  const names = Array.isArray(next) ? undefined : Object.keys(next)
  const length = (names ?? next).length as number
  const equal = length === (names ? Object.keys(previous) : previous).length
  return { previous, next, names, length, at: 0, equal, mixed: undefined, rows: undefined }
}

/** Settles members up to the next one that has to be compared itself, and opens that one. */
function descend(frame: Frame): Frame | undefined {
  const { previous, next, names, length } = frame
  for (; frame.at < length; frame.at++) {
    const name = nameAt(frame)
    const theirs = next[name]
    let ours = previous[name]
    const isSame = Object.is(ours, theirs)
    // Own members only: one named `__proto__` is data like any other. What all objects inherit are functions.
    if (isSame && theirs !== undefined && typeof theirs !== 'function') continue
    if (!Object.hasOwn(previous, name)) ours = undefined
    else if (isSame) continue
    if (!names) ours = findRow(frame, ours, theirs)
    if (areComparable(ours, theirs)) return open(ours as Members, theirs as Members)
    frame.equal = false
  }
  return undefined
}

function nameAt({ names, at }: Frame): string | number {
  return names ? (names[at] as string) : at
}

/** Notes what stands for the member that was opened last. */
function settle(frame: Frame, theirs: Members, result: Members): void {
  const name = nameAt(frame)
  if (result !== theirs) (frame.mixed ??= copy(frame.next))[name] = result
  if (result !== frame.previous[name]) frame.equal = false
  frame.at++
}

/**
 * What to compare a row of an array with: the one that had its `id`; else itself, where it was a row before; else the
 * one in its place.
 */
function findRow(frame: Frame, ours: unknown, theirs: unknown): unknown {
  const id = toId(theirs)
  if (id === undefined ? typeof theirs !== 'object' : toId(ours) === id) return ours
  const rows = (frame.rows ??= indexRows(frame, id !== undefined))
  const row = rows.get(id ?? theirs)
  // Once: a list that says one id a thousand times must not have one large row compared a thousand times.
  rows.delete(id ?? theirs)
  return row ?? ours
}

/** Rows by `id`, and those without one by identity: that costs only where `next` was made of rows of `previous`. */
function indexRows(frame: Frame, haveIds: boolean): Map<unknown, unknown> {
  const index = new Map<unknown, unknown>()
  const rows = frame.previous as unknown as unknown[]
  const { next, length } = frame
  haveIds ||= toId(next[length - 1]) !== undefined
  if (haveIds || rows.includes(next[0]) || rows.includes(next[length - 1]))
    for (const row of rows) index.set(toId(row) ?? row, row)
  return index
}

function toId(row: unknown): unknown {
  return (row as { id?: unknown } | null | undefined)?.id
}

/** Spread defines members instead of assigning them: no setter runs, and `__proto__` stays a member. */
function copy(next: Members): Members {
  if (Array.isArray(next)) return next.slice() as unknown as Members
  const prototype: unknown = Object.getPrototypeOf(next)
  return prototype === Object.prototype
    ? { ...next }
    : ({ __proto__: prototype, ...next } as unknown as Members)
}

/** Two plain arrays or two plain objects, also of another realm (a frame, a test environment). */
function areComparable(previous: unknown, next: unknown): boolean {
  if (typeof previous !== 'object' || typeof next !== 'object' || !previous || !next) return false
  let prototype: unknown = Object.getPrototypeOf(next)
  if (prototype !== Object.getPrototypeOf(previous) || Array.isArray(previous) !== Array.isArray(next))
    return false
  if (prototype && Array.isArray(next)) prototype = Object.getPrototypeOf(prototype)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
