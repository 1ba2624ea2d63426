/** `delta-seconds`, the whole numbers of caching headers (RFC 9111 section 1.2.2). */

/** Milliseconds of a whole number of seconds; above 2^31 it counts as 2^31 s. `undefined` for anything else. */
export function parseDeltaSeconds(text: string | null | undefined): number | undefined {
  return /^\d+$/.test(`${text}`) ? Math.min(Number(text), 2 ** 31) * 1000 : undefined
}
