/** A ref for each member of what is shown, made when first read: a component renders for those it reads. */
import { SHOWN_FIELDS, type Shown, type SyncPlace } from '@freshline/core/adapter'
import { customRef, type Ref } from 'vue'

type Name = keyof Shown | 'state'

/** What a place shows, member by member. */
export class ShownRefs {
  readonly #place: SyncPlace
  /** On a server, which is told of nothing, each reading looks. */
  readonly #isLooking: boolean
  #before: Shown
  #failure: SyncPlace['failure']
  readonly #refs = new Map<Name, Ref>()
  readonly #triggers = new Map<Name, () => void>()

  constructor(place: SyncPlace, isLooking: boolean) {
    this.#place = place
    this.#isLooking = isLooking
    this.#before = place.shown
    this.#failure = place.failure
  }

  /** Tells who reads what is not as it was. */
  tell(): void {
    const before = this.#before
    const { shown, failure } = this.#place
    const isOther = failure !== this.#failure
    this.#before = shown
    this.#failure = failure
    for (const [name, trigger] of this.#triggers) {
      const isSame = name === 'state' ? before === shown : Object.is(before[name], shown[name])
      if (isOther || !isSame) trigger()
    }
  }

  /** The ref of a member. */
  of(name: Name): Ref {
    const known = this.#refs.get(name)
    if (known) return known
    const made = customRef((track, trigger) => {
      this.#triggers.set(name, trigger)
      return { get: () => (track(), this.#read(name)), set: refuse }
    })
    this.#refs.set(name, made)
    return made
  }

  #read(name: Name): unknown {
    if (this.#isLooking) this.#place.look()
    const { shown, failure } = this.#place
    // Reading what a selector would have made throws what it threw.
    if (failure && (name === 'data' || name === 'state')) throw failure.error
    if (name === 'state') return shown
    return name === 'isPrevious' ? shown.isPrevious === true : shown[name]
  }
}

function refuse(): never {
  throw new TypeError('What useSync returns is read-only; setData changes it.')
}

/** An object with a member for each ref, and the given ones beside them. */
export function toResult(refs: ShownRefs, others: object): object {
  const result = { ...others }
  for (const name of [...SHOWN_FIELDS, 'state'] as const) {
    Object.defineProperty(result, name, { get: () => refs.of(name), enumerable: true, configurable: true })
  }
  return result
}
