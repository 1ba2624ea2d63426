/**
 * Whether options say the same, by content. Functions do, since the newest is called anyway; left out is what the
 * manager does not use, or uses so late that it may be written inline.
 */
export function isAlike(before: unknown, after: unknown): boolean {
  if (Object.is(before, after)) return true
  if (typeof before !== typeof after || before === null || after === null) return false
  if (typeof before !== 'object') return typeof before === 'function'
  return covers(before as object, after as object) && covers(after as object, before as object)
}

function covers(all: object, some: object) {
  for (const name in some) {
    if (!LEFT_OUT.has(name) && !isAlike(all[name as never], some[name as never])) return false
  }
  return true
}

const LEFT_OUT = new Set(['key', 'schema', 'fallback', 'select', 'keepPrevious', 'suspense'])
