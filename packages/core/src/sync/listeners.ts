/** Who watches a key: ten thousand are told, come and go cheaply. */
import type { Report } from '../base/emitter'
import type { Snapshot } from './snapshot'

type Told = (value: unknown, snapshot: unknown) => void

/** One listener: the same function subscribed twice is told twice. */
interface Subscription {
  readonly listener: Told
  /** The telling during which it came: it is told of the next. */
  readonly born: number
}

/** A listener that is told only when what it selects changes. */
export function selecting<S>(listener: Told, select: (snapshot: never) => S, now: Snapshot): Told {
  let selected = select(now as never)
  return (snapshot) => {
    const next = select(snapshot as never)
    if (Object.is(next, selected)) return
    selected = next
    listener(next, snapshot)
  }
}

/** The subscriptions of one entry. */
export class Listeners {
  readonly #onEmpty: () => unknown
  readonly #all = new Set<Subscription>()
  /** How many times they were told. */
  #tellings = 0

  constructor(onEmpty: () => unknown) {
    this.#onEmpty = onEmpty
  }

  get size(): number {
    return this.#all.size
  }

  /** Adds a listener; answers how to take it off, twice without harm. */
  add(listener: Told): () => void {
    const subscription = { listener, born: this.#tellings }
    this.#all.add(subscription)
    return this.#delete.bind(this, subscription)
  }

  #delete(subscription: Subscription): void {
    if (this.#all.delete(subscription) && this.#all.size === 0) this.#onEmpty()
  }

  /** Tells everybody who was there when the telling began and has not left. */
  tell(snapshot: Snapshot, report: Report): void {
    const telling = ++this.#tellings
    for (const { listener, born } of this.#all) {
      if (born === telling) continue
      try {
        listener(snapshot, snapshot)
      } catch (error) {
        report(error, `a listener of ${snapshot.key}`)
      }
    }
  }

  clear(): void {
    this.#all.clear()
  }
}
