/** What one request leaves on the shelf. */
import { toKeptHeaders } from '../http/storable'
import { updateHeaders } from '../http/update-headers'
import type { CacheRequest } from './cache-request'
import type { Shelf } from './shelf'
import { isAnswerTo, type StoredResponse, variantOf } from './stored-response'

/** What belongs to the held bytes (RFC 9111 section 3.2). */
const OF_THE_BYTES = /^content-(encoding|length|range)$/

/** An answer without what depends on the request. */
type Answer = Omit<StoredResponse, 'headers' | 'variant' | 'at'>

/** Records answers to one request, which was sent `at` that time. */
export function createRecorder(shelf: Shelf, request: CacheRequest, at: StoredResponse['at']) {
  const [, , begun, run] = at
  const isNewer = (stored: StoredResponse) =>
    isAnswerTo(stored, request) && stored.at[3] === run && stored.at[2] > begun
  /** An answer as this request has it: with what is kept of these headers. */
  const renew = (answer: Answer, headers: Headers): StoredResponse => ({
    ...answer,
    headers: toKeptHeaders(headers),
    variant: variantOf(headers, request.headers),
    at,
  })
  return {
    renew,
    /** A held answer with the headers of a newer one (RFC 9111 section 3.2). */
    confirm: (stored: StoredResponse, headers: Headers) =>
      renew(stored, updateHeaders(stored.headers, toKeptHeaders(headers), OF_THE_BYTES)),
    /**
     * Replaces what is held for this request, each by what `change` makes of it (nothing, by default), and adds
     * something newer. What a later request found is left alone: answers may come in any order.
     */
    update(added: StoredResponse[], change?: (stored: StoredResponse) => StoredResponse[]) {
      // RFC 9111 section 5.2.1.5.
      if (request.asked.has('no-store')) return
      void shelf.update(request.url, begun, (all) => {
        if (all.some(isNewer)) return all
        const left = all.flatMap((held) => (isAnswerTo(held, request) ? (change?.(held) ?? []) : held))
        return [...added, ...left]
      })
    },
  }
}
