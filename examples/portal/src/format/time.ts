/** Times and spans as people read them. All input is milliseconds. */
const LOCALE = 'en-US'
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const clock = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const exactClock = new Intl.DateTimeFormat(LOCALE, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})
const date = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric' })
const dateTime = new Intl.DateTimeFormat(LOCALE, {
  dateStyle: 'medium',
  timeStyle: 'medium',
  hourCycle: 'h23',
})

/** 10:42 */
export const formatTime = (at: number): string => clock.format(at)

/** 10:42:07 */
export const formatExactTime = (at: number): string => exactClock.format(at)

/** Nov 3, 2026 */
export const formatDate = (at: number): string => date.format(at)

/** Nov 3, 2026, 10:42:07 */
export const formatDateTime = (at: number): string => dateTime.format(at)

/** `at 10:42` of the same day, else with the day. */
export function formatMoment(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  return isToday ? `at ${formatTime(at)}` : `on ${formatDate(at)} at ${formatTime(at)}`
}

/** A span in its largest unit: 12 s, 4 min, 3 h, 2 days. Spans below zero count as none. */
export function formatSpan(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h`
  const days = Math.floor(ms / DAY)
  return days === 1 ? '1 day' : `${days} days`
}

/** How long ago: just now, 12 s ago, 4 min ago. A time that is still to come is just now. */
export function formatAgo(at: number, now: number): string {
  const age = now - at
  return age < 5 * SECOND ? 'just now' : `${formatSpan(age)} ago`
}

/** How far away: in 12 s, in 4 min, in 60 min; `now` once it is there. */
export function formatIn(at: number, now: number): string {
  const left = at - now
  if (left <= 0) return 'now'
  if (left < MINUTE) return `in ${Math.ceil(left / SECOND)} s`
  return left < 2 * HOUR ? `in ${Math.round(left / MINUTE)} min` : `in ${formatSpan(left)}`
}
