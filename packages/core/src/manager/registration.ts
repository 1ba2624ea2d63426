/** One user's hold on a key. The key is asked for until the last registration leaves. */
import type { Fetcher } from '../base/fetch-context'
import type { Engine, RefreshOptions, ResourceOptions, Snapshot } from '../sync'
import { change, describe, leave, refreshOne, watch } from './registrations'

/**
 * A registered key. Its methods may be taken off it, and keep their identity.
 */
export class Registration<T = unknown> {
  /** The canonical key. */
  readonly key: string
  readonly #engine: Engine
  #fetcher: Fetcher<unknown>
  #options: ResourceOptions<unknown>
  #refresh: ((options?: RefreshOptions) => Promise<Snapshot<T>>) | undefined
  #subscribe: Registration<T>['subscribe'] | undefined
  #getSnapshot: (() => Snapshot<T>) | undefined
  #unregister: (() => void) | undefined

  /** @internal */
  constructor(engine: object, key: string, fetcher: Fetcher<T>, options: ResourceOptions<T>) {
    this.#engine = engine as Engine
    this.key = key
    this.#fetcher = fetcher
    this.#options = options as unknown as ResourceOptions
  }

  /** @internal */
  get fetcher(): Fetcher<unknown> {
    return this.#fetcher
  }

  /** @internal */
  get options(): ResourceOptions<unknown> {
    return this.#options
  }

  /**
   * Takes a newer fetcher and newer options, without asking again.
   * @throws OptionError
   */
  update(
    fetcher: Fetcher<T>,
    options: ResourceOptions<T> = this.#options as unknown as ResourceOptions<T>,
  ): void {
    // What is refused changes nothing.
    const checked = describe(this.key, fetcher, options)
    this.#fetcher = checked.fetcher
    this.#options = checked.options as unknown as ResourceOptions
    change(this.#engine, this.key, this)
  }

  /** Asks the server now. Resolves with the state after it; a failure is in the state. */
  get refresh(): (options?: RefreshOptions) => Promise<Snapshot<T>> {
    return (this.#refresh ??= refreshOne.bind(undefined, this.#engine, this.key) as never)
  }

  /** Watches the key; answers how to stop. With a selector, only changes of what it selects are told. */
  get subscribe(): {
    (listener: (snapshot: Snapshot<T>) => void): () => void
    <S>(
      listener: (selected: S, snapshot: Snapshot<T>) => void,
      select: (snapshot: Snapshot<T>) => S,
    ): () => void
  } {
    // Bound to nothing but itself: a list of bound arguments would be kept for each key.
    return (this.#subscribe ??= this.#watch.bind(this) as never)
  }

  #watch(listener: unknown, select?: unknown): () => void {
    return watch(this.#engine, this.key, listener, select)
  }

  /** The state as of now; the same object until something changes. */
  get getSnapshot(): () => Snapshot<T> {
    return (this.#getSnapshot ??= this.#engine.peek.bind(this.#engine, this.key) as never)
  }

  /** Leaves. Doing it twice is harmless. */
  get unregister(): () => void {
    return (this.#unregister ??= leave.bind(undefined, this.#engine, this.key, this))
  }
}
