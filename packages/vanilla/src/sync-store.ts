/** The store of a key: kept fresh while somebody is subscribed. */
import {
  hashKey,
  type Fetcher,
  type Key,
  type Resource,
  type ResourceOptions,
  type Snapshot,
} from '@freshline/core'
import {
  createSyncActions,
  SyncPlace,
  toSubject,
  type Shown,
  type Subject,
  type SyncActions,
  type ViewOptions,
} from '@freshline/core/adapter'
import { managerOf, type StoreOptions } from './default-manager'
import { createStore, type Store } from './store'

/** Options of {@link createSyncStore}: those of a resource, and what concerns the store alone. */
export interface SyncStoreOptions<T, S = T> extends Omit<ResourceOptions<T>, 'select'>, StoreOptions {
  /** What the store holds of the data; an equal one keeps its identity. Default: all of it. */
  readonly select?: ((data: T) => S) | undefined
  /** Whether the previous key's data is shown until the new key has some. Default false. */
  readonly keepPrevious?: boolean | undefined
}

/** The value of a sync store: narrow by `status`; `success` has `data`. */
export type SyncState<S> = Snapshot<S> & {
  /** Whether `data` is the previous key's, by `keepPrevious`. */
  readonly isPrevious?: boolean
}

/** Options of a sync store that may be changed: all but its manager, and the fetcher. */
export type SyncStoreChanges<T, S = T> = Omit<SyncStoreOptions<T, S>, 'manager'> & {
  /** The newest fetcher; it counts without another request. */
  readonly fetcher?: Fetcher<T> | undefined
}

/** What {@link createSyncStore} returns. Its functions need no `this`. */
export interface SyncStore<S, T = S> extends Store<SyncState<S>>, SyncActions<T> {
  /** Turns to another key; `null` waits. @throws key errors */
  readonly setKey: (key: Key | null) => void
  /** Changes the options that it names. Functions count at once, other values without another request. */
  readonly setOptions: (changes: SyncStoreChanges<T, S>) => void
}

/**
 * A store of a key: its first subscriber registers the key, so that it is asked for and polled, and its last one ends
 * that. A `null` key waits, without a fetcher the key is only watched. Creating it starts nothing.
 *
 * @example
 * const stats = createSyncStore('stats', () => fetchFresh('/api/stats'), { interval: 30_000 })
 * const off = stats.subscribe(({ data, error }) => render(data, error))
 *
 * @throws key errors; what `select` throws where it is read; `no_manager` in use, outside browsers
 */
export function createSyncStore<T, S>(
  resource: Resource<T> & { readonly select: (data: T) => S },
  options?: Omit<SyncStoreOptions<T>, 'select'>,
): SyncStore<S, T>
export function createSyncStore<T, S = T>(
  resource: Resource<T>,
  options?: SyncStoreOptions<T, S>,
): SyncStore<S, T>
export function createSyncStore<T, S = T>(
  key: Key | null,
  fetcher: Fetcher<T>,
  options?: SyncStoreOptions<T, S>,
): SyncStore<S, T>
export function createSyncStore<T = unknown>(key: Key | null, options?: StoreOptions): SyncStore<T>
export function createSyncStore(first: unknown, second?: unknown, third?: unknown): object {
  const told = toSubject<ViewOptions & StoreOptions>(first, second, third)
  const { manager: given, ...options } = told.options
  let subject: Subject<ViewOptions> = { ...told, options }
  if (subject.key !== null) hashKey(subject.key)

  let tell: (() => void) | undefined
  let leave: (() => void) | undefined
  let made: SyncPlace | undefined
  /** Made in use, so that a store may be created where it is never used: in a module that a server imports, too. */
  const place = (): SyncPlace =>
    (made ??= new SyncPlace({ manager: managerOf({ manager: given }) }, subject, { tell: () => tell?.() }))
  const follow = (changes: Partial<Subject<ViewOptions>>): void => {
    subject = { ...subject, ...changes }
    place().follow(subject, () => {
      if (!tell) return
      leave?.()
      // Options that are refused leave it outside, until there are better ones.
      leave = undefined
      leave = place().enter()
    })
  }
  const read = (): Shown => {
    const current = place()
    // While nobody is subscribed, nothing tells of changes.
    if (!leave) current.look()
    if (current.failure) throw current.failure.error
    return current.shown
  }
  const store = createStore({
    read,
    start(tellAll) {
      let isGone = false
      const enter = (): void => {
        if (!isGone && !leave) leave = place().enter()
      }
      // A server render subscribes and leaves at once: it asks for nothing.
      if (typeof document === 'undefined') {
        void Promise.resolve()
          .then(enter)
          .catch((error) => place().view.manager.report(error, 'a store'))
      } else enter()
      tell = tellAll
      return () => {
        isGone = true
        tell = undefined
        leave?.()
        leave = undefined
      }
    },
    report: (error, where) => place().view.manager.report(error, where),
  })
  const setOptions = ({ fetcher = subject.fetcher, ...changes }: SyncStoreChanges<unknown>): void =>
    follow({ fetcher, options: { ...subject.options, ...(changes as ViewOptions) } })
  const setKey = (key: Key | null): void => follow({ key: key === null ? null : hashKey(key) })
  return Object.assign(
    store,
    createSyncActions(() => place().view),
    { setKey, setOptions },
  )
}
