/** Which dialog of a collection's page is open. */

/** Which dialog is open, and over what. `draft` and `errors` are there after a change was refused. */
export type DialogState<Row, Create> =
  | { kind: 'create' }
  | { kind: 'edit'; row: Row; draft?: Partial<Create>; errors?: Record<string, string> }
  | { kind: 'delete'; row: Row }
  | undefined
