/** A table of records: sortable heads, a caption for screen readers, rows that light up when somebody changed them. */
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { RecordStamp } from '@freshline/example-server/api-types'

/** One column. */
export interface Column<Row> {
  id: string
  header: string
  /** Whether the header is for screen readers alone. */
  isHeaderHidden?: boolean
  /** The field that the server sorts by. */
  sort?: string
  /** For numbers: aligned at the end. */
  end?: boolean
  /** Takes the room that is left; its content is cut where it does not fit. */
  wide?: boolean
  /** Goes when there is little room; 3 goes first. Columns without it always stay. */
  hide?: 1 | 2 | 3
  cell: (row: Row) => ReactNode
}

interface DataTableProps<Row extends RecordStamp> {
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  /** What the rows are sorted by, `-` in front for descending. */
  sort: string
  onSort: (sort: string) => void
  /** Whether other rows are on their way. */
  isWaiting: boolean
}

/** Sorting is the server's; this only asks for it. */
export function DataTable<Row extends RecordStamp>(props: DataTableProps<Row>) {
  const { caption, columns, rows, sort, onSort, isWaiting } = props
  const [openedAt] = useState(() => Date.now())
  return (
    <table className="table" data-waiting={isWaiting || undefined} aria-busy={isWaiting}>
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.id}
            className={row.updatedAt > openedAt ? `row-changed row-changed-${row.version % 2}` : ''}
          >
            {columns.map((column) => (
              <td key={column.id} className={columnClass(column)}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface HeadCellProps<Row> {
  column: Column<Row>
  sort: string
  onSort: (sort: string) => void
}

function HeadCell<Row>({ column, sort, onSort }: HeadCellProps<Row>) {
  const { header, isHeaderHidden, sort: field } = column
  const isSorted = field !== undefined && sort.replace('-', '') === field
  const isDescending = sort.startsWith('-')
  const Arrow = isSorted && isDescending ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      className={columnClass(column)}
      aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : undefined}
    >
      {field === undefined ? (
        <span className={isHeaderHidden ? 'sr-only' : undefined}>{header}</span>
      ) : (
        <button
          type="button"
          className="sort-button"
          onClick={() => onSort(isSorted && !isDescending ? `-${field}` : field)}
        >
          {header}
          <Arrow size={13} aria-hidden />
        </button>
      )}
    </th>
  )
}

/** Classes of a column's cells. */
export function columnClass({ end, wide, hide }: Column<never>): string {
  return [end && 'end num', wide && 'wide', hide && `col-${hide}`].filter(Boolean).join(' ')
}
