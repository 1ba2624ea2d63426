/** The composable that shows a key and keeps it fresh while its component is on screen. */
import {
  CodedError,
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
  type Subject,
  type SyncActions,
  type ViewOptions,
} from '@freshline/core/adapter'
import {
  computed,
  onServerPrefetch,
  toValue,
  watch,
  getCurrentInstance,
  isRef,
  type MaybeRefOrGetter,
  type Ref,
} from 'vue'
import { isServed, isServer, whileOnScreen } from './on-screen'
import { useScope } from './scope'
import { ShownRefs } from './shown-refs'

/** Options of {@link useSync}: those of a resource, and what concerns the component alone. */
export interface UseSyncOptions<T, S = T> extends Omit<ResourceOptions<T>, 'select' | 'enabled'> {
  /** Whether it asks by itself; a ref or getter switches it while it is on screen. Default true. */
  readonly enabled?: MaybeRefOrGetter<boolean | undefined>
  /** What the component sees of the data; it renders only when this changes, by `Object.is`. Default: all of it. */
  readonly select?: ((data: T) => S) | undefined
  /** Whether the previous key's data is shown until the new key has some. Default false. */
  readonly keepPrevious?: boolean | undefined
}

/** All that is shown of a key as one value: narrow by `status`; `success` has `data`. */
export type SyncState<S> = Snapshot<S> & {
  /** Whether `data` is the previous key's, by `keepPrevious`. */
  readonly isPrevious?: boolean
}

/** A read-only ref for each member of a snapshot, made when first read. */
export type SyncRefs<S> = { readonly [Name in keyof Snapshot<S>]: Readonly<Ref<Snapshot<S>[Name]>> }

/** What there is beside {@link SyncRefs}. */
export interface SyncParts<S, T> extends SyncActions<T> {
  /** Whether `data` is the previous key's, by `keepPrevious`. */
  readonly isPrevious: Readonly<Ref<boolean>>
  /** All members at once, to be narrowed by `status`. Whoever reads it renders for each of them. */
  readonly state: Readonly<Ref<SyncState<S>>>
}

/** What `suspense()` resolves with: `data` is always there. */
export type SuspenseResult<S, T = S> = Omit<SyncRefs<S>, 'data'> &
  SyncParts<S, T> & {
    /** What is held, or selected of it. */
    readonly data: Readonly<Ref<S>>
  }

/** What {@link useSync} returns: a component renders for the refs it reads. */
export type SyncResult<S, T = S> = SyncRefs<S> &
  SyncParts<S, T> & {
    /**
     * Gets first data where none is held, and resolves with this same result: for `await` in an asynchronous setup.
     * Rejects with the error where nothing is held after that.
     */
    readonly suspense: () => Promise<SuspenseResult<S, T>>
  }

/** What {@link useSync} returns for a key that may be `null`. */
export type WaitingResult<S, T = S> = SyncRefs<S> &
  SyncParts<S, T> & {
    /** Like that of {@link SyncResult}; with `null` there is nothing to wait for. */
    readonly suspense: () => Promise<SyncRefs<S> & SyncParts<S, T>>
  }

/**
 * Shows a key, and keeps it fresh while its component is on screen, or its effect scope lives: a `null` key waits,
 * without a fetcher the key is only watched. Resource, key and options may be refs or getters, followed as they
 * change. On a server it asks before the component renders, and registers nothing.
 *
 * @example
 * const { data, error, refresh } = useSync(() => ['user', props.id], ({ key }) => loadUser(key), { interval: 30_000 })
 *
 * @throws key errors; `no_manager` in a server render without a plugin
 */
export function useSync<T, S>(
  resource: MaybeRefOrGetter<Resource<T> & { readonly select: (data: T) => S }>,
  options?: MaybeRefOrGetter<Omit<UseSyncOptions<T>, 'select'>>,
): SyncResult<S, T>
export function useSync<T, S = T>(
  resource: MaybeRefOrGetter<Resource<T>>,
  options?: MaybeRefOrGetter<UseSyncOptions<T, S>>,
): SyncResult<S, T>
export function useSync<T, S = T>(
  resource: MaybeRefOrGetter<Resource<T> | null>,
  options?: MaybeRefOrGetter<UseSyncOptions<T, S>>,
): WaitingResult<S, T>
export function useSync<T, S = T>(
  key: MaybeRefOrGetter<Key>,
  fetcher: Fetcher<T>,
  options?: MaybeRefOrGetter<UseSyncOptions<T, S>>,
): SyncResult<S, T>
export function useSync<T, S = T>(
  key: MaybeRefOrGetter<Key | null>,
  fetcher: Fetcher<T>,
  options?: MaybeRefOrGetter<UseSyncOptions<T, S>>,
): WaitingResult<S, T>
export function useSync<T = unknown>(key: MaybeRefOrGetter<Key | null>): WaitingResult<T>
export function useSync(...told: [unknown, unknown?, unknown?]): object {
  const scope = useScope()
  const subject = computed(() => resolve(told))
  const onServer = isServer()
  const options = { tell: () => refs.tell(), isServer: onServer, isServed: isServed() }
  const place = new SyncPlace(scope, subject.value, options)
  const refs = new ShownRefs(place, onServer)
  // By then it may be another than in setup.
  const again = whileOnScreen(() => place.enter(subject.value))
  watch(subject, (next) => place.follow(next, again))
  const load = () => place.load(subject.value, again)
  if (getCurrentInstance()) {
    onServerPrefetch(async () => subject.value.options.enabled !== false && void (await load()))
  }
  const result: object = new Proxy(
    {
      ...createSyncActions(() => place.view),
      suspense: async () => {
        const error = await load()
        if (error) throw error
        return result
      },
    },
    refs,
  )
  return result
}

/** What is told to be shown now, with no ref or getter left in it. */
function resolve([first, second, third]: readonly [unknown, unknown?, unknown?]): Subject<ViewOptions> {
  const what = toValue(first)
  if (Array.isArray(what) && what.some((part) => isRef(part))) {
    throw new CodedError('invalid_key', 'A key holds a ref. Give a getter instead: () => [name, id.value]')
  }
  const isKey = typeof what !== 'object' || what === null || Array.isArray(what)
  const subject = toSubject<ViewOptions>(what, isKey ? second : toValue(second), toValue(third))
  const { enabled } = subject.options as { readonly enabled?: MaybeRefOrGetter<boolean | undefined> }
  // Here, so that what is reactive inside a key is followed too.
  const key = subject.key === null ? null : hashKey(subject.key)
  return { ...subject, key, options: { ...subject.options, enabled: toValue(enabled) } }
}
