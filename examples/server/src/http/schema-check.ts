/** Checks input against a valibot schema and turns what is wrong into one message a field. */
import * as v from 'valibot'
import type { ErrorCode } from '../api-types.ts'
import { ApiError } from './api-error.ts'

/** The checked value. Throws `code` with a message by field. */
export function check<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  code: Extract<ErrorCode, 'validation_failed' | 'invalid_query'>,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input)
  if (result.success) return result.output
  const fields = new Map<string, string>()
  for (const issue of result.issues) {
    const name = v.getDotPath(issue)
    if (name !== null && !fields.has(name)) fields.set(name, messageOf(issue))
  }
  if (fields.size === 0) throw new ApiError(code, 'Send a JSON object.')
  const what = code === 'invalid_query' ? 'The query' : 'The record'
  throw new ApiError(code, `${what} has invalid fields: ${[...fields.keys()].join(', ')}.`, {
    fields: Object.fromEntries(fields),
  })
}

function messageOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type !== 'strict_object') return issue.message
  return issue.received === 'undefined' ? 'Required.' : 'Unknown or read-only field.'
}
