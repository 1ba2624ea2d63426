/** Whether a target names an entry, asked of many entries. */
import { compilePattern } from '@freshline/core/shared'
import type { LoggedTargets } from '../log'
import type { EntryFacts } from './stored-entry'

/** A test for one target. */
export function toNamed({ keys, tags, patterns }: LoggedTargets): (facts: EntryFacts) => boolean {
  const keySet = new Set(keys)
  const tagSet = new Set(tags)
  const compiled = patterns.map(compilePattern)
  return (facts) =>
    keySet.has(facts.key) ||
    facts.tags.some((tag) => tagSet.has(tag)) ||
    compiled.some((pattern) => pattern.matches(facts.key))
}
