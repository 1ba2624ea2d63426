/** The rule that an e-mail address is used once in a table. */
import { ApiError } from '../http/api-error.ts'
import type { RuleContext, Values } from './collection.ts'

/** Throws 409 when another row of `table` has the record's address. */
export function checkEmailFree(table: string, record: Values, { db, id }: RuleContext): void {
  const taken = db.get(`SELECT 1 FROM ${table} WHERE email = ? AND id <> ?`, record['email'] ?? '', id)
  if (taken === undefined) return
  throw new ApiError('conflict', 'This e-mail address is already in use.', {
    fields: { email: 'Already in use.' },
  })
}
