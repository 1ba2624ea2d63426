/**
 * Creates, changes and deletes records. Changes and deletions show at once and are taken back when the server
 * refuses them; either way a toast says what happened.
 */
import type { Key } from '@freshline/core'
import type { RecordStamp } from '@freshline/example-server/api-types'
import { useSyncMutation } from '@freshline/react'
import { fieldErrorsOf, messageOf, newerRecordOf } from '../data/api-error'
import type { Collection } from '../data/collection'
import { showToast } from '../ui/toast-store'
import type { CollectionSpec } from './collection-spec'
import type { DialogState } from './dialog-state'

/** What a page can do with its records. The promises never reject. */
export interface CollectionChanges<Row, Create> {
  create: (body: Create) => Promise<void>
  /** With `ifVersion` the server refuses the change when somebody else made one since. */
  update: (row: Row, patch: Partial<Create>, ifVersion?: number) => Promise<void>
  remove: (row: Row) => Promise<void>
  isCreating: boolean
  createErrors: Readonly<Record<string, string>>
}

/** A change of one record. */
interface Change<Row, Create> {
  row: Row
  patch: Partial<Create>
  ifVersion: number | undefined
}

/** `listKey` is what is on screen, a page of the list or all of it; `openDialog` leads back to what was refused. */
export function useCollectionChanges<Row extends RecordStamp & Partial<Create>, Create extends object, Data>(
  spec: CollectionSpec<Row, Create>,
  collection: Collection<Row, Create, Data>,
  listKey: Key,
  openDialog: (dialog: DialogState<Row, Create>) => void,
): CollectionChanges<Row, Create> {
  const { nameOf, singular } = spec
  const invalidates = collection.touches

  const creation = useSyncMutation((body: Create) => collection.create(body), { invalidates })

  const change = useSyncMutation(
    ({ row, patch, ifVersion }: Change<Row, Create>) => collection.update(row.id, patch, ifVersion),
    {
      invalidates,
      optimistic: ({ row, patch }) => [
        // A patch holds members of the record only.
        { key: listKey, update: (held: Data) => collection.withRow(held, row.id, patch as Partial<Row>) },
      ],
      commit: ({ row }) => [
        { key: listKey, data: (saved: Row, held: Data) => collection.withRow(held, row.id, saved) },
      ],
    },
  )

  const removal = useSyncMutation((row: Row) => collection.remove(row.id), {
    invalidates,
    optimistic: (row) => [{ key: listKey, update: (held: Data) => collection.withoutRow(held, row.id) }],
  })

  return {
    isCreating: creation.isPending,
    createErrors: fieldErrorsOf(creation.error),
    async create(body) {
      try {
        const row = await creation.mutateAsync(body)
        openDialog(undefined)
        creation.reset()
        showToast({ tone: 'ok', title: `Created ${nameOf(row)}` })
      } catch (error) {
        showToast({ tone: 'bad', title: `The ${singular} was not created`, text: messageOf(error) })
      }
    },
    async update(row, patch, ifVersion) {
      if (Object.keys(patch).length === 0) return
      try {
        const saved = await change.mutateAsync({ row, patch, ifVersion })
        showToast({ tone: 'ok', title: `Saved ${nameOf(saved)}` })
      } catch (error) {
        const newer = newerRecordOf<Row>(error)
        const again = { kind: 'edit', row: newer ?? row, draft: patch, errors: fieldErrorsOf(error) } as const
        showToast({
          tone: 'bad',
          title:
            newer === undefined
              ? `${nameOf(row)} was not saved`
              : `Somebody else changed ${nameOf(row)} first`,
          text:
            newer === undefined
              ? `${messageOf(error)} Your change was taken back.`
              : 'Your change was taken back.',
          action: { label: 'Edit again', run: () => openDialog(again) },
        })
      }
    },
    async remove(row) {
      try {
        await removal.mutateAsync(row)
        showToast({ tone: 'ok', title: `Deleted ${nameOf(row)}` })
      } catch (error) {
        showToast({ tone: 'bad', title: `${nameOf(row)} was not deleted`, text: messageOf(error) })
      }
    },
  }
}
