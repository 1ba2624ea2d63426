/**
 * What happened lately, key by key: bounded in events and in keys, and without holding any data. It is what
 * `explain` tells its reasons from.
 */
import type { DataSyncManager, SyncEvent } from '@freshline/core'

/** One event as it is remembered: the manager's, without the snapshot. */
export interface PastEvent {
  /** The manager's event type: `fetching`, `success`, `invalidated`, … */
  readonly type: SyncEvent['type']
  /** When it happened: epoch milliseconds. */
  readonly at: number
  /** Why, as the manager says: `poll`, `refresh`, `mutation`, … */
  readonly reason: string | undefined
  /** The message of the error, for an `error` event. */
  readonly message: string | undefined
  /** Where the data came from as of then: `network`, `revalidated` (a 304), `manual`, … */
  readonly source: string | undefined
  /** Its place among all events: times may be equal. */
  readonly order: number
}

/** An event with its key. */
export interface PastKeyEvent extends PastEvent {
  /** The canonical key. */
  readonly key: string
}

const EVENTS_PER_KEY = 20
const MOST_KEYS = 500

/** The past of one key. The last event of each type stays, also when many others followed it. */
class Past {
  readonly events: PastEvent[] = []
  readonly #last = new Map<string, PastEvent>()

  add(event: PastEvent): void {
    this.events.push(event)
    if (this.events.length > EVENTS_PER_KEY) this.events.shift()
    this.#last.set(nameOf(event.type, event.reason), event)
  }

  last(type: SyncEvent['type'], reason?: string): PastEvent | undefined {
    return this.#last.get(nameOf(type, reason))
  }
}

/** `pause` and `setEnabled` are two switches: one does not undo the other. */
function nameOf(type: string, reason: string | undefined): string {
  return reason === 'enabled' ? `${type} by setEnabled` : type
}

/** What happened to keys lately. */
export interface PastEvents {
  /** The last events of a key, oldest first; at most 20. */
  eventsOf(key: string): readonly PastEvent[]
  /** The last event of a type, however many others followed it. */
  last(key: string, type: SyncEvent['type'], reason?: string): PastEvent | undefined
  /** Whether the last event of the first type came after the last of the second. */
  isAfter(key: string, type: SyncEvent['type'], other: SyncEvent['type'], reason?: string): boolean
  /** All that is remembered, of all keys, oldest first. */
  all(): PastKeyEvent[]
}

/** Listens to a manager, and answers what happened to a key. */
export class History implements PastEvents {
  readonly #pasts = new Map<string, Past>()
  readonly #off: () => void
  #order = 0

  constructor(manager: Pick<DataSyncManager, 'on'>) {
    this.#off = manager.on('*', (event) => this.#record(event))
  }

  eventsOf(key: string): readonly PastEvent[] {
    return this.#pasts.get(key)?.events ?? []
  }

  last(key: string, type: SyncEvent['type'], reason?: string): PastEvent | undefined {
    return this.#pasts.get(key)?.last(type, reason)
  }

  isAfter(key: string, type: SyncEvent['type'], other: SyncEvent['type'], reason?: string): boolean {
    const later = this.last(key, type, reason)
    return later !== undefined && later.order > (this.last(key, other, reason)?.order ?? -1)
  }

  all(): PastKeyEvent[] {
    const events = [...this.#pasts].flatMap(([key, past]) => past.events.map((event) => ({ ...event, key })))
    return events.sort((a, b) => a.order - b.order)
  }

  /** Ends listening and forgets everything. */
  stop(): void {
    this.#off()
    this.#pasts.clear()
  }

  #record({ type, key, at, reason, snapshot }: SyncEvent): void {
    if (key === undefined) return
    let past = this.#pasts.get(key)
    // The key that was quiet for longest makes room.
    if (past) this.#pasts.delete(key)
    else past = new Past()
    this.#pasts.set(key, past)
    if (this.#pasts.size > MOST_KEYS) {
      for (const quietest of this.#pasts.keys()) {
        this.#pasts.delete(quietest)
        break
      }
    }
    const message = type === 'error' ? snapshot?.error?.message : undefined
    past.add({ type, at, reason, message, source: snapshot?.source, order: this.#order++ })
  }
}
