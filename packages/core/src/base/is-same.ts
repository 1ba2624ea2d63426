/** Compares two objects by their own members, one level deep. */

/** Whether two objects have the same members; those named in `but` do not count. */
export function isSame<T extends object>(a: T, b: T, but: readonly string[] = []): boolean {
  if (a === b) return true
  let members = 0
  for (const name in a)
    if (!but.includes(name)) {
      if (!Object.is(a[name], b[name])) return false
      members++
    }
  for (const name in b) if (!but.includes(name)) members--
  return members === 0
}
