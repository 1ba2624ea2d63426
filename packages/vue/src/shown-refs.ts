/** A ref for each member of what is shown, made when first read: a component renders for those it reads. */
import { SHOWN_FIELDS, type Shown } from '@freshline/core/adapter'
import { customRef, type Ref } from 'vue'

type Name = keyof Shown | 'state'

/** What is shown of one key, member by member. */
export class ShownRefs {
  #shown: Shown
  /** What the selector threw: reading what it would have made throws it too. */
  #failure: { readonly error: unknown } | undefined
  readonly #refs = new Map<Name, Ref>()
  readonly #triggers = new Map<Name, () => void>()

  constructor(shown: Shown) {
    this.#shown = shown
  }

  get shown(): Shown {
    return this.#shown
  }

  /** Shows something else, and tells who reads what is not the same in it. */
  show(shown: Shown, failure?: { readonly error: unknown }): void {
    const before = this.#shown
    const isOther = failure !== this.#failure
    this.#shown = shown
    this.#failure = failure
    for (const [name, trigger] of this.#triggers) {
      const isSame =
        name === 'state'
          ? before === shown
          : Object.is(before[name], shown[name]) && !(isOther && name === 'data')
      if (!isSame) trigger()
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
