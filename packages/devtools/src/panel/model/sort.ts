/** The order of the list of keys. Pure; equal rows stay in the order of their keys. */
import type { KeyRow } from './row'

/** What can be sorted by. */
export const COLUMNS = {
  key: { label: 'Key', of: (row) => row.key },
  freshness: { label: 'Freshness', of: (row) => URGENCY[row.freshness] - (row.isOverdue ? 1 : 0) },
  next: { label: 'Next', of: (row) => row.nextSync ?? Infinity },
  updated: { label: 'Updated', of: (row) => -(row.updatedAt ?? -Infinity) },
  subscribers: { label: 'Watched', of: (row) => -row.subscribers },
  failures: { label: 'Failures', of: (row) => -row.failures },
} as const satisfies Record<string, { label: string; of: (row: KeyRow) => string | number }>

const URGENCY = { stale: 1, fresh: 3, empty: 2 } as const

/** The name of a column to sort by. */
export type ColumnName = keyof typeof COLUMNS

/** A column and a direction. `isReversed`: the other way than is natural for the column. */
export interface Order {
  readonly by: ColumnName
  readonly isReversed: boolean
}

/** Whether a text names a column. */
export const isColumnName = (name: string): name is ColumnName => Object.hasOwn(COLUMNS, name)

/** The rows in an order; the list given is left as it is. */
export function sortRows(rows: readonly KeyRow[], { by, isReversed }: Order): KeyRow[] {
  const { of } = COLUMNS[by]
  const turn = isReversed ? -1 : 1
  return rows
    .map((row) => ({ row, value: of(row) }))
    .sort((a, b) => turn * compare(a.value, b.value) || compare(a.row.key, b.row.key))
    .map(({ row }) => row)
}

function compare(a: string | number, b: string | number): number {
  return a === b ? 0 : a < b ? -1 : 1
}

/** The order after a click on a column's head: the same one again turns it round. */
export function nextOrder(order: Order, by: ColumnName): Order {
  return { by, isReversed: order.by === by ? !order.isReversed : false }
}
