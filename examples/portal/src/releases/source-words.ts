/** How things stand between our server and the release service, in words for people. Pure: every case is tested. */
import type { SourceState, UpstreamReason } from '@freshline/example-server/api-types'
import { formatIn, formatMoment, formatTime } from '../format/time'

/** What the page says. */
export interface SourceWords {
  tone: 'ok' | 'warn' | 'bad'
  /** The state in a few words. */
  title: string
  /** What that means for what is shown, and when it may change. */
  text: string
  /** The same for a screen reader, without times that move on: told when it becomes another. */
  spoken: string
}

const failures: Record<UpstreamReason, string> = {
  unreachable: 'The release service is unreachable',
  timeout: 'The release service is not answering in time',
  failed: 'The release service reports an error',
  garbage: 'The release service sent something unreadable',
  rate_limited: 'The request budget is used up',
}

/** The times of a source by this machine's clock: `shift` is how far ours runs ahead of the server's. */
export function toLocalTimes(source: SourceState, shift: number): SourceState {
  const move = (at: number | null) => (at === null ? null : at + shift)
  return {
    ...source,
    at: source.at + shift,
    asOf: move(source.asOf),
    retryAt: move(source.retryAt),
    resetsAt: move(source.resetsAt),
  }
}

/** What to say of a source, its times by the clock that says `now`. */
export function sourceWords(source: SourceState, now: number): SourceWords {
  const { stale, reason, asOf, retryAt } = source
  if (!stale) {
    const text =
      asOf === null
        ? 'Nothing has been confirmed yet.'
        : `Confirmed by the release service ${formatMoment(asOf, now)}.`
    return { tone: 'ok', title: 'Connected', text, spoken: 'The release service is answering' }
  }
  const isUsedUp = reason === 'rate_limited' && source.remaining === 0
  const title =
    reason === null
      ? 'The releases have not been confirmed for a while'
      : reason === 'rate_limited' && !isUsedUp
        ? 'The release service asked for a pause'
        : failures[reason]
  const shown = asOf === null ? 'Nothing is kept yet.' : `Showing what we had ${formatMoment(asOf, now)}.`
  const tone = asOf === null || reason === 'garbage' ? 'bad' : 'warn'
  return { tone, title, text: [shown, next(isUsedUp, retryAt, now)].join(' ').trim(), spoken: title }
}

function next(isUsedUp: boolean, retryAt: number | null, now: number): string {
  if (retryAt === null || retryAt <= now) return 'Trying again shortly.'
  if (isUsedUp) return `There will be new requests at ${formatTime(retryAt)}, ${formatIn(retryAt, now)}.`
  return retryAt - now < 60_000 ? 'Trying again within a minute.' : `Trying again at ${formatTime(retryAt)}.`
}
