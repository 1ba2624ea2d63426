/** Why a check could not be made, in words for people. None of them repeats what was checked. */
import type { ErrorAnswer } from '@freshline/example-server/api-types'
import { HttpError, userMessage } from '@freshline/core'
import { formatSpan } from '../format/time'

/** A sentence for the form. */
export function checkErrorOf(error: Error): string {
  if (!(error instanceof HttpError)) return `The key was not checked. ${userMessage(error)}`
  if (error.status === 429) {
    const wait =
      error.retryAfter === undefined ? '' : ` Try again in ${formatSpan(Math.max(1_000, error.retryAfter))}.`
    return `Too many checks in a short time.${wait}`
  }
  const fields = (error.body as Partial<ErrorAnswer> | undefined)?.error?.fields
  if (error.status === 422 && fields?.['key'] !== undefined) return `That is no key. ${fields['key']}`
  return `The key was not checked. ${userMessage(error)}`
}
