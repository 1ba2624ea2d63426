/** The way from a cache to the store behind it, for the floors above: so that who needs the store loads no face of it. */
import type { Store } from './store'

// Not a member that a symbol names: bundlers take a class with computed names for one with side effects, and keep it.
const stores = /* @__PURE__ */ new WeakMap<object, unknown>()

/** The store behind a `TtlCache`; undefined for anything else. */
export const storeOf = <V>(cache: object): Store<V> | undefined => stores.get(cache) as Store<V> | undefined

/** Says which store stands behind a cache. */
export const putStore = (cache: object, store: unknown): unknown => stores.set(cache, store)
