/** Gives a tree of components its manager, and what a server rendered for it. */
import { CodedError, DataSyncManager, dataSyncManager } from '@freshline/core'
import { isFirstMeeting, type AdapterScope } from '@freshline/core/adapter'
import { hydrate, type DehydratedState } from '@freshline/core/hydration'
import { createContext, useContext, useInsertionEffect, useMemo, useState, type ReactNode } from 'react'

const ScopeContext = createContext<AdapterScope | undefined>(undefined)

/** Properties of {@link DataSyncProvider}. */
export interface DataSyncProviderProps {
  /** The manager of the components below. Default: one of the provider's own, disposed with it. */
  readonly manager?: DataSyncManager | undefined
  /** What `dehydrate` answered on the server; each state is taken up once per manager, before children read. */
  readonly state?: DehydratedState | undefined
  /** The components that use it. */
  readonly children?: ReactNode
}

/**
 * Gives the hooks below it a manager. Own managers make two server renders strangers to each other; where a
 * component below suspends, keep a Suspense boundary inside the provider, or give it a manager, for React
 * forgets what an unfinished first render has made.
 */
export function DataSyncProvider({ manager, state, children }: DataSyncProviderProps): ReactNode {
  const [own] = useState(createOwn)
  const active = manager ?? ownedBy(own)
  // Insertion effects end only when the provider is gone for good: neither StrictMode nor hiding ends them.
  useInsertionEffect(() => () => own.manager?.dispose(), [own])
  const scope = useMemo(() => {
    if (state !== undefined) hydrateOnce(active, state)
    return { manager: active, served: state && new Map(state.entries.map((entry) => [entry.key, entry])) }
  }, [active, state])
  return <ScopeContext.Provider value={scope}>{children}</ScopeContext.Provider>
}

type Own = { manager?: DataSyncManager }
const createOwn = (): Own => ({})
const ownedBy = (own: Own): DataSyncManager => (own.manager ??= new DataSyncManager())

function hydrateOnce(manager: DataSyncManager, state: DehydratedState): void {
  if (isFirstMeeting(manager, state)) inRender(() => hydrate(manager, state))
}

let isRendering = false

/** Does in a render what changes a manager. */
export function inRender<T>(change: () => T): T {
  isRendering = true
  try {
    return change()
  } finally {
    isRendering = false
  }
}

/** Tells React of a change, but never in the middle of a render. */
export function tellReact(onChange: () => void): void {
  if (isRendering) queueMicrotask(onChange)
  else onChange()
}

/** The provider's scope, or the default manager's in a browser. */
export function useScope(): AdapterScope {
  return useContext(ScopeContext) ?? defaultScope()
}

let browserScope: AdapterScope | undefined

function defaultScope(): AdapterScope {
  if (typeof document === 'undefined') {
    throw new CodedError(
      'no_manager',
      'Wrap the tree in <DataSyncProvider>: a server render has no manager of its own.',
    )
  }
  return (browserScope ??= { manager: dataSyncManager })
}
