/** A section that lists, searches, creates, changes and deletes records of one collection. */
import type { RecordStamp } from '@freshline/example-server/api-types'
import { useSync } from '@freshline/react'
import { hashKey } from '@freshline/core'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { SectionHead } from '../app/section-head'
import { SyncBanner } from '../app/sync-banner'
import { navigate, toHash } from '../app/route'
import { firstPage, parseView, viewParams, type ListView } from '../data/list-view'
import type { Collection } from '../data/collection'
import { Button } from '../ui/button'
import { CollectionDialogs } from './collection-dialogs'
import type { CollectionSpec } from './collection-spec'
import { CollectionTable } from './collection-table'
import type { DialogState } from './dialog-state'
import { ListToolbar } from './list-toolbar'
import { useCollectionChanges } from './use-collection-changes'

interface CollectionPageProps<Row extends RecordStamp & Partial<Create>, Create extends object, Data> {
  collection: Collection<Row, Create, Data>
  spec: CollectionSpec<Row, Create>
  params: URLSearchParams
}

/** What is looked at lives in the address; what is on screen while another page is on its way is the last one. */
export function CollectionPage<Row extends RecordStamp & Partial<Create>, Create extends object, Data>({
  collection,
  spec,
  params,
}: CollectionPageProps<Row, Create, Data>) {
  const { title, description, singular } = spec
  const view = parseView(params)
  const resource = collection.list(view)
  const list = useSync(resource, { keepPrevious: true })
  const [dialog, setDialog] = useState<DialogState<Row, Create>>()
  const changes = useCollectionChanges(spec, collection, resource.key, setDialog)

  const show = (next: Partial<ListView>) => {
    // Another filter or order starts at its first page, and typing leaves no trail of steps back.
    const shown = viewParams({ ...view, page: 1, ...next })
    navigate(toHash(collection.name, shown), { replace: next.search !== undefined })
  }
  const { data, error, isFetching, isOverdue, refresh } = list
  const retry = () => void refresh({ force: true })

  return (
    <>
      <SectionHead
        title={title}
        description={description}
        dataKey={resource.key}
        interval={collection.interval}
      >
        <Button
          kind="primary"
          icon={<Plus size={15} aria-hidden />}
          onClick={() => setDialog({ kind: 'create' })}
        >
          <span>
            New <span className="only-wide">{singular}</span>
          </span>
        </Button>
      </SectionHead>
      <SyncBanner
        entryKey={hashKey(resource.key)}
        error={error}
        isOverdue={isOverdue}
        isFetching={isFetching}
        hasData={data !== undefined}
        onRetry={retry}
      />
      <ListToolbar spec={spec} view={view} total={data?.total} onView={show} />
      <CollectionTable
        spec={spec}
        view={view}
        data={data}
        error={error}
        isWaiting={list.isPrevious}
        onView={show}
        onClear={() => show({ ...firstPage, sort: view.sort })}
        onCreate={() => setDialog({ kind: 'create' })}
        onEdit={(row) => setDialog({ kind: 'edit', row })}
        onDelete={(row) => setDialog({ kind: 'delete', row })}
        onPatch={(row, patch) => void changes.update(row, patch)}
      />
      <CollectionDialogs spec={spec} dialog={dialog} changes={changes} onClose={() => setDialog(undefined)} />
    </>
  )
}
