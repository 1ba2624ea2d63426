/** Who watches a key: a ring of links, so that ten thousand are told, come and go cheaply. */
import type { Report } from '../base/emitter'
import type { Snapshot } from './snapshot'

type Told = (value: unknown, snapshot: unknown) => void

/** A place in the ring. */
class Link {
  previous: Link = this
  next: Link = this
}

/** One listener. Its identity is the subscription: the same function subscribed twice is told twice. */
class Subscription extends Link {
  readonly listener: Told
  /** Undefined once it left. */
  home: Listeners | undefined
  /** The telling during which it came: it is told of the next. */
  readonly born: number

  constructor(listener: Told, home: Listeners, born: number) {
    super()
    this.listener = listener
    this.home = home
    this.born = born
  }

  /** Leaves; doing it twice is harmless. Its own `next` stays: a telling that stands on it goes on from there. */
  off(): void {
    const { home, previous, next } = this
    if (!home) return
    this.home = undefined
    previous.next = next
    next.previous = previous
    home.left()
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

/** The subscriptions of one key: the link where the ring begins and ends. */
export class Listeners extends Link {
  readonly #key: string
  readonly #onEmpty: (key: string) => void
  size = 0
  /** How many times they were told. */
  #tellings = 0

  /** `onEmpty` is told of the key when the last one left. */
  constructor(key: string, onEmpty: (key: string) => void) {
    super()
    this.#key = key
    this.#onEmpty = onEmpty
  }

  /** Adds a listener; answers how to take it off. */
  add(listener: Told): () => void {
    const link = new Subscription(listener, this, this.#tellings)
    link.next = this
    link.previous = this.previous
    link.previous.next = this.previous = link
    this.size++
    return link.off.bind(link)
  }

  left(): void {
    if (--this.size === 0) this.#onEmpty(this.#key)
  }

  /** Tells everybody who was there when the telling began and has not left. */
  tell(snapshot: Snapshot, report: Report): void {
    const telling = ++this.#tellings
    for (let link = this.next; link !== this; link = link.next) {
      const { listener, home, born } = link as Subscription
      if (!home || born === telling) continue
      try {
        listener(snapshot, snapshot)
      } catch (error) {
        report(error, `a listener of ${this.#key}`)
      }
    }
  }

  clear(): void {
    for (let link = this.next; link !== this; link = link.next) (link as Subscription).home = undefined
    this.previous = this.next = this
    this.size = 0
  }
}
