/** What is known of the data in one cache, from outside: what was brought, written and invalidated, and what was shown. */
import type { Snapshot } from '@freshline/core'
import type { Value } from './server'

/** What brought a version of a key: when the newest request (or write) for it began, and how long it may be fresh. */
export interface Source {
  began: number
  until: number
  readonly ids: readonly number[]
}

/** What one manager has shown of a key. */
interface Seen {
  /** Mutations that succeeded and were shown, and since when. */
  readonly kept: Map<number, number>
  last: Snapshot<Value> | undefined
}

/** What is known of one key. */
export interface Known {
  /** The last invalidation: what was asked for before it is not fresh. */
  spoiled: number
  /** Nothing asked for before this may be shown at all. */
  reset: number
  /** When the data was taken away last, with all that was written until then. */
  emptied: number
  /** The least version that may be shown as fresh, but for what holds the writes that made what is newer. */
  floor: number
  /** What writes of the page made, by their ids. */
  readonly writes: Map<number, number>
  /** The greatest version that a write of the page has made. */
  made: number
  /** A replica has lagged for so long that what it says is shown. */
  isLagging: boolean
  /** The greatest version that was shown, by whichever manager. */
  shown: number
  /** Mutations that succeeded and were shown, and since when: they are in the cache. */
  readonly done: Map<number, number>
  readonly sources: Map<number, Source>
  /** What each manager has shown. */
  readonly seen: Map<object, Seen>
}

export class Knowledge {
  /** Mutations that the server has not answered. */
  readonly open = new Set<number>()
  readonly #known = new Map<string, Known>()

  of(key: string): Known {
    let known = this.#known.get(key)
    if (!known) {
      known = {
        spoiled: 0,
        reset: 0,
        emptied: 0,
        floor: 0,
        writes: new Map(),
        made: 0,
        isLagging: false,
        shown: 0,
        done: new Map(),
        sources: new Map(),
        seen: new Map(),
      }
      this.#known.set(key, known)
    }
    return known
  }

  /** What one manager has shown of a key. */
  seenBy(who: object, known: Known): Seen {
    let seen = known.seen.get(who)
    if (!seen) known.seen.set(who, (seen = { kept: new Map(), last: undefined }))
    return seen
  }

  /** These keys are invalidated, as of a moment. */
  invalidated(keys: readonly string[], at: number): void {
    for (const key of keys) this.of(key).spoiled = Math.max(this.of(key).spoiled, at)
  }

  /** The server has made a version for the page: what is older is asked for once more. */
  made(key: string, version: number): void {
    this.of(key).made = Math.max(this.of(key).made, version)
  }

  /** A replica has lagged behind a write for so long that what it says is shown, and the lag is told. */
  lags(key: string): void {
    this.of(key).isLagging = true
  }

  /** A mutation succeeded: nothing below its version is fresh from now on. */
  succeeded(key: string, floor: number, id: number): void {
    const known = this.of(key)
    known.floor = Math.max(known.floor, floor)
    known.writes.set(id, floor)
  }

  /** What is held of these keys is gone. `isReset`: and nothing that was asked for comes back. */
  emptied(keys: readonly string[], at: number, isReset: boolean): void {
    for (const key of keys) {
      const known = this.of(key)
      forget(known)
      known.seen.clear()
      known.emptied = at
      if (isReset) {
        known.floor = 0
        known.writes.clear()
        known.reset = at
      } else known.spoiled = at
    }
  }
}

/** What was shown of a key is no longer held against anybody. */
export function forget(known: Known): void {
  known.shown = 0
  known.done.clear()
  for (const { kept } of known.seen.values()) kept.clear()
}
