/** Who watches a key. A listener that throws is reported and harms nobody else. */
import type { Report } from '../base/emitter'
import type { Snapshot } from './snapshot'

/** Told of every new snapshot, or of every change of what was selected from it. */
export type SnapshotListener = (selectedOrSnapshot: never, snapshot: Snapshot<never>) => void

type Anything = (value: unknown, snapshot: unknown) => void

/** One listener. Its identity is the subscription: the same function subscribed twice is told twice. */
export class Subscription {
  readonly #home: Listeners
  readonly #listener: Anything
  readonly #select: ((snapshot: never) => unknown) | undefined
  #selected: unknown
  /** It came during this telling: it is told of the next. */
  readonly born: number

  constructor(
    home: Listeners,
    listener: Anything,
    select: ((snapshot: never) => unknown) | undefined,
    now: Snapshot,
  ) {
    this.#home = home
    this.born = home.tellings
    this.#listener = listener
    this.#select = select
    if (select) this.#selected = select(now as never)
  }

  tell(snapshot: Snapshot): void {
    if (!this.#select) return this.#listener(snapshot, snapshot)
    const selected = this.#select(snapshot as never)
    if (Object.is(selected, this.#selected)) return
    this.#selected = selected
    this.#listener(selected, snapshot)
  }

  off(this: Subscription): void {
    this.#home.delete(this)
  }
}

/** The subscriptions of one entry. */
export class Listeners {
  readonly #all = new Set<Subscription>()
  readonly #onEmpty: () => void
  /** How many times they were told. */
  tellings = 0

  constructor(onEmpty: () => void) {
    this.#onEmpty = onEmpty
  }

  get size(): number {
    return this.#all.size
  }

  add(subscription: Subscription): void {
    this.#all.add(subscription)
  }

  delete(subscription: Subscription): void {
    if (this.#all.delete(subscription) && this.#all.size === 0) this.#onEmpty()
  }

  tell(snapshot: Snapshot, report: Report): void {
    this.tellings++
    for (const subscription of this.#all) {
      if (subscription.born === this.tellings) continue
      try {
        subscription.tell(snapshot)
      } catch (error) {
        report(error, `a listener of ${snapshot.key}`)
      }
    }
  }

  clear(): void {
    this.#all.clear()
  }
}
