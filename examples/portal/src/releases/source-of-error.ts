/** What an error says of the release service, where nothing was kept that could be shown in its place. */
import type { ErrorAnswer, SourceState } from '@freshline/example-server/api-types'
import { HttpError } from '@freshline/core'

/** The state of the source in our server's 503; undefined for every other failure. */
export function sourceOfError(error: unknown): SourceState | undefined {
  if (!(error instanceof HttpError)) return undefined
  const body = error.body as Partial<ErrorAnswer> | null | undefined
  return typeof body === 'object' ? body?.error?.source : undefined
}
