/** What a person may have meant by a target that matches nothing: a key, all below one, or a tag. Pure. */
import type { DataSyncManager, ManagerProbe, Target } from '@freshline/core'
import { isPattern, matchesTarget, parseTarget } from '@freshline/core/shared'
import { nearKeys } from './near-keys'

/** A key that is registered or watched. */
export interface KnownKey {
  /** The canonical key. */
  readonly key: string
  /** Its labels. */
  readonly tags: readonly string[]
}

const MOST = 5

/** The keys that are registered or watched. */
export function knownKeys(manager: DataSyncManager, probe: ManagerProbe): KnownKey[] {
  return manager.getStatus().map(({ key }) => ({ key, tags: probe.describe(key)?.tags ?? [] }))
}

/** The end of a line that says that a target matches nothing: what may be meant by it; empty where nothing is near. */
export function meantWords(target: Target, known: readonly KnownKey[]): string {
  const near = nearTargets(target, known)
  return near.length > 0 ? `; did you mean ${near.join(', ')}?` : ''
}

/** Whether a target names any of the keys. @throws target errors */
export function isMatched(target: Target, known: readonly KnownKey[]): boolean {
  const set = parseTarget(target)
  return known.some(({ key, tags }) => matchesTarget(set, key, tags))
}

/** Targets that are close to one that matches nothing, as they are written; the closest first. */
export function nearTargets(target: Target, known: readonly KnownKey[]): string[] {
  const { keys, patterns, tags } = parseTarget(target)
  const ownKeys = known.map(({ key }) => key)
  const ownTags = [...new Set(known.flatMap((each) => each.tags))]
  const near = new Set<string>()
  const addTags = (wanted: string) => {
    for (const tag of nearKeys(wanted, ownTags)) near.add(`{ tag: '${tag}' }`)
  }
  const addKeys = (wanted: string) => {
    const below = nearPrefixes(wanted, ownKeys).map((prefix) => `${prefix}:*`)
    const alike = nearKeys(wanted, ownKeys)
    for (const each of below[0] === `${wanted}:*` ? [...below, ...alike] : [...alike, ...below])
      near.add(each)
  }
  for (const key of keys) {
    if (ownTags.includes(key)) addTags(key)
    addKeys(key)
  }
  for (const { source } of patterns) {
    const stem = source.replace(/:?\*{1,9}$/, '')
    if (isPattern(stem)) continue
    for (const prefix of nearPrefixes(stem, ownKeys)) near.add(`${prefix}:*`)
    if (ownKeys.includes(stem)) near.add(stem)
    else if (near.size === 0) addKeys(stem)
  }
  for (const tag of tags) {
    const isKey = ownKeys.some((key) => key === tag || key.startsWith(`${tag}:`))
    if (isKey) addKeys(tag)
    addTags(tag)
  }
  return [...near].slice(0, MOST)
}

/** Beginnings of keys that are close to a text of as many parts, where something is below them. */
function nearPrefixes(wanted: string, keys: readonly string[]): string[] {
  const parts = wanted.split(':').length
  const prefixes = new Set<string>()
  for (const key of keys) {
    const own = key.split(':')
    if (own.length > parts) prefixes.add(own.slice(0, parts).join(':'))
  }
  return prefixes.has(wanted) ? [wanted] : nearKeys(wanted, [...prefixes])
}
