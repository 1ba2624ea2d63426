/** Validators: by which a server tells that what we hold has not changed (RFC 9110 section 8.8). */
import type { Validators } from '../base/outcome'

/** The validators of an answer, as far as it has any. */
export function readValidators(headers: Headers): Validators {
  const etag = headers.get('etag')
  // `*` is none, and as a condition would match anything (RFC 9110 section 13.1.2).
  return {
    etag: etag === '*' ? undefined : etag || undefined,
    lastModified: headers.get('last-modified') || undefined,
  }
}

/**
 * Makes a request conditional on what is held (RFC 9111 section 4.3.1). Both fields are sent where both are
 * known: a server that knows `If-None-Match` ignores the other (RFC 9110 section 13.1.3).
 */
export function addConditions(headers: Headers, validators: Validators | undefined): void {
  if (validators?.etag) headers.set('if-none-match', validators.etag)
  if (validators?.lastModified) headers.set('if-modified-since', validators.lastModified)
}

/** Whether a request asks only for what is new: the server may answer it with 304. */
export function isConditional(headers: Headers): boolean {
  return headers.has('if-none-match') || headers.has('if-modified-since')
}
