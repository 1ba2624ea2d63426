/** What the server said when it refused something, in words for people. */
import type { ErrorAnswer } from '@freshline/example-server/api-types'
import { HttpError, userMessage } from '@freshline/core'

function answerOf(error: unknown): ErrorAnswer['error'] | undefined {
  if (!(error instanceof HttpError)) return undefined
  const body = error.body as Partial<ErrorAnswer> | null | undefined
  return typeof body === 'object' ? body?.error : undefined
}

/** A sentence for a toast: the server's own where it refused the request, else the library's for the failure. */
export function messageOf(error: unknown): string {
  const refused = error instanceof HttpError && error.status < 500 && error.status !== 429
  return (refused ? answerOf(error)?.message : undefined) ?? userMessage(error)
}

/** What is wrong with which field; empty where the failure was another one. */
export function fieldErrorsOf(error: unknown): Record<string, string> {
  return answerOf(error)?.fields ?? {}
}

/** Whether somebody else changed the record first, and what it is now. */
export function newerRecordOf<T>(error: unknown): T | undefined {
  const answer = answerOf(error)
  return answer?.code === 'version_mismatch' ? (answer.current as T | undefined) : undefined
}
