/**
 * Searches, filters, sorts and pages records that the page holds, as the server's list routes do: the same words find
 * the same rows in the same order. Pure.
 */
import type { RecordStamp } from '@freshline/example-server/api-types'
import { PAGE_SIZE, type ListPage, type ListView } from './list-view'

/** What of a record is looked at. */
export interface ListFields<Row> {
  /** Members that a search looks into. */
  readonly searched: readonly (keyof Row)[]
  /** Members that the filter is compared with. */
  readonly filtered: readonly (keyof Row)[]
}

/** Further words of a search are not looked at. */
const MAX_WORDS = 8

/** The page of `rows` that a view shows. A field that rows do not have leaves the order to their ids. */
export function toPage<Row extends RecordStamp>(
  rows: readonly Row[],
  view: ListView,
  { searched, filtered }: ListFields<Row>,
): ListPage<Row> {
  const words = view.search.toLowerCase().split(/\s+/).filter(Boolean).slice(0, MAX_WORDS)
  const found = rows.filter(
    (row) =>
      (view.status === '' || filtered.some((name) => row[name] === view.status)) &&
      words.every((word) => searched.some((name) => String(row[name]).toLowerCase().includes(word))),
  )
  const from = (view.page - 1) * PAGE_SIZE
  const items = found.sort(orderOf(view.sort)).slice(from, from + PAGE_SIZE)
  return { items, total: found.length, page: view.page, pageSize: PAGE_SIZE }
}

/** By a field, `-` in front for descending; what has no value comes last either way, and ids break ties. */
export function orderOf<Row extends RecordStamp>(sort: string): (a: Row, b: Row) => number {
  const sign = sort.startsWith('-') ? -1 : 1
  const field = sort.replace('-', '') as keyof Row
  return (a, b) => {
    const [one, other] = [sortable(a[field]), sortable(b[field])]
    if (one === other) return sign * (a.id - b.id)
    if (one === undefined) return 1
    if (other === undefined) return -1
    return one < other ? -sign : sign
  }
}

function sortable(value: unknown): string | number | undefined {
  if (typeof value === 'string') return value.toLowerCase()
  return typeof value === 'number' ? value : undefined
}
