/** Why a request was made or saved, and what came of it, in a sentence. Pure. */
import { reasonWords } from '../../reason-words'
import { duration } from '../../time-words'
import type { RequestResult, TimelineItem } from './timeline'

/** The results, as the timeline names them. */
export const RESULTS: Readonly<Record<RequestResult, string>> = {
  running: 'under way',
  changed: 'changed',
  unchanged: 'unchanged',
  notModified: '304',
  failed: 'failed',
  aborted: 'aborted',
  superseded: 'superseded',
  hit: 'fresh hit',
  joined: 'joined',
}

const OUTCOMES: Readonly<Record<RequestResult, string>> = {
  running: 'no answer yet',
  changed: 'the answer changed the data',
  unchanged: 'the answer was what was held already, so nothing was rendered',
  notModified: 'the server said 304, nothing has changed: no body was sent, nothing was rendered',
  failed: 'it failed, and what was held is kept',
  aborted: 'it was given up, for nobody wanted the answer any more',
  superseded: 'its answer was refused, because something newer is held',
  hit: '',
  joined: '',
}

/** Who needs a key's data where no request is made for it. */
const READERS: Readonly<Record<string, string>> = {
  register: 'one more place began to show it',
  prefetch: 'somebody called prefetch()',
  refresh: 'somebody called refresh()',
}

/** The whole sentence. */
export function whyOf(item: TimelineItem): string {
  const who = READERS[item.reason ?? ''] ?? 'somebody needed it'
  if (item.result === 'hit') return `Saved: ${who}, and what is held was still fresh.`
  if (item.result === 'joined') return `Saved: ${who} while a request was under way; its answer serves both.`
  const cause = item.byMutation ? 'a mutation named it' : reasonWords(item.reason)
  const often = item.attempts > 1 ? ` (${item.attempts} attempts)` : ''
  const how = item.forced ? ', past every cache' : ''
  const message = item.message ? ` (${item.message})` : ''
  return `Asked${how} because ${cause}; ${OUTCOMES[item.result]}${message}${often}.`
}

/** How long it took, or has taken so far. */
export function tookOf({ startedAt, endedAt, result }: TimelineItem, now: number): string {
  if (result === 'hit' || result === 'joined') return '0 ms'
  return duration((endedAt ?? now) - startedAt)
}

/** What a filter of the timeline shows. */
export type ResultFilter = 'all' | 'requests' | 'saved' | 'failed'

const SAVED: readonly RequestResult[] = ['hit', 'joined', 'notModified']
const BAD: readonly RequestResult[] = ['failed', 'aborted', 'superseded']

/** The filters, in their order. */
export const RESULT_FILTERS: Readonly<Record<ResultFilter, string>> = {
  all: 'All',
  requests: 'Asked',
  saved: 'Saved',
  failed: 'Failed or refused',
}

/** Whether a filter shows a result. A 304 is a request, and saves its body. */
export function isShown(filter: ResultFilter, result: RequestResult): boolean {
  if (filter === 'requests') return result !== 'hit' && result !== 'joined'
  if (filter === 'saved') return SAVED.includes(result)
  return filter === 'all' || BAD.includes(result)
}
