/** What a 304 does to the headers of the answer that it confirms (RFC 9111 sections 3.2 and 4.3.4). */

/** Fields that belong to the held body, or were used up in reading it. */
const OF_THE_BODY = /^content-(encoding|length|range|type)$/

/**
 * The held header fields, each replaced by that of the confirming answer where it has one. `Age` and `Date` are
 * never kept from before: together with newer fields they would claim too long a lifetime.
 * @param fixed names of fields that are not replaced; a holder of bytes may let `Content-Type` change
 */
export function updateHeaders(held: Headers, confirmation: Headers, fixed = OF_THE_BODY): Headers {
  const headers = new Headers(held)
  headers.delete('age')
  headers.delete('date')
  // A field of several lines, `Set-Cookie`, comes here line by line.
  const replaced = new Set<string>()
  confirmation.forEach((value, name) => {
    if (fixed.test(name)) return
    headers[replaced.has(name) ? 'append' : 'set'](name, value)
    replaced.add(name)
  })
  return headers
}
