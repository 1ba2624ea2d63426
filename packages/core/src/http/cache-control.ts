/** `Cache-Control` by its grammar (RFC 9111 section 5.2); what the directives mean is decided elsewhere. */

/** A name and what follows it; a comma within a quoted string does not end it. An open quote runs to the end. */
const ELEMENT = /\s*([^\s,="]*)((?:[^,"]|"(?:\\[^]|[^"\\])*["\\]?)*),?/g

/** Values by lower-case name of the directive; empty where there is none. */
export type CacheControl = ReadonlyMap<string, string>

/**
 * Reads the field. Names are case-insensitive, a quoted value equals a plain one (section 5.2), of duplicates
 * the first counts (section 4.2.1) unless one has no value: `no-cache` after `no-cache="set-cookie"` is about the whole.
 * Unknown directives are kept. What breaks the grammar stays in the value, so that no number is read from it.
 */
export function parseCacheControl(field: string | null): CacheControl {
  const directives = new Map<string, string>()
  for (const [, token, rest] of (field ?? '').matchAll(ELEMENT) as Iterable<[string, string, string]>) {
    const name = token.toLowerCase()
    const value = rest.trimEnd().replace(/^=("?)([^]*)\1$/, '$2')
    if (name && !(value && directives.has(name))) directives.set(name, value)
  }
  return directives
}
