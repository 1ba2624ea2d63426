/** What an answer depends on beside its URL (RFC 9111 section 4.1). */

/** The names in `Vary`, in lower case; `*` stands for what nobody can know. What can be no name is passed by. */
export function readVary(headers: Headers): string[] {
  return (
    headers
      .get('vary')
      ?.toLowerCase()
      .match(/[\w!#$%&'*+.^`|~-]+/g) ?? []
  )
}

/**
 * What a request says in the fields that an answer depends on, as opaque text: a request for which it is the same
 * would have led to the same answer. It is never the same with `*`.
 */
export function toVariant(answer: Headers, request: Headers): string {
  return JSON.stringify(
    readVary(answer).map((name) => {
      const value = name === '*' ? `${Math.random()}` : request.get(name)
      // White space around commas means nothing, nor does the case of languages, encodings and character sets; but
      // their order may mean something to the server, and within quotes everything counts.
      if (!value || value.includes('"')) return value
      const list = name.startsWith('accept-') ? value.toLowerCase() : value
      return list.split(',').map((part) => part.trim())
    }),
  )
}
