/** The modification date that a handler names, in whatever form it has it (RFC 9110 section 8.8.2). */
import { OptionError, parseHttpDate } from '@freshline/core/shared'

/** A date of four-digit years: anything else has no HTTP form. */
const LATEST = Date.UTC(10_000, 0)

/**
 * Epoch milliseconds in whole seconds; `undefined` where there is none.
 * @throws OptionError for what is no date
 */
export function checkLastModified(value: unknown, now: number): number | undefined {
  if (value === undefined || value === null) return undefined
  const time = toTime(value, now)
  if (time !== undefined && time >= 0 && time < LATEST) return Math.floor(time / 1000) * 1000
  throw new OptionError(
    'lastModified',
    value,
    'a Date, epoch milliseconds, an HTTP date or an ISO 8601 date, from 1970 on',
  )
}

function toTime(value: unknown, now: number): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'string') {
    return parseHttpDate(value, now) ?? (/^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : undefined)
  }
  return Object.prototype.toString.call(value) === '[object Date]' ? (value as Date).getTime() : undefined
}

/** The field value: whole seconds, and never later than the answer itself (RFC 9110 section 8.8.2.1). */
export function formatLastModified(modified: number, now: number): string {
  return new Date(Math.min(modified, now)).toUTCString()
}
