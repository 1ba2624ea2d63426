/** A ref for each member of what is shown, made when first read: a component renders for those it reads. */
import { SHOWN_FIELDS, type Shown, type SyncPlace } from '@freshline/core/adapter'
import { customRef, type Ref } from 'vue'

type Name = keyof Shown | 'state'

const NAMES: ReadonlySet<unknown> = new Set<Name>([...SHOWN_FIELDS, 'state'])

/** What a place shows, member by member; the handler of what `useSync` returns, whose target holds the functions. */
export class ShownRefs implements ProxyHandler<object> {
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

  get(target: object, name: PropertyKey): unknown {
    return NAMES.has(name) ? this.#of(name as Name) : target[name as never]
  }

  has(target: object, name: PropertyKey): boolean {
    return NAMES.has(name) || name in target
  }

  ownKeys(target: object): string[] {
    return [...(NAMES as ReadonlySet<Name>), ...Object.keys(target)]
  }

  getOwnPropertyDescriptor(target: object, name: PropertyKey): PropertyDescriptor | undefined {
    if (!NAMES.has(name)) return Reflect.getOwnPropertyDescriptor(target, name)
    return { value: this.get(target, name), enumerable: true, configurable: true }
  }

  #of(name: Name): Ref {
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
