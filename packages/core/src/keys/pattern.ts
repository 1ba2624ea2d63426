/**
 * Patterns over canonical keys. One wildcard, `*`, stands for any run of characters, also none; all else is
 * literal, compared with the canonical text as it stands, escapes included: `\*` matches `\*`.
 * A star is bare (a wildcard) where an even run of backslashes, also none, precedes it.
 */

/** A pattern, ready to be asked. */
export interface CompiledPattern {
  /** The pattern as written. */
  readonly source: string
  /** What every matching key begins with; may be empty. */
  readonly prefix: string
  /** Whether every key that begins with `prefix` matches: the pattern is `prefix*`. */
  readonly exactPrefix: boolean
  /** Whether a canonical key matches. Time grows with the two lengths, never with their product. */
  matches(canonical: string): boolean
}

/** Whether a text holds a bare `*`, and so names many keys instead of one. */
export function isPattern(text: string): boolean {
  return findBareStar(text, 0) >= 0
}

/** Splits a pattern at its wildcards. A text without any matches itself alone. */
export function compilePattern(source: string): CompiledPattern {
  const literals: string[] = []
  let start = 0
  for (let star; (star = findBareStar(source, start)) >= 0; start = star + 1)
    literals.push(source.slice(start, star))
  const suffix = source.slice(start)
  const [prefix = source, ...rest] = literals
  const middle = rest.filter(Boolean)
  return {
    source,
    prefix,
    exactPrefix: start > 0 && !suffix && middle.length === 0,
    matches(canonical) {
      if (start === 0) return canonical === source
      const end = canonical.length - suffix.length
      let at = prefix.length
      return (
        at <= end &&
        canonical.startsWith(prefix) &&
        canonical.endsWith(suffix) &&
        // Greedy is right: the earliest place of each literal leaves the most room for those after it.
        middle.every((literal) => (at = findEnd(canonical, literal, at)) <= end)
      )
    },
  }
}

function findBareStar(text: string, from: number): number {
  for (let at = text.indexOf('*', from); at >= 0; at = text.indexOf('*', at + 1)) {
    let run = at
    while (text[run - 1] === '\\') run--
    if ((at - run) % 2 === 0) return at
  }
  return -1
}

/**
 * Where the first occurrence of a literal ends, or NaN. Engines make `indexOf` quadratic for long literals that
 * nearly match; those are searched for in the way of Knuth, Morris and Pratt.
 */
function findEnd(text: string, literal: string, from: number): number {
  const { length } = literal
  if (length < 32) {
    const found = text.indexOf(literal, from)
    return found < 0 ? NaN : found + length
  }
  /** For each place in the literal: how much of its beginning ends there. */
  const borders = [0]
  for (let at = 1, matched = 0; from + at <= text.length + length; at++) {
    // The literal is matched against itself from its second character on, then against the text.
    if (at === length) matched = 0
    const next = at < length ? literal[at] : text[from + at - length]
    while (matched > 0 && next !== literal[matched]) matched = borders[matched - 1] ?? 0
    if (next === literal[matched]) matched++
    if (matched === length) return from + at - length + 1
    if (at < length) borders.push(matched)
  }
  return NaN
}
