/** Query parameters as plain members, and numbers among them. */
import * as v from 'valibot'

/** The first value of each parameter; empty ones count as absent. */
export function readQuery(query: URLSearchParams): Record<string, string> {
  const members = new Map<string, string>()
  for (const [name, value] of query) {
    if (value !== '' && !members.has(name)) members.set(name, value)
  }
  return Object.fromEntries(members)
}

/** A whole number in a range, with a default. */
export function queryNumber(min: number, max: number, fallback: number) {
  const message = `Must be a whole number from ${min} to ${max}.`
  return v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,9}$/, message),
      v.transform(Number),
      v.minValue(min, message),
      v.maxValue(max, message),
    ),
    String(fallback),
  )
}
