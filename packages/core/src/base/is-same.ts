/** Compares two objects by their own members, one level deep. */

/** Whether two objects have the same members; those named in `but` do not count. */
export function isSame<T extends object>(a: T, b: T, but?: readonly string[]): boolean {
  if (a === b) return true
  for (const name in a)
    if (!but?.includes(name) && (!Object.is(a[name], b[name]) || !(name in b))) return false
  // Not counted: where one lacks a member and the other another, both have as many.
  for (const name in b) if (!but?.includes(name) && !(name in a)) return false
  return true
}
