/** What a place on a page is shown of a key: the snapshot, selected from, or with the previous key's data. */
import type { Snapshot } from '../sync'
import { UNKNOWN } from '../sync'

/** A snapshot as it is shown. */
export type Shown = Snapshot & {
  /** Whether `data` is the previous key's, by `keepPrevious`. */
  readonly isPrevious?: boolean
}

/** The names of all members of what is shown. */
export const SHOWN_FIELDS: readonly (keyof Shown)[] = [
  ...(Object.keys(UNKNOWN) as (keyof Snapshot)[]),
  'isPrevious',
]

/** What of a dehydrated entry is shown before anything else is known. */
export interface ServedEntry {
  /** The canonical key. */
  readonly key: string
  /** What the server held. */
  readonly data: unknown
  /** How long it is still fresh, milliseconds; null: for ever. */
  readonly freshFor: number | null
}

/**
 * What a server and a browser's first render with it show: data alone, for only data travels, and without times,
 * for the page's clock and zone are not the server's. `entry` is what the server sent along, if anything.
 */
export function toServed(snapshot: Snapshot, entry: ServedEntry | undefined, isServer: boolean): Snapshot {
  const isServed = isServer || snapshot.source === 'hydrated'
  if (!entry && (snapshot.status !== 'success' || !isServed)) return UNKNOWN
  const { key, data } = entry ?? snapshot
  const isStale = entry ? entry.freshFor !== null && entry.freshFor <= 0 : snapshot.isStale
  const facts = { key, data, freshness: isStale ? 'stale' : 'fresh', isStale, cached: true } as const
  return { ...UNKNOWN, ...facts, status: 'success', source: 'hydrated' }
}

const met = new WeakMap<object, WeakSet<object>>()

/**
 * Whether a manager meets a dehydrated state for the first time. It is taken up only then: a remount after sign-out
 * must not bring back what `reset` has cleared.
 */
export function isFirstMeeting(manager: object, state: object): boolean {
  const known = met.get(manager) ?? new WeakSet()
  if (known.has(state)) return false
  met.set(manager, known.add(state))
  return true
}
