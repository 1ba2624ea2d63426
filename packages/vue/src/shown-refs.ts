/** A ref for each member of what is shown, made when first read: a component renders for those it reads. */
import { UNKNOWN } from '@freshline/core'
import { SHOWN_FIELDS, type PlaceOptions, type Shown } from '@freshline/core/adapter'
import { customRef, type Ref } from 'vue'

type Name = keyof Shown | 'state'

/** What is shown of one key, member by member. */
export class ShownRefs {
  /** Called before each reading: a server render is told of nothing. */
  look: (() => void) | undefined
  #shown: Shown = UNKNOWN
  /** What the selector threw: reading what it would have made throws it too. */
  #failure: { readonly error: unknown } | undefined
  readonly #refs = new Map<Name, Ref>()
  readonly #triggers = new Map<Name, () => void>()

  /** Shows something else, and tells who reads what is not the same in it. */
  readonly show: PlaceOptions['show'] = (shown, failure) => {
    const before = this.#shown
    const isOther = failure !== this.#failure
    this.#shown = shown
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
    this.look?.()
    if (this.#failure && (name === 'data' || name === 'state')) throw this.#failure.error
    if (name === 'state') return this.#shown
    return name === 'isPrevious' ? this.#shown.isPrevious === true : this.#shown[name]
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
