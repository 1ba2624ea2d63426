/** Times and shares as people read them, in the page's language. */

const when = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })
const percent = new Intl.NumberFormat('en', { style: 'percent' })
const count = new Intl.NumberFormat('en')
const since = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** A moment, by the reader's clock. */
export function toMoment(at: number): string {
  return when.format(at)
}

/** How long ago something was, in milliseconds, such as `3 minutes ago`. */
export function toAgo(ms: number): string {
  const seconds = Math.round(Math.max(0, ms) / 1000)
  if (seconds < 60) return since.format(-seconds, 'second')
  if (seconds < 3_600) return since.format(-Math.round(seconds / 60), 'minute')
  if (seconds < 86_400) return since.format(-Math.round(seconds / 3_600), 'hour')
  return since.format(-Math.round(seconds / 86_400), 'day')
}

/** The share of visitors who agreed, with how many were asked. */
export function toShare({ accept, reject }: { accept: number; reject: number }): string {
  const all = accept + reject
  return all === 0 ? 'no answers yet' : `${percent.format(accept / all)} of ${count.format(all)}`
}

/** A size in bytes, in kilobytes of 1,000. */
export function toSize(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} KB`
}
