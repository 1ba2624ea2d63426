/** Patterns as one would write them down first: a table over all places, no prefix, no search, no expression. */

/** The literal characters of a pattern, with `undefined` for each wildcard. */
export function toTokens(pattern: string): (string | undefined)[] {
  const tokens: (string | undefined)[] = []
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at)
    if (char === '*') tokens.push(undefined)
    else {
      tokens.push(char)
      // A backslash takes what follows with it, whatever that is.
      if (char === '\\' && at + 1 < pattern.length) tokens.push(pattern.charAt(++at))
    }
  }
  return tokens
}

/** Whether a pattern matches a canonical text. */
export function matchesNaively(pattern: string, text: string): boolean {
  let reachable = Array.from({ length: text.length + 1 }, (_, at) => at === 0)
  for (const token of toTokens(pattern)) {
    const next = reachable.map(() => false)
    for (let at = 0; at <= text.length; at++) {
      if (token === undefined) next[at] = reachable[at] === true || (at > 0 && next[at - 1] === true)
      else if (at > 0) next[at] = reachable[at - 1] === true && text.charAt(at - 1) === token
    }
    reachable = next
  }
  return reachable[text.length] === true
}
