/** Times and spans as people read them. All input is milliseconds. */
const LOCALE = 'en-US'
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const MONTH = 30.44 * DAY
const YEAR = 365.25 * DAY

const date = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric' })
const dayMonth = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', timeZone: 'UTC' })
const dateTime = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'medium' })
/** As `<freshness-indicator>` says it. */
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto', style: 'narrow' })
const clock = new Intl.DateTimeFormat(LOCALE, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})
const hour = new Intl.DateTimeFormat(LOCALE, {
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})

/** Nov 3, 2026 */
export const formatDate = (at: number): string => date.format(at)

/** Nov 3, of the UTC day that starts at `at` */
export const formatDay = (at: number): string => dayMonth.format(at)

/** Nov 3, 2026, 4:05:06 PM */
export const formatDateTime = (at: number): string => dateTime.format(at)

/** 16:05:06 */
export const formatClock = (at: number): string => clock.format(at)

/** Tue 16:00 */
export const formatHour = (at: number): string => hour.format(at)

/** A span in its largest unit: 12 s, 4 min, 3 h, 2 d, 8 mo, 3 y. Spans below zero count as none. */
export function formatSpan(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h`
  if (ms < 60 * DAY) return `${Math.floor(ms / DAY)} d`
  if (ms < 2 * YEAR) return `${Math.round(ms / MONTH)} mo`
  return `${Math.floor(ms / YEAR)} y`
}

/** How long ago: now, 12s ago, 4m ago. A future time, from a clock that runs ahead, is now. */
export function formatAgo(at: number, now: number): string {
  return relative.format(...toUnits(now - at, -1))
}

/** How far away: in 12s, 4m ago. */
export function formatDistance(at: number, now: number): string {
  return at > now ? relative.format(...toUnits(at - now, 1)) : formatAgo(at, now)
}

/** A span in its largest unit, towards the past or the future. */
function toUnits(ms: number, sign: 1 | -1): [number, Intl.RelativeTimeFormatUnit] {
  const whole = (unit: number) => (ms < unit ? 0 : sign * Math.floor(ms / unit))
  if (ms < MINUTE) return [whole(SECOND), 'second']
  if (ms < HOUR) return [whole(MINUTE), 'minute']
  if (ms < 2 * DAY) return [whole(HOUR), 'hour']
  if (ms < 60 * DAY) return [whole(DAY), 'day']
  return ms < 2 * YEAR ? [sign * Math.round(ms / MONTH), 'month'] : [whole(YEAR), 'year']
}

/** A polling interval: 15 s, 1 min, 1.5 s. */
export function formatInterval(ms: number): string {
  if (ms >= MINUTE && ms % MINUTE === 0) return `${ms / MINUTE} min`
  return `${Number((ms / SECOND).toFixed(1))} s`
}

/** How long something took: 0.4 ms, 12 ms, 1.24 s. */
export function formatTook(ms: number): string {
  if (ms === 0) return '0 ms'
  if (ms < 10) return `${ms.toFixed(1)} ms`
  if (ms < SECOND) return `${Math.round(ms)} ms`
  return ms < MINUTE ? `${(ms / SECOND).toFixed(2)} s` : formatSpan(ms)
}

/** A count-down: 1:05 */
export function formatCountdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** The day of `at` as an `<input type="date">` takes it, in local time. */
export function toDateInput(at: number): string {
  const day = new Date(at)
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`
}

/** The end of the day that an `<input type="date">` names, in local time; undefined for nonsense. */
export function fromDateInput(text: string): number | undefined {
  const at = new Date(`${text}T23:59:59`).getTime()
  return Number.isFinite(at) ? at : undefined
}
