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
export class Subscription<Home extends Listeners = Listeners> extends Link {
  readonly listener: Told
  /** Where it is; undefined before, and once it left. */
  home: Home | undefined
  /** The telling during which it came: it is told of the next. */
  born = 0

  constructor(listener: Told) {
    super()
    this.listener = listener
  }

  /** Tells the listener. */
  hear(snapshot: Snapshot): void {
    const { listener } = this
    listener(snapshot, snapshot)
  }

  /** Leaves; doing it twice is harmless. Its own `next` stays: a telling that stands on it goes on from there. */
  off(): void {
    const { home, previous, next } = this
    if (!home) return
    this.home = undefined
    previous.next = next
    next.previous = previous
    home.watchers--
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
  /** How many there are. */
  watchers = 0
  /** How many times they were told. */
  tellings = 0

  /** Adds a subscription as the last. */
  add(link: Subscription<this>): void {
    link.home = this
    link.born = this.tellings
    link.next = this
    link.previous = this.previous
    link.previous.next = this.previous = link
    this.watchers++
  }

  /** Tells everybody who was there when the telling began and has not left. */
  tell(snapshot: Snapshot, report: Report): void {
    const telling = ++this.tellings
    for (let link = this.next; link !== this; link = link.next) {
      const subscription = link as Subscription
      if (!subscription.home || subscription.born === telling) continue
      try {
        subscription.hear(snapshot)
      } catch (error) {
        report(error, `a listener of ${snapshot.key}`)
      }
    }
  }

  clear(): void {
    for (let link = this.next; link !== this; link = link.next) (link as Subscription).home = undefined
    this.previous = this.next = this
    this.watchers = 0
  }
}
