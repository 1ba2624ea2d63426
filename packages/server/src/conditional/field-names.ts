/** Lists of field names, in `Vary` (RFC 9110 section 12.5.5) and the fields of CORS. */
import { OptionError } from '@freshline/core/shared'

/** A field name, or a method (RFC 9110 section 5.6.2); `*` is one of its characters. */
const NAME = /^[!#$%&'*+\-.^_`|~\w]+$/

/**
 * Adds field names to `Vary`, each once, in the order they came; with `*` among them it is `*` alone.
 * @throws OptionError for what is no field name
 */
export function addVary(headers: Headers, names: string | readonly string[] | undefined): void {
  // What is there already may be somebody else's, and is taken as it is.
  const all = [...(headers.get('vary')?.split(',') ?? []), ...checkNames('vary', names)]
  const vary = unite(all)
  if (vary.length > 0) headers.set('vary', vary.includes('*') ? '*' : vary.join(', '))
}

/**
 * One list of several, each name once.
 * @param option what `added` is called, for the error
 * @throws OptionError for what is no name
 */
export function joinNames(option: string, names: readonly string[], added?: readonly string[]): string {
  return unite([...names, ...checkNames(option, added)]).join(', ')
}

function unite(names: readonly string[]): string[] {
  const members = new Map<string, string>()
  for (const name of names.map((each) => each.trim())) {
    if (name !== '' && !members.has(name.toLowerCase())) members.set(name.toLowerCase(), name)
  }
  return [...members.values()]
}

function checkNames(option: string, given: string | readonly string[] | undefined): readonly string[] {
  const names: readonly unknown[] | string | undefined = typeof given === 'string' ? given.split(',') : given
  if (names === undefined) return []
  const isName = (name: unknown): boolean =>
    // Spaces and tabs alone: what `trim` takes also, such as a line break, must be seen.
    typeof name === 'string' && (NAME.test(name.replace(/^[ \t]+|[ \t]+$/g, '')) || name.trim() === '')
  if (Array.isArray(names) && names.every(isName)) return names as readonly string[]
  throw new OptionError(option, given, 'names such as Accept, as a list')
}
