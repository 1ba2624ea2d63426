/** A list of elements, kept to a list of items: each element keeps its item, and few of them are moved. */
import { OptionError } from '@freshline/core'
import { bind, toShownValue, type Readable } from './bind'
import { longestRise } from './longest-rise'

/** How {@link bindList} shows items. */
export interface ListOptions<T, Item, E extends Element> {
  /** The items of a value; none where it answers undefined. Default: the data of a sync store, else the value. */
  readonly items?: ((value: T) => readonly Item[] | undefined) | undefined
  /** What tells an item from the others, and stays with it. */
  readonly key: (item: Item) => unknown
  /** Makes the element of an item. */
  readonly create: (item: Item) => E
  /** Brings an element to its item: after it was created, and when its item is another object. Default: nothing. */
  readonly update?: ((element: E, item: Item) => void) | undefined
}

interface Row<Item, E> {
  readonly element: E
  item: Item | undefined
}

interface Shown<Item, E> {
  readonly rows: ReadonlyMap<unknown, Row<Item, E>>
  /** Stands behind the rows, so that they keep to their place among other children. */
  readonly end: Text
}

/**
 * Keeps elements of a container to the items of a store, in their order, behind what the container holds already. An
 * element stays with its item's key; what has the focus is not moved, and others are moved as few as can be. Answers
 * how to unbind, which leaves the elements as they are. Ends by itself when the container is gone for good.
 *
 * @example
 * bindList(document.querySelector('ul'), orders, {
 *   key: ({ id }) => id,
 *   create: () => document.createElement('li'),
 *   update: (element, { title }) => void (element.textContent = title),
 * })
 *
 * Where two items have one key, that is reported as an `OptionError`, and the list stays as it was.
 */
export function bindList<T, Item, E extends Element>(
  container: Element,
  store: Readable<T>,
  options: ListOptions<T, Item, E> & Required<Pick<ListOptions<T, Item, E>, 'items'>>,
): () => void
export function bindList<Item, E extends Element>(
  container: Element,
  store: Readable<{ readonly data: readonly Item[] | undefined }> | Readable<readonly Item[]>,
  options: Omit<ListOptions<unknown, Item, E>, 'items'>,
): () => void
export function bindList<T, Item, E extends Element>(
  container: Element,
  store: Readable<T>,
  options: ListOptions<T, Item, E>,
): () => void {
  // By container, for rows hold it: a list that is gone for good must not live on by what is known of its rows.
  const known = new WeakMap<Element, Shown<Item, E>>()
  const itemsOf = options.items ?? ((value: T) => toShownValue(value) as readonly Item[] | undefined)
  return bind(container, store, (parent, value) => {
    let shown = known.get(parent)
    shown ??= { rows: new Map(), end: parent.ownerDocument.createTextNode('') }
    if (shown.end.parentNode !== parent) parent.append(shown.end)
    const rows = toRows(itemsOf(value) ?? [], shown.rows, options)
    known.set(parent, { ...shown, rows })
    place(parent, [...rows.values()], [...shown.rows.values()], shown.end)
  })
}

/** The rows of items, those known before among them. Nothing on the page is touched yet: foreign code may throw. */
function toRows<T, Item, E extends Element>(
  items: readonly Item[],
  before: Shown<Item, E>['rows'],
  { key: keyOf, create, update }: ListOptions<T, Item, E>,
): Map<unknown, Row<Item, E>> {
  const keyed = new Map(items.map((item) => [keyOf(item), item]))
  if (keyed.size < items.length) {
    const twice = items.map(keyOf).find((key, index, keys) => keys.indexOf(key) < index)
    throw new OptionError('key', twice, 'another key for each item')
  }
  const rows = new Map<unknown, Row<Item, E>>()
  for (const [key, item] of keyed) {
    const row = before.get(key) ?? { element: create(item), item: undefined }
    rows.set(key, row)
    if (Object.is(row.item, item)) continue
    update?.(row.element, item)
    row.item = item
  }
  return rows
}

function place<Item, E extends Element>(
  parent: Element,
  rows: readonly Row<Item, E>[],
  before: readonly Row<Item, E>[],
  end: Text,
): void {
  const kept = new Set(rows)
  for (const row of before) if (!kept.has(row)) row.element.remove()
  const placeOf = new Map(before.map((row, index) => [row, index]))
  // What others have taken off the page is put back as if it were new.
  const places = rows.map((row) => (row.element.parentNode === parent ? (placeOf.get(row) ?? -1) : -1))
  // A container in a shadow tree has the focus there; one that is on no page has none.
  const { activeElement = null } = parent.getRootNode() as Partial<DocumentOrShadowRoot>
  const focused = rows.findIndex(({ element }) => element.contains(activeElement))
  const staying = longestRise(places, focused)
  let next: Node = end
  for (let index = rows.length - 1; index >= 0; index--) {
    const { element } = rows[index] as Row<Item, E>
    if (!staying.has(index)) move(parent, element, next, places[index] !== -1)
    next = element
  }
}

/** Where the browser can, an element keeps its state while it is moved: scroll position, focus, playing media. */
function move(parent: Element, element: Element, next: Node, isThere: boolean): void {
  const { moveBefore } = parent as { moveBefore?: (node: Node, child: Node) => void }
  if (isThere && moveBefore) moveBefore.call(parent, element, next)
  else parent.insertBefore(element, next)
}
