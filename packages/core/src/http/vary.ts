/** What an answer depends on beside its URL (RFC 9111 section 4.1). */

/** The request header fields that an answer was made by, each with its value then. */
export type Variant = readonly (readonly [name: string, value: string | null])[]

/** The names in `Vary`, in lower case; `*` stands for what nobody can know. */
export function readVary(headers: Headers): string[] {
  return listOf(headers.get('vary') ?? '').filter(Boolean)
}

/** The fields of a request that an answer with these headers depends on. */
export function toVariant(answer: Headers, request: Headers): Variant {
  return readVary(answer).map((name) => [name, normalise(name, request)] as const)
}

/** Whether a request would have led to the same answer. None does with `*`. */
export function isVariant(variant: Variant, request: Headers): boolean {
  return variant.every(([name, value]) => name !== '*' && value === normalise(name, request))
}

/**
 * Values that mean the same look the same, as far as is known of every field: white space around commas, and the
 * case of languages, encodings and character sets. Their order may matter to the server.
 */
function normalise(name: string, request: Headers): string | null {
  const value = request.get(name)
  // Within quotes everything counts.
  if (!value || value.includes('"')) return value
  return (name.startsWith('accept-') ? listOf(value) : value.split(',').map((part) => part.trim())).join()
}

function listOf(value: string): string[] {
  return value
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
}
