/** Whether a render says the same as the one before: then nothing has to be entered anew. */
import { share } from '../base/structural-share'

/** Parts of options that the manager does not use, or uses so late that they may be written inline. */
const LEFT_OUT = new Set(['key', 'schema', 'fallback', 'select', 'keepPrevious', 'suspense'])

/** Whether options say the same, by content. Functions do: the newest is called anyway. */
export function isAlike(before: unknown, after: unknown): boolean {
  if (Object.is(before, after)) return true
  if (typeof before !== typeof after || before === null || after === null) return false
  if (typeof before !== 'object') return typeof before === 'function'
  // Not by `for in`: over an array it is slow, and the same loop is slow for objects from then on.
  if (Array.isArray(before)) return share(before, after) === before
  return isCovered(before as Parts, after as Parts) && isCovered(after as Parts, before as Parts)
}

type Parts = { readonly [name: string]: unknown }

function isCovered(some: Parts, all: Parts): boolean {
  for (const name in some) {
    if (some[name] !== all[name] && !LEFT_OUT.has(name) && !isAlike(some[name], all[name])) return false
  }
  return true
}
