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
  // One by one: `Set-Cookie` has many lines.
  const replacing = [...confirmation].filter(([field]) => !fixed.test(field))
  for (const name of ['age', 'date', ...replacing.map(([field]) => field)]) headers.delete(name)
  for (const [name, value] of replacing) headers.append(name, value)
  return headers
}
