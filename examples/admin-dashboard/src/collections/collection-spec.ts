/** What makes a collection's page: its words, columns and form. The page itself is the same for all. */
import type { RecordStamp } from '@freshline/example-server/api-types'
import type { ComponentType, ReactNode } from 'react'
import type { Choice } from '../format/labels'
import type { Column } from '../ui/data-table'

/** What a row's cells can do. */
export interface RowActions<Row extends RecordStamp, Create extends object> {
  edit: (row: Row) => void
  /** Changes a row at once, before the server has agreed. */
  patch: (row: Row, patch: Partial<Create>) => void
}

/** What a form is given. */
export interface RecordFormProps<Row extends RecordStamp, Create extends object> {
  /** The record to change; undefined for a new one. */
  row: Row | undefined
  /** Values that were entered before and refused. */
  draft: Partial<Create> | undefined
  /** Why they were refused, by field. */
  errors: Readonly<Record<string, string>>
  busy: boolean
  onSubmit: (body: Create) => void
  onClose: () => void
}

/** A collection's words, columns and form. */
export interface CollectionSpec<Row extends RecordStamp & Partial<Create>, Create extends object> {
  title: string
  description: string
  /** "license key" */
  singular: string
  icon: ReactNode
  searchHint: string
  /** What can be filtered by. */
  filters: readonly Choice[]
  columns: (actions: RowActions<Row, Create>) => readonly Column<Row>[]
  /** How messages name a record. */
  nameOf: (row: Row) => string
  /** What deleting a record means. */
  deleteNote: (row: Row) => string
  Form: ComponentType<RecordFormProps<Row, Create>>
}
