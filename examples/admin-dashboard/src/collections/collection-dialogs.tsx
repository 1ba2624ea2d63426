/** The dialogs of a collection's page: new, edit, delete. */
import type { RecordStamp } from '@freshline/example-server/api-types'
import { ConfirmDialog } from '../ui/confirm-dialog'
import type { CollectionSpec } from './collection-spec'
import type { DialogState } from './dialog-state'
import type { CollectionChanges } from './use-collection-changes'

interface CollectionDialogsProps<Row extends RecordStamp & Partial<Create>, Create extends object> {
  spec: CollectionSpec<Row, Create>
  dialog: DialogState<Row, Create>
  changes: CollectionChanges<Row, Create>
  onClose: () => void
}

/** At most one. */
export function CollectionDialogs<Row extends RecordStamp & Partial<Create>, Create extends object>(
  props: CollectionDialogsProps<Row, Create>,
) {
  const { spec, dialog, changes, onClose } = props
  const { Form, singular } = spec
  if (dialog === undefined) return null
  if (dialog.kind === 'delete') {
    return (
      <ConfirmDialog
        title={`Delete ${spec.nameOf(dialog.row)}?`}
        action={`Delete ${singular}`}
        onClose={onClose}
        onConfirm={() => {
          onClose()
          void changes.remove(dialog.row)
        }}
      >
        <p>{spec.deleteNote(dialog.row)}</p>
      </ConfirmDialog>
    )
  }
  if (dialog.kind === 'create') {
    return (
      <Form
        key="create"
        row={undefined}
        draft={undefined}
        errors={changes.createErrors}
        busy={changes.isCreating}
        onClose={onClose}
        onSubmit={(body) => void changes.create(body)}
      />
    )
  }
  const { row, draft, errors = {} } = dialog
  return (
    <Form
      key={`${row.id} ${row.version}`}
      row={row}
      draft={draft}
      errors={errors}
      busy={false}
      onClose={onClose}
      onSubmit={(body) => {
        onClose()
        void changes.update(row, changedMembers(row, body), row.version)
      }}
    />
  )
}

/** What of `body` differs from the record, so that a change of one field cannot undo one of another. */
export function changedMembers<Create extends object>(row: Partial<Create>, body: Create): Partial<Create> {
  const names = Object.keys(body) as (keyof Create)[]
  const patch: Partial<Create> = {}
  for (const name of names) if (row[name] !== body[name]) patch[name] = body[name]
  return patch
}
