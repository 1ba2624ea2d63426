/** Results that note which fields are read of them, so that a component renders for those alone. */
import { SHOWN_FIELDS as FIELDS, type Shown } from '@freshline/core/adapter'

const BITS = Object.fromEntries(FIELDS.map((name, index) => [name, 1 << index]))

/** What a result stands on; `shown` moves on only where nothing that was read differs. */
export class Held {
  readonly result: object

  constructor(
    public shown: Shown,
    tracker: Tracker,
  ) {
    this.result = new Proxy<Held>(this, tracker)
  }
}

/**
 * The handler of one component's results. What was read once stays tracked, and a tracked change makes a new
 * result: so no field of one result ever has two values, which is what memoisation by identity (the React
 * Compiler's too) and concurrent rendering rest on.
 */
export abstract class Tracker implements ProxyHandler<Held> {
  #read = 0

  /** What results offer beside their fields. */
  abstract readonly actions: object

  /** The held result where nothing that was read differs, else a new one. */
  hold(held: Held | undefined, shown: Shown): Held {
    if (!held || this.#differs(held.shown, shown)) return new Held(shown, this)
    held.shown = shown
    return held
  }

  get({ shown }: Held, name: PropertyKey): unknown {
    const bit = BITS[name as string]
    if (bit === undefined) return this.actions[name as never]
    this.#read |= bit
    return name in shown ? shown[name as keyof Shown] : false
  }

  has(_held: Held, name: PropertyKey): boolean {
    return name in BITS || name in this.actions
  }

  ownKeys(): string[] {
    return [...FIELDS, ...Object.keys(this.actions)]
  }

  getOwnPropertyDescriptor(held: Held, name: PropertyKey): PropertyDescriptor | undefined {
    if (!this.has(held, name)) return undefined
    return { value: this.get(held, name), enumerable: true, configurable: true }
  }

  #differs(before: Shown, after: Shown): boolean {
    if (before === after) return false
    for (let bits = this.#read, index = 0; bits > 0; bits >>= 1, index++) {
      const name = FIELDS[index] as keyof Shown
      if (bits & 1 && !Object.is(before[name], after[name])) return true
    }
    return false
  }
}
