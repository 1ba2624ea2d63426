/** What keeps a key from being asked by itself, told from a manager's public face. Pure. */
import type { ProbedKey, Snapshot, SyncStatus } from '@freshline/core'
import type { History } from './history'

/** What holds a key's automatic requests. */
export type HeldBy = 'unregistered' | 'disabled' | 'offline' | 'paused' | 'hidden' | 'plug-in'

/** What is known about a key at a moment. */
export interface Facts {
  /** The canonical key. */
  readonly key: string
  /** Its row of `getStatus()`; undefined for a key that is neither registered nor watched. */
  readonly row: SyncStatus | undefined
  readonly snapshot: Snapshot
  /** What its registrations ask for; undefined for a key that is neither registered nor watched. */
  readonly probed: ProbedKey | undefined
  /** When a mutation named it last while nothing was held under it; undefined: never. */
  readonly namedAt: number | undefined
  readonly isPaused: boolean
  readonly isOnline: boolean
  /** Whether the document says that nobody looks. */
  readonly isHidden: boolean
  readonly history: Pick<History, 'eventsOf' | 'last' | 'isAfter'>
  /** Epoch milliseconds. */
  readonly now: number
}

/** What holds the key, and how to say it; undefined where nothing does. */
export function holdOf(facts: Facts): { readonly by: HeldBy; readonly text: string } | undefined {
  const { key, row, history } = facts
  if (!row) return { by: 'unregistered', text: 'nobody has registered it' }
  if (row.active) return undefined
  if (!row.enabled) return whyDisabled(facts)
  if (!facts.isOnline) return { by: 'offline', text: 'there is no network; it is asked when that is back' }
  if (facts.isPaused)
    return { by: 'paused', text: 'auto-sync is off for everything; resume() switches it on' }
  if (history.isAfter(key, 'paused', 'resumed')) {
    return { by: 'paused', text: `it was paused; resume(${JSON.stringify(key)}) switches it on` }
  }
  if (facts.isHidden) return { by: 'hidden', text: 'the page is hidden; it is asked when the page is shown' }
  return {
    by: 'plug-in',
    text: 'a plug-in holds it back, it was paused before the devtools came, or the page counts as hidden',
  }
}

function whyDisabled({ key, snapshot, probed, history }: Facts): { by: HeldBy; text: string } {
  if (!probed?.registrations) {
    const hasLeft = history.isAfter(key, 'unregistered', 'registered')
    const text = hasLeft ? 'it is watched, but its last registration has left' : `it is ${unasked(key)}`
    return { by: 'unregistered', text }
  }
  const isSwitched = snapshot.activity === 'paused' || history.isAfter(key, 'paused', 'resumed', 'enabled')
  if (isSwitched) {
    return { by: 'disabled', text: `it was switched off by setEnabled(${JSON.stringify(key)}, false)` }
  }
  return { by: 'disabled', text: 'every registration of it says enabled: false' }
}

/** What a key is that nobody brings a fetcher for, and what to write instead; follows on from “it is”. */
export function unasked(key: string): string {
  const text = JSON.stringify(key)
  const call = /^(\/|https?:)/.test(key) ? `useSync(httpResource(${text}))` : `useSync(${text}, fetcher)`
  return `only watched, and no registration brings a fetcher; write ${call} where it is shown`
}
