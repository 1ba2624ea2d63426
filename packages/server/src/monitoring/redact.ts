/** Cuts out of a text what must not be recorded: query strings, credentials, and anything that looks like a secret. */

/** Every repetition that another may follow is bounded, so that a hostile text cannot make one slow. */
const RULES: readonly (readonly [RegExp, string])[] = [
  // what writes over a terminal's lines; a stack has several of its own
  [/[^\P{Cc}\n]|[\p{Zl}\p{Zp}]/gu, ' '],
  // user:password@ in URLs
  [/([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@]+@/gi, '$1'],
  // the query and fragment of URLs and paths
  [/((?:[a-z][a-z0-9+.-]{0,20}:\/\/|\/)[^\s?#"'`]*)[?#][^\s"'`),]*/gi, '$1'],
  // all cookies of a field, and all members of a digest
  [/\b((?:set-)?cookie["']?\s{0,5}[=:]\s{0,5}["']?)[^\n"']+/gi, '$1…'],
  [/\b(digest)\s+\w{1,30}=[^\n]*/gi, '$1 …'],
  [/\b(bearer|basic|digest)\s+[^\s"',;]+/gi, '$1 …'],
  // "password": "two words", also where JSON stands in JSON
  [
    /((?:secret|token|passw(?:or)?d|(?:api|license|access|private)[ _-]?key|authorization|cookie|session|license|signature|credential)[\w-]{0,30}\\?["']?\s{0,5}[=:]\s{0,5}\\?["'])[^"'\\\n]+/gi,
    '$1…',
  ],
  // token=abc, api_key: abc
  [
    /((?:secret|token|passw(?:or)?d|(?:api|license|access|private)[ _-]?key|authorization|cookie|session|license|signature|credential)[\w-]{0,30}["']?\s{0,5}[=:]\s{0,5})[^\s"',;&}\\]+/gi,
    '$1…',
  ],
  // what is long and without a meaning to people; its beginning tells which one it was
  [/\b(?=[A-Za-z_-]{0,60}\d)([A-Za-z0-9_-]{8})[A-Za-z0-9_-]{16,}={0,2}/g, '$1…'],
]

/** Longest text that is looked at, in UTF-16 units. */
const MAX_LENGTH = 2_500

/** The text without what must not be recorded, cut to `max` UTF-16 units. */
export function redact(text: string, max: number): string {
  let clean = text.slice(0, MAX_LENGTH)
  for (const [rule, substitute] of RULES) clean = clean.replace(rule, substitute)
  return clean.length > max ? `${clean.slice(0, max - 1)}…` : clean
}
