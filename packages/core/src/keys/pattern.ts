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
  const middle = rest.filter(Boolean).map(finderOf)
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
        middle.every((findEnd) => (at = findEnd(canonical, at)) <= end)
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

/** Answers where the first occurrence of a literal from some place on ends, or NaN. */
type FindEnd = (text: string, from: number) => number

/**
 * Engines make `indexOf` quadratic for long literals that nearly match; those are searched for in the way of Knuth,
 * Morris and Pratt. The table for it is made once, at the first search.
 */
function finderOf(literal: string): FindEnd {
  const { length } = literal
  if (length < 32) {
    return (text, from) => {
      const found = text.indexOf(literal, from)
      return found < 0 ? NaN : found + length
    }
  }
  /** For each place in the literal: how much of its beginning ends there. */
  let borders: number[] | undefined
  const extend = (matched: number, next: number, known: readonly number[]) => {
    while (matched > 0 && next !== literal.charCodeAt(matched)) matched = known[matched - 1] ?? 0
    return next === literal.charCodeAt(matched) ? matched + 1 : matched
  }
  return (text, from) => {
    if (!borders) {
      borders = [0]
      for (let at = 1; at < length; at++)
        borders.push(extend(borders[at - 1] ?? 0, literal.charCodeAt(at), borders))
    }
    for (let at = from, matched = 0; at < text.length; at++) {
      matched = extend(matched, text.charCodeAt(at), borders)
      if (matched === length) return at + 1
    }
    return NaN
  }
}
