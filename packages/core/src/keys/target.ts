/**
 * Targets: what a refresh, an invalidation or a pause is about. Whatever way it was written, it becomes one set
 * of keys, patterns, tags and a predicate, so that nobody below looks at the ways of writing.
 */
import { CodedError } from '../base/coded-error'
import { toEntryKey, type Key } from './hash-key'
import { describe } from './key-error'
import { compilePattern, isPattern, type CompiledPattern } from './pattern'

/** Chooses entries by canonical key and tags. It reaches entries that are held or in flight, nothing later. */
export type TargetPredicate = (key: string, tags: readonly string[]) => boolean

/**
 * What an operation is about: a key (exactly that one), a text with a bare `*` (a pattern), a tag, several
 * of them, or a predicate.
 */
export type Target =
  | Key
  | {
      /** Entries that carry this tag. */
      readonly tag: string
    }
  | {
      /** Exactly these keys. */
      readonly keys?: readonly Key[]
      /** Entries that carry any of these tags. */
      readonly tags?: readonly string[]
      /** Entries whose canonical key matches any of these. */
      readonly patterns?: readonly string[]
    }
  | TargetPredicate

/** A target, checked and made ready: an entry that any member names is meant. */
export interface TargetSet {
  /** Canonical keys, each once. */
  readonly keys: readonly string[]
  /** Patterns, each once. */
  readonly patterns: readonly CompiledPattern[]
  /** Tags, each once. */
  readonly tags: readonly string[]
  /** Answers whether any of the given predicates chooses an entry. */
  readonly predicate?: TargetPredicate
}

/**
 * Reads one target. An array is one array key.
 * @throws CodedError `invalid_target`; `invalid_key` or `bare_star` for a key in it that is none
 */
export function parseTarget(target: Target): TargetSet {
  // The most common target, without the machinery for lists.
  if (typeof target === 'string' && target && !isPattern(target))
    return { keys: [target], patterns: [], tags: [] }
  return parseTargets([target], 'target')
}

/**
 * Reads a list of targets as one. An array key in it is nested: `[['stores', 'list']]` is one key,
 * `['stores', 'list']` are two.
 * @param at what holds the list, for messages
 * @throws CodedError `invalid_target`; `invalid_key` or `bare_star` for a key in it that is none
 */
export function parseTargets(list: readonly Target[], at = 'targets'): TargetSet {
  const keys = new Set<string>()
  const patterns = new Set<string>()
  const tags = new Set<string>()
  const predicates: TargetPredicate[] = []
  const refuse = (
    name: string,
    value: unknown,
    allowed = 'a key, a pattern, { tag }, { keys, tags, patterns } as lists, a function',
  ): never => {
    throw new CodedError(
      'invalid_target',
      `${at}${name && '.'}${name}: got ${describe(value)}, allowed: ${allowed}`,
    )
  }
  const toList = (name: string, value: unknown): readonly unknown[] =>
    Array.isArray(value)
      ? value
      : refuse(name, value, `a list, such as ['stores']${name ? '' : " or [{ tag: 'stores' }]"}`)
  const add = (name: string, value: unknown): unknown => {
    if (name === 'keys') return keys.add(toEntryKey(value as Key))
    if (typeof value !== 'string' || !value) return refuse(name, value)
    return name === 'tags' ? tags.add(value) : (isPattern(value) ? patterns : keys).add(value)
  }
  for (const target of toList('', list)) {
    if (typeof target === 'function') predicates.push(target as TargetPredicate)
    else if (Array.isArray(target)) add('keys', target)
    else if (typeof target !== 'object' || !target) add('', target)
    else {
      const members = Object.entries(target)
      if (members.length === 0) refuse('', target)
      for (const [name, value] of members) {
        if (name === 'tag') add('tags', value)
        else if (/^(keys|tags|patterns)$/.test(name)) for (const one of toList(name, value)) add(name, one)
        else refuse(name, value)
      }
    }
  }
  return {
    keys: [...keys],
    patterns: Array.from(patterns, compilePattern),
    tags: [...tags],
    ...(predicates[0] && { predicate: (key, own) => predicates.some((chooses) => chooses(key, own)) }),
  }
}

/** Whether a set names an entry, given by its canonical key and its tags. */
export function matchesTarget(set: TargetSet, key: string, tags: readonly string[]): boolean {
  return (
    set.keys.includes(key) ||
    set.patterns.some((pattern) => pattern.matches(key)) ||
    set.tags.some((tag) => tags.includes(tag)) ||
    !!set.predicate?.(key, tags)
  )
}
