/** The sentence that people are shown for an error, with the application's own texts first. */
import { CodedError } from '../base/coded-error'
import type { ErrorCode } from './catalogue'
import { SyncError } from './sync-error'
import { toError } from './to-error'
import { unknownMessage } from './unknown-error'

/** Own texts by error code, for translation or tone; a function gets the error (for its status, for instance). */
export type Messages = { readonly [code in ErrorCode]?: string | ((error: Error) => string) }

/**
 * One sentence for people, fit for a toast. Errors that are not ours get a general one, so that no technical
 * text reaches the page; `messages.unknown` replaces it.
 * @example toast(userMessage(error, { network: 'Keine Verbindung.' }))
 */
export function userMessage(error: unknown, messages: Messages = {}): string {
  const known = error instanceof SyncError
  const own =
    (error instanceof CodedError && messages[error.code as ErrorCode]) || (!known && messages.unknown)
  if (typeof own === 'function') return own(toError(error))
  return own || (known ? error.userMessage : unknownMessage)
}
