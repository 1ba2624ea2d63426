/** The order of a server's versions. Pure. */
import type { Version } from '../base/outcome'

/**
 * Negative where `a` is older than `b`, positive where it is newer, 0 where they are equal; undefined where
 * they have no order: one is missing, or they are of different kinds.
 */
export function compareVersions(a: Version | undefined, b: Version | undefined): number | undefined {
  if (a === undefined || b === undefined) return undefined
  if ((typeof a === 'string') !== (typeof b === 'string')) return undefined
  if (a === b) return 0
  return a < b ? -1 : a > b ? 1 : undefined
}

/** Whether both are known, in one order, and `a` comes first. */
export function isOlder(a: Version | undefined, b: Version | undefined): boolean {
  return (compareVersions(a, b) ?? 0) < 0
}
