/** Who watches a key: a list of links, so that ten thousand are told, come and go cheaply. */
import type { Report } from '../base/emitter'
import type { Snapshot } from './snapshot'

type Told = (value: unknown, snapshot: unknown) => void

/** One listener. Its identity is the subscription: the same function subscribed twice is told twice. */
export class Subscription {
  readonly listener: Told
  /** Undefined once it left. */
  home: Listeners | undefined
  previous: Subscription | undefined = undefined
  next: Subscription | undefined = undefined
  /** The telling during which it came: it is told of the next. */
  readonly born: number

  constructor(home: Listeners, listener: Told) {
    this.home = home
    this.listener = listener
    this.born = home.tellings
    home.add(this)
  }

  /** Leaves; doing it twice is harmless. */
  off(): void {
    const { home } = this
    this.home = undefined
    home?.delete(this)
  }
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
  readonly #onEmpty: () => void
  #first: Subscription | undefined
  #last: Subscription | undefined
  size = 0
  /** How many times they were told. */
  tellings = 0

  constructor(onEmpty: () => void) {
    this.#onEmpty = onEmpty
  }

  add(subscription: Subscription): void {
    const last = this.#last
    subscription.previous = last
    if (last) last.next = subscription
    else this.#first = subscription
    this.#last = subscription
    this.size++
  }

  delete(subscription: Subscription): void {
    const { previous, next } = subscription
    if (previous) previous.next = next
    else this.#first = next
    if (next) next.previous = previous
    else this.#last = previous
    // Its own `next` stays: a telling that stands on it goes on from there.
    if (--this.size === 0) this.#onEmpty()
  }

  /** Tells everybody who was there when the telling began and has not left. */
  tell(snapshot: Snapshot, report: Report): void {
    const telling = ++this.tellings
    let subscription = this.#first
    while (subscription) {
      try {
        for (; subscription; subscription = subscription.next) {
          if (subscription.home && subscription.born !== telling) subscription.listener(snapshot, snapshot)
        }
      } catch (error) {
        report(error, `a listener of ${snapshot.key}`)
        subscription = subscription?.next
      }
    }
  }

  clear(): void {
    for (let each = this.#first; each; each = each.next) each.home = undefined
    this.#first = this.#last = undefined
    this.size = 0
  }
}
