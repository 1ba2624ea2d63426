/** The shape of a table before its first rows have arrived. */
import { columnClass, type Column } from './data-table'
import { Skeleton } from './skeleton'

const ROWS = 10

interface TableSkeletonProps {
  label: string
  columns: readonly Column<never>[]
}

/** Announced as loading; the bars themselves are silent. */
export function TableSkeleton({ label, columns }: TableSkeletonProps) {
  return (
    <>
      <output className="sr-only">{`Loading ${label}`}</output>
      <table className="table" aria-hidden>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} className={columnClass(column)}>
                {column.isHeaderHidden ? '' : column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: ROWS }, (_, row) => (
            <tr key={row}>
              {columns.map((column, index) => (
                <td key={column.id} className={columnClass(column)}>
                  <Skeleton
                    width={column.wide ? `${62 - ((row * 17) % 34)}%` : 36 + ((row * 13 + index * 29) % 40)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
