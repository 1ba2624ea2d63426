/** Looks items of a list up by what they are known by. */

/**
 * A function from a list to its items by id, made once for each list: lists of a delta resource are never changed in
 * place, so that a component may call it at every render.
 *
 * @example
 * const byId = indexBy((key: LicenseKey) => key.id)
 * const key = byId(snapshot.data ?? []).get(id)
 */
export function indexBy<T, I>(idOf: (item: T) => I): (items: readonly T[]) => ReadonlyMap<I, T> {
  const made = new WeakMap<readonly T[], ReadonlyMap<I, T>>()
  return (items) => {
    let index = made.get(items)
    if (!index) made.set(items, (index = new Map(items.map((item) => [idOf(item), item]))))
    return index
  }
}
