/** A place on a page that shows a key: it follows what it is told to show, and enters and leaves the manager. */
import { CodedError, hashKey, UNKNOWN, type Key, type Snapshot } from '@freshline/core'
import { KeyView, toServed, type Select, type Subject, type ViewOptions } from '@freshline/core/adapter'
import { isRef } from 'vue'
import type { Scope } from './scope'
import { ShownRefs } from './shown-refs'

/** What is to be shown, with no ref or getter left in it. */
export type PlaceSubject = Subject<ViewOptions>

export class SyncPlace {
  readonly refs = new ShownRefs(UNKNOWN)
  view: KeyView
  readonly #scope: Scope
  readonly #isServer: boolean
  #isServed: boolean
  #subject: PlaceSubject
  #last: Snapshot | undefined
  #select: Select

  /** `isServed`: until it is entered it shows what a server shows. @throws key errors */
  constructor(scope: Scope, subject: PlaceSubject, isServer: boolean, isServed: boolean) {
    this.#scope = scope
    this.#isServer = isServer
    this.#isServed = isServed
    this.#subject = subject
    this.view = new KeyView(scope.manager, hashOf(subject.key), subject.fetcher, subject.options)
    this.#show()
  }

  /** Turns to what is to be shown now, and calls `again` where that has to be entered anew. @throws key errors */
  follow(subject: PlaceSubject, again?: () => void): void {
    if (subject === this.#subject) return
    this.#subject = subject
    const { key, fetcher, options } = subject
    const hash = hashOf(key)
    if (hash !== this.view.hash) {
      this.#last = undefined
      const previous = options.keepPrevious && hash !== null ? this.refs.shown : undefined
      this.view = new KeyView(this.#scope.manager, hash, fetcher, options, previous)
      again?.()
    } else if (!this.view.adopt(fetcher, options)) again?.()
    this.#show()
  }

  /** Registers and watches the key; answers how to leave. */
  enter(): () => void {
    const leave = this.view.enter(() => this.#show())
    this.#isServed = false
    this.#show()
    return leave
  }

  /** Gets first data without registering; answers why there is none. */
  async load(): Promise<Error | undefined> {
    const { hash, manager, fetcher, options } = this.view
    if (hash === null || !fetcher || this.refs.shown.status === 'success') return undefined
    const { status, error } = await manager.prefetch({ ...options, key: hash, fetcher })
    // What was waited for is shown, though no server has shown it.
    this.#isServed = this.#isServer
    this.#show()
    return status === 'error' ? error : undefined
  }

  #show(): void {
    const { hash, options } = this.view
    const held = this.view.snapshot()
    const entry = hash === null ? undefined : this.#scope.served?.get(hash)
    const snapshot = this.#isServed ? toServed(held, entry, this.#isServer) : held
    if (snapshot === this.#last && options.select === this.#select) return
    this.#last = snapshot
    this.#select = options.select
    try {
      this.refs.show(this.view.toShown(snapshot, options.select))
    } catch (error) {
      this.refs.show(snapshot, { error })
    }
  }
}

/** @throws key errors */
function hashOf(key: Key | null): string | null {
  if (Array.isArray(key) && key.some((part) => isRef(part))) {
    throw new CodedError('invalid_key', 'A key holds a ref. Give a getter instead: () => [name, id.value]')
  }
  return key === null ? null : hashKey(key)
}
