/** `Vary`: the request fields that an answer depends on, united from several sources (RFC 9110 section 12.5.5). */
import { OptionError } from '@freshline/core/shared'

/** A field name (RFC 9110 section 5.1); `*` is one of its characters, and alone it is the member that means any. */
const NAME = /^[!#$%&'*+\-.^_`|~\w]+$/

/**
 * Adds field names to `Vary`, each once, in the order they came; with `*` among them it is `*` alone.
 * @throws OptionError for what is no field name
 */
export function addVary(headers: Headers, names: string | readonly string[] | undefined): void {
  const added = typeof names === 'string' ? names.split(',') : (names ?? [])
  if (!Array.isArray(added)) throw new OptionError('vary', names, 'a field name, or an array of them')
  const held = headers.get('vary')?.split(',') ?? []
  const members = new Map<string, string>()
  for (const each of [...held, ...added]) {
    const name = check(each, names)
    if (name && !members.has(name.toLowerCase())) members.set(name.toLowerCase(), name)
  }
  if (members.size > 0) headers.set('vary', members.has('*') ? '*' : [...members.values()].join(', '))
}

function check(name: unknown, option: unknown): string {
  // Spaces and tabs alone: what `trim` takes also, such as a line break, must be seen.
  const text = typeof name === 'string' ? name.replace(/^[ \t]+|[ \t]+$/g, '') : undefined
  if (text === '' || (text !== undefined && NAME.test(text))) return text
  throw new OptionError('vary', option, 'names of header fields, such as Accept')
}
