/** What a 304 does to the headers of the answer that it confirms (RFC 9111 sections 3.2 and 4.3.4). */

/** Fields that belong to the held body, or were used up in reading it. */
const OF_THE_BODY = /^content-(encoding|length|range|type)$/

/**
 * The held header fields, each replaced by that of the 304 where it has one. `Age` and `Date` are never kept
 * from before: together with newer fields they would claim too long a lifetime.
 */
export function updateHeaders(held: Headers, confirmation: Headers): Headers {
  const headers = new Headers(held)
  headers.delete('age')
  headers.delete('date')
  confirmation.forEach((value, name) => {
    if (!OF_THE_BODY.test(name)) headers.set(name, value)
  })
  return headers
}
