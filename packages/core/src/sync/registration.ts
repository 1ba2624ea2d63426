/** One user's hold on a key. The key is asked for until the last registration leaves. */
import type { Fetcher } from '../base/fetch-context'
import type { RefreshOptions } from './asking'
import type { Registered } from './entry'
import type { Hold, HoldingView } from './hold'
import type { ResourceOptions } from './resource'
import type { Snapshot } from './snapshot'

/** What a registration asks of its manager. */
export interface RegistrationHost {
  refreshOne(key: string, options: RefreshOptions): Promise<Snapshot>
  watch(key: string, listener: unknown, select: unknown): () => void
  getSnapshot(key: string): Snapshot
  leave(key: string, registration: Registered): void
  change(key: string, registration: Registered): void
  /** Registers and watches for a view, in one. @throws OptionError, key errors, `disposed` */
  hold(view: HoldingView, onChange: () => void): Hold
  release(hold: Hold): void
  /** There are registrations from now on, or none any more. */
  hear(isOn: boolean): void
}

/**
 * A registered key. Its methods may be taken off it, and keep their identity.
 */
export class Registration<T = unknown> implements Registered {
  /** The canonical key. */
  readonly key: string
  readonly #host: RegistrationHost
  #fetcher: Fetcher<unknown>
  #options: ResourceOptions<unknown>
  #refresh: ((options?: RefreshOptions) => Promise<Snapshot<T>>) | undefined
  #subscribe: Registration<T>['subscribe'] | undefined
  #getSnapshot: (() => Snapshot<T>) | undefined
  #unregister: (() => void) | undefined

  /** @internal */
  constructor(host: RegistrationHost, key: string, fetcher: Fetcher<T>, options: ResourceOptions<T>) {
    this.#host = host
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
    this.#fetcher = fetcher
    this.#options = options as unknown as ResourceOptions
    this.#host.change(this.key, this)
  }

  /** Asks the server now. Resolves with the state after it; a failure is in the state. */
  get refresh(): (options?: RefreshOptions) => Promise<Snapshot<T>> {
    return (this.#refresh ??= (options = {}) =>
      this.#host.refreshOne(this.key, options) as Promise<Snapshot<T>>)
  }

  /** Watches the key; answers how to stop. With a selector, only changes of what it selects are told. */
  get subscribe(): {
    (listener: (snapshot: Snapshot<T>) => void): () => void
    <S>(
      listener: (selected: S, snapshot: Snapshot<T>) => void,
      select: (snapshot: Snapshot<T>) => S,
    ): () => void
  } {
    return (this.#subscribe ??= this.#host.watch.bind(undefined, this.key) as Registration<T>['subscribe'])
  }

  /** The state as of now; the same object until something changes. */
  get getSnapshot(): () => Snapshot<T> {
    return (this.#getSnapshot ??= this.#host.getSnapshot.bind(undefined, this.key) as () => Snapshot<T>)
  }

  /** Leaves. Doing it twice is harmless. */
  get unregister(): () => void {
    return (this.#unregister ??= this.#host.leave.bind(undefined, this.key, this))
  }
}
