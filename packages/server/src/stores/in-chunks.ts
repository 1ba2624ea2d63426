/** Long lists in parts. */

/** The parts of a list, each of at most `size`. */
export function* inChunks<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size)
}
