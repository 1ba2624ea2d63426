/** A store of a part of another, told only when that part changes. */
import { createStore, type Store } from './store'

/**
 * A store of what `select` makes of another's value, told only when that is another by `isSame`.
 *
 * @example
 * const count = selectStore(orders, ({ data }) => data?.length ?? 0)
 */
export function selectStore<T, S>(
  store: Store<T>,
  select: (value: T) => S,
  isSame: (before: S, after: S) => boolean = Object.is,
): Store<S> {
  let last: { readonly from: T; readonly made: S } | undefined
  const read = (): S => {
    const from = store.get()
    if (last && Object.is(last.from, from)) return last.made
    const made = select(from)
    last = { from, made: last && isSame(last.made, made) ? last.made : made }
    return last.made
  }
  return createStore({
    read,
    start: (tell) => store.subscribe(tell),
    report: (error, where) => console.error(`[Freshline] ${where} threw`, error),
  })
}
