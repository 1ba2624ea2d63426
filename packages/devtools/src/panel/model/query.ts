/**
 * What is typed into the search field, and the states that can be picked: which keys of the list are shown. Words are
 * joined by and; `tag:name` looks at tags, a word with `*` is a pattern for the whole key, any other a part of it. Pure.
 */
import { compilePattern } from '@freshline/core/shared'
import type { KeyRow } from './row'

/** The states to pick from. A key may be in several of them. */
export const STATES = {
  all: { label: 'All', has: () => true },
  fresh: { label: 'Fresh', has: (row) => row.freshness === 'fresh' },
  stale: { label: 'Stale', has: (row) => row.freshness === 'stale' },
  overdue: { label: 'Overdue', has: (row) => row.isOverdue },
  empty: { label: 'Empty', has: (row) => row.freshness === 'empty' },
  fetching: { label: 'Fetching', has: (row) => row.activity === 'fetching' },
  failing: { label: 'Failing', has: (row) => row.failures > 0 },
  held: { label: 'Held', has: (row) => !row.active },
} as const satisfies Record<string, { label: string; has: (row: KeyRow) => boolean }>

/** The name of a state to pick. */
export type StateName = keyof typeof STATES

/** Whether a text names a state. */
export const isStateName = (name: string): name is StateName => Object.hasOwn(STATES, name)

/** Answers the tags of a key. They are looked up only where a search names one. */
export type TagsOf = (key: string) => readonly string[]

type Test = (key: string, tagsOf: TagsOf) => boolean

/** Answers whether a key is what was searched for. */
export function compileQuery(text: string): Test {
  const tests = text.trim().split(/\s+/).filter(Boolean).map(testOf)
  return (key, tagsOf) => tests.every((test) => test(key, tagsOf))
}

function testOf(word: string): Test {
  const lower = word.toLowerCase()
  if (lower.startsWith('tag:')) {
    const tag = lower.slice(4)
    return (key, tagsOf) => tagsOf(key).some((each) => each.toLowerCase().includes(tag))
  }
  if (!word.includes('*')) return (key) => key.toLowerCase().includes(lower)
  return patternOf(word)
}

/** A pattern as people of the library write it; one that is none matches nothing, rather than break the field. */
function patternOf(word: string): (key: string) => boolean {
  try {
    const pattern = compilePattern(word)
    return (key) => pattern.matches(key)
  } catch {
    return () => false
  }
}

/** The rows of a state that a query finds. */
export function filterRows(
  rows: readonly KeyRow[],
  state: StateName,
  query: string,
  tagsOf: TagsOf,
): KeyRow[] {
  const isMeant = compileQuery(query)
  const { has } = STATES[state]
  return rows.filter((row) => has(row) && isMeant(row.key, tagsOf))
}

/** How many rows each state has. */
export function countStates(rows: readonly KeyRow[]): Record<StateName, number> {
  const counts = { all: 0, fresh: 0, stale: 0, overdue: 0, empty: 0, fetching: 0, failing: 0, held: 0 }
  const names = Object.keys(STATES) as StateName[]
  for (const row of rows) for (const name of names) if (STATES[name].has(row)) counts[name]++
  return counts
}
