/** The port through which the adapter contract reaches an adapter: what it is told to show, and what it shows. */
import type { DataSyncManager, Fetcher, Key, ResourceOptions } from '@freshline/core'
import type { MutationFunction, MutationOptions } from '@freshline/core/adapter'

/** The options of a key on screen, whatever the adapter calls the place for them. */
export type SyncUseOptions = ResourceOptions<never> & { readonly keepPrevious?: boolean }

/** Which of the adapter's functions is used, and with what. */
export type Use =
  | {
      /** `useSync`, or what stands for it. */
      readonly use: 'sync'
      readonly key: Key | null
      /** None: the key is only watched. It stays one or none for the life of a place. */
      readonly fetcher?: Fetcher<unknown> | undefined
      readonly options?: SyncUseOptions | undefined
    }
  | {
      readonly use: 'mutation'
      readonly fn: MutationFunction<unknown, never>
      readonly options?: MutationOptions<unknown, never> | undefined
    }
  | { readonly use: 'freshness'; readonly key: Key | null }
  | { readonly use: 'status' | 'autoSync' }

/** A place on a page, as the contract orders it. */
export type Definition = Use & {
  /** The manager that the place is given. */
  readonly manager: DataSyncManager
  /** The members that it reads each time it is shown anew; no others. */
  readonly reads: readonly string[]
}

/** What the place showed at one time: the members that it reads, as plain values. */
export type Frame = Readonly<Record<string, unknown>>

/** A place on a page. */
export interface Mounted {
  /** What it has shown, each time that it rendered or was told; the last is on screen. */
  readonly frames: readonly Frame[]
  /** Calls one of the functions that come with the result: `refresh`, `mutate`, `toggle` and so on. */
  readonly call: (name: string, ...values: readonly unknown[]) => unknown
  /** Tells it to use something else from now on, as a parent or a ref does. */
  readonly update: (changes: { readonly [name: string]: unknown }) => void
  /** Takes it off the page. */
  readonly unmount: () => void
  /** Runs something, then lets promises and renders that follow from it settle. */
  readonly flush: (run?: () => unknown) => Promise<void>
}

/** Puts a place on a page, as far as that can be done at once. */
export type Mount = (definition: Definition) => Mounted
