/** The rows of a list, or what stands in their place: loading, nothing found, nothing there yet, nothing reachable. */
import type { RecordStamp } from '@freshline/example-server/api-types'
import { CloudOff, Pencil, Plus, SearchX, Trash2 } from 'lucide-react'
import { useEffect } from 'react'
import { isFiltered, PAGE_SIZE, type ListPage, type ListView } from '../data/list-view'
import { Button, IconButton } from '../ui/button'
import { DataTable, type Column } from '../ui/data-table'
import { EmptyState } from '../ui/empty-state'
import { Pager } from '../ui/pager'
import { TableSkeleton } from '../ui/table-skeleton'
import type { CollectionSpec } from './collection-spec'

interface CollectionTableProps<Row extends RecordStamp & Partial<Create>, Create extends object> {
  spec: CollectionSpec<Row, Create>
  view: ListView
  data: ListPage<Row> | undefined
  error: Error | undefined
  /** Whether `data` is that of the view before. */
  isWaiting: boolean
  onView: (view: Partial<ListView>) => void
  onClear: () => void
  onCreate: () => void
  onEdit: (row: Row) => void
  onDelete: (row: Row) => void
  onPatch: (row: Row, patch: Partial<Create>) => void
}

/** A card. */
export function CollectionTable<Row extends RecordStamp & Partial<Create>, Create extends object>(
  props: CollectionTableProps<Row, Create>,
) {
  const { spec, view, data, isWaiting, onView } = props
  const columns = [
    ...spec.columns({ edit: props.onEdit, patch: props.onPatch }),
    actionsColumn(spec, props.onEdit, props.onDelete),
  ]
  const total = data?.total ?? 0
  const lastPage = Math.max(1, Math.ceil(total / PAGE_SIZE))
  const isBeyond = data !== undefined && !isWaiting && view.page > lastPage

  useEffect(() => {
    // The last row of the last page was deleted, perhaps by somebody else.
    if (isBeyond) onView({ page: lastPage })
  })

  return (
    <section className="card table-card" aria-label={spec.title}>
      {data === undefined ? (
        <WithoutData {...props} columns={columns} />
      ) : data.items.length === 0 ? (
        <WithoutRows {...props} />
      ) : (
        <>
          <DataTable
            caption={spec.title}
            columns={columns}
            rows={data.items}
            sort={view.sort}
            onSort={(sort) => onView({ sort })}
            isWaiting={isWaiting}
          />
          <Pager
            page={data.page}
            pageSize={data.pageSize}
            total={total}
            onPage={(page) => onView({ page })}
          />
        </>
      )}
    </section>
  )
}

function WithoutData<Row extends RecordStamp & Partial<Create>, Create extends object>({
  spec,
  error,
  columns,
}: CollectionTableProps<Row, Create> & { columns: readonly Column<Row>[] }) {
  if (error === undefined) return <TableSkeleton label={spec.title.toLowerCase()} columns={columns} />
  return (
    <EmptyState icon={<CloudOff size={20} aria-hidden />} title={`${spec.title} could not be loaded`}>
      They will be here as soon as the server answers; the page keeps trying.
    </EmptyState>
  )
}

function WithoutRows<Row extends RecordStamp & Partial<Create>, Create extends object>({
  spec,
  view,
  onClear,
  onCreate,
}: CollectionTableProps<Row, Create>) {
  if (isFiltered(view)) {
    return (
      <EmptyState
        icon={<SearchX size={20} aria-hidden />}
        title="Nothing found"
        action={<Button onClick={onClear}>Clear filters</Button>}
      >
        {`No ${spec.singular} matches ${view.search === '' ? 'this filter' : `“${view.search}”`}. Try fewer or other words.`}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={spec.icon}
      title={`No ${spec.singular} yet`}
      action={
        <Button kind="primary" icon={<Plus size={15} aria-hidden />} onClick={onCreate}>
          {`New ${spec.singular}`}
        </Button>
      }
    >
      {`The first ${spec.singular} will show up here.`}
    </EmptyState>
  )
}

function actionsColumn<Row extends RecordStamp & Partial<Create>, Create extends object>(
  spec: CollectionSpec<Row, Create>,
  onEdit: (row: Row) => void,
  onDelete: (row: Row) => void,
): Column<Row> {
  return {
    id: 'actions',
    header: 'Actions',
    isHeaderHidden: true,
    cell: (row) => (
      <span className="row-actions">
        <IconButton label={`Edit ${spec.nameOf(row)}`} className="row-edit" small onClick={() => onEdit(row)}>
          <Pencil size={14} aria-hidden />
        </IconButton>
        <IconButton label={`Delete ${spec.nameOf(row)}`} small onClick={() => onDelete(row)}>
          <Trash2 size={14} aria-hidden />
        </IconButton>
      </span>
    ),
  }
}
