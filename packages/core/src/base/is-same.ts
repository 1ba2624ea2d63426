/** Compares two objects by their members. */
import { share } from './structural-share'

/** Whether two objects have the same members, plain objects and arrays by content; those named in `but` do not count. */
export function isSame<T extends object>(a: T, b: T, but?: readonly string[]): boolean {
  if (a === b) return true
  for (const name in a)
    if (!(Object.is(share(a[name], b[name]), a[name]) && name in b) && !but?.includes(name)) return false
  // Not counted: where one lacks a member and the other another, both have as many.
  for (const name in b) if (!(name in a) && !but?.includes(name)) return false
  return true
}
