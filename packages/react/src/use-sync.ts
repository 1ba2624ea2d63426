/** The hook that shows a key and keeps it fresh while its component is mounted. */
import type {
  Fetcher,
  Key,
  PendingSnapshot,
  ErrorSnapshot,
  Resource,
  ResourceOptions,
  SuccessSnapshot,
} from '@freshline/core'
import { toSubject, type Select, type SyncActions } from '@freshline/core/adapter'
import { useRef, useSyncExternalStore } from 'react'
import { useScope } from './provider'
import { suspendUntilShown } from './suspend'
import { SyncComponent } from './sync-component'
import type { SyncOptions, SyncView } from './sync-view'

/** Options of {@link useSync}: those of a resource, and what concerns the component alone. */
export interface UseSyncOptions<T, S = T> extends Omit<ResourceOptions<T>, 'select'> {
  /** What the component sees of the data; it renders only when this changes, by `Object.is`. Default: all of it. */
  readonly select?: ((data: T) => S) | undefined
  /** Whether the previous key's data is shown until the new key has some. Default false. */
  readonly keepPrevious?: boolean | undefined
  /** Whether first data is waited for by Suspense, and an error boundary gets the error where there is none. Default false. */
  readonly suspense?: boolean | undefined
}

/** Options of {@link useSync} with `suspense`: nothing could be shown while switched off. */
export interface SuspenseOptions<T, S = T> extends UseSyncOptions<T, S> {
  /** First data is waited for by Suspense. */
  readonly suspense: true
  /** Always on. */
  readonly enabled?: true | undefined
}

interface Shared<T> extends SyncActions<T> {
  /** Whether `data` is the previous key's, by `keepPrevious`. */
  readonly isPrevious: boolean
}

/**
 * What {@link useSync} returns: narrow by `status`; `success` has `data`. A component renders for what it reads. Beside
 * the snapshot's members there are those of {@link SyncActions}, and `isPrevious`: whether `data` is the previous key's,
 * by `keepPrevious`.
 */
export type SyncResult<S, T = S> = (PendingSnapshot | SuccessSnapshot<S> | ErrorSnapshot) & Shared<T>

/** What {@link useSync} returns with `suspense`: like {@link SyncResult}, and `data` is always there. */
export type SuspenseResult<S, T = S> = SuccessSnapshot<S> & Shared<T>

/**
 * Shows a key, and keeps it fresh while the component is mounted: a `null` key waits. The newest fetcher and
 * options count without another request; without a fetcher the key is only watched.
 *
 * @example
 * const { data, error, refresh } = useSync('stats', () => fetchFresh('/api/stats'), { interval: 30_000 })
 *
 * @throws key errors in render; what `select` throws; with `suspense` the error of the first request
 */
export function useSync<T, S>(
  resource: Resource<T> & { readonly select: (data: T) => S },
  options?: Omit<UseSyncOptions<T>, 'select'>,
): SyncResult<S, T>
export function useSync<T, S = T>(resource: Resource<T>, options: SuspenseOptions<T, S>): SuspenseResult<S, T>
export function useSync<T, S = T>(
  resource: Resource<T> | null,
  options?: UseSyncOptions<T, S>,
): SyncResult<S, T>
export function useSync<T, S = T>(
  key: Key,
  fetcher: Fetcher<T>,
  options: SuspenseOptions<T, S>,
): SuspenseResult<S, T>
export function useSync<T, S = T>(
  key: Key | null,
  fetcher: Fetcher<T>,
  options?: UseSyncOptions<T, S>,
): SyncResult<S, T>
export function useSync<T = unknown>(key: Key | null): SyncResult<T>
export function useSync(subject: unknown, second?: unknown, third?: unknown): object {
  const scope = useScope()
  // oxlint-disable-next-line react/refs -- made once and never another; a state would cost a queue and a setter
  const component = (useRef<SyncComponent>(undefined).current ??= new SyncComponent())
  const { key, fetcher, options } = toSubject<SyncOptions>(subject, second, third)
  const view = component.view(scope, key, fetcher, options)
  const { select } = options
  setRendering(view)
  const result = useSyncExternalStore(view.subscribe, select ? selecting(view, select) : view.read, serve)
  setRendering(undefined)
  if (options.suspense) suspendUntilShown(view)
  return result
}

let rendering: SyncView | undefined
const setRendering = (view: SyncView | undefined) => void (rendering = view)

/** What a server shows of the view that renders: React asks for it within the hook, or not at all. */
const serve = (): object => (rendering as SyncView).serve()

/** A function of its own, so that who selects nothing pays nothing for it. */
const selecting = (view: SyncView, select: Select) => () => view.show(select)
