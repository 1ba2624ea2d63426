/** One thing that a store keeps, and the facts about it that are told apart from its bytes. */
import type { Position } from '../log'

/** What is known of an entry without its content. */
export interface EntryFacts {
  /** What it is stored under: its key, and what keeps users and variants apart (`toEntryId`). */
  readonly id: string
  /** Canonical key with parameters: what targets name. */
  readonly key: string
  /** Labels, an owner's among them. */
  readonly tags: readonly string[]
  /** The log's position from before its load began. */
  readonly position: Position
  /** End of freshness, epoch milliseconds. */
  readonly expiresAt: number
  /** An entry that serves another (which header fields an answer varies by) and is not counted. */
  readonly isHelper?: true | undefined
}

/** An entry. */
export interface StoredEntry extends EntryFacts {
  /** When it was loaded, epoch milliseconds. */
  readonly cachedAt: number
  /** When it is of no use any more, even as last good data. */
  readonly removeAt: number
  /** What the cache notes beside the content: JSON. */
  readonly head: string
  /** The content. */
  readonly body: Uint8Array
}

/** Keeps the parts of an id apart, in the order that key prefixes need; NULs in keys are escaped. */
const SEPARATOR = '\u0000\u0002'

/** What an entry is stored under. The key comes first, so that ids sort as keys do. */
export function toEntryId(key: string, scope?: string, variant?: string): string {
  const first = toIdPrefix(key)
  if (scope === undefined && variant === undefined) return first
  return first + SEPARATOR + JSON.stringify([scope ?? null, variant ?? null])
}

/** What every id begins with whose key begins with a text. */
export function toIdPrefix(keyPrefix: string): string {
  return keyPrefix.replaceAll('\u0000', '\u0000\u0001')
}

/** What the ids of exactly one key begin with, where they are not the key alone. */
export function toScopedPrefix(key: string): string {
  return toIdPrefix(key) + SEPARATOR
}

/** What an entry takes in memory, in bytes, roughly: text counts double, and a bit for the bookkeeping. */
export function sizeOf({ id, key, tags, head, body }: StoredEntry): number {
  return 300 + 2 * (id.length + key.length + head.length + tags.join().length) + body.byteLength
}
