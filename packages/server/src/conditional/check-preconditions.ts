/** The guard of a write: asked before anything is changed. */
import { systemTime, type ServerClock } from '../base/clock'
import { checkEtag, formatTag } from './entity-tag'
import { failed } from './failed'
import { checkLastModified } from './last-modified'
import type { ConditionalPolicy, ConditionalRequest } from './policy'
import { evaluate } from './preconditions'

/** What is about to be changed, as it is now. */
export interface CurrentState {
  /** Its entity tag, as reads answer it (`etagOf` where they leave it to `conditional`). Default: none. */
  readonly etag?: string | null | undefined
  /** When it changed: a Date, epoch milliseconds, or a date as text. Default: unknown. */
  readonly lastModified?: ConditionalPolicy['lastModified']
  /** Whether it exists. Default: whether one of the above is given. */
  readonly exists?: boolean | undefined
  /** Where `Date` comes from. Default: the system's clock. */
  readonly clock?: ServerClock | undefined
}

/**
 * Whether a write may go on: `undefined`, or the 412 to answer it with. `If-Match` guards against lost updates,
 * `If-None-Match: *` against creating what is there, `If-Unmodified-Since` is the older form of the first (RFC 9110
 * section 13.1). Check and write in one transaction, or two writers can both pass. A read is never answered 304 here;
 * that is `conditional`'s.
 * @throws OptionError for a tag or date that is none
 */
export function checkPreconditions(request: ConditionalRequest, state: CurrentState): Response | undefined {
  const now = (state.clock ?? systemTime).now()
  const tag = state.etag === undefined || state.etag === null ? undefined : checkEtag(state.etag)
  const modified = checkLastModified(state.lastModified, now)
  const exists = state.exists ?? (tag !== undefined || modified !== undefined)
  const verdict = evaluate(request, { exists, tag, modified }, now)
  if (verdict === undefined || verdict === 'not-modified') return undefined
  return failed(verdict, request.method, exists && tag ? formatTag(tag) : undefined, now)
}
