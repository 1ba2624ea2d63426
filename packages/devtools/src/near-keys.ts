/** Which known keys a person may have meant. */

const MOST = 5

/** Longer keys are not compared letter by letter. */
const LONGEST = 64

/** Known keys that are close to a mistyped one, the closest first. */
export function nearKeys(wanted: string, known: readonly string[]): string[] {
  const text = wanted.toLowerCase()
  return known
    .map((key) => ({ key, distance: distanceOf(text, key.toLowerCase()) }))
    .filter(({ distance }) => distance < Infinity)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST)
    .map(({ key }) => key)
}

/** Whether a key differs from a known one in letters only, and in few: another number is another thing. */
export function isMistyped(key: string, known: readonly string[]): boolean {
  const letters = (text: string) => text.replace(/\d/g, '').toLowerCase()
  const own = letters(key)
  // As long a key is not mistyped, it is made: comparing would take the square of its length.
  if (own.length > LONGEST) return false
  return known.some((each) => {
    const other = letters(each)
    return own !== other && Math.abs(own.length - other.length) <= 2 && editsBetween(own, other) <= 2
  })
}

/** Few changed letters are closest, then keys of which one holds the other, then those that begin alike. */
function distanceOf(a: string, b: string): number {
  if (Math.abs(a.length - b.length) <= 2 && a.length <= LONGEST) {
    const edits = editsBetween(a, b)
    if (edits <= 2) return edits
  }
  if (a && b && (a.includes(b) || b.includes(a))) return 3
  const [first = ''] = a.split(':')
  return first && b.split(':')[0] === first ? 4 : Infinity
}

/** How many letters must be put in, taken out or changed. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? Infinity
}
