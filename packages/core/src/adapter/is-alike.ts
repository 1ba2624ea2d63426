/** Parts of options that the manager does not use, or uses so late that they may be written inline. */
const LEFT_OUT = new Set(['key', 'schema', 'fallback', 'select', 'keepPrevious', 'suspense'])

type Parts = { readonly [name: string]: unknown }

/** Whether options say the same, by content. Functions do: the newest is called anyway. */
export function isAlike(before: unknown, after: unknown): boolean {
  if (Object.is(before, after)) return true
  if (typeof before !== typeof after || before === null || after === null) return false
  if (typeof before !== 'object') return typeof before === 'function'
  // By index: `for in` over an array is slow, and makes the same loop slow for objects from then on.
  if (Array.isArray(before) && Array.isArray(after)) {
    return before.length === after.length && before.every((part, index) => isAlike(part, after[index]))
  }
  return isCovered(before as Parts, after as Parts) && isCovered(after as Parts, before as Parts)
}

function isCovered(some: Parts, all: Parts): boolean {
  for (const name in some) {
    if (some[name] !== all[name] && !LEFT_OUT.has(name) && !isAlike(some[name], all[name])) return false
  }
  return true
}
