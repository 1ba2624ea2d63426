/** Times and durations as people say them. */

const UNITS = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1000 },
] as const

/** A duration in its largest unit of which there are at least two: `90 s`, `12 min`, `3 h`. */
export function duration(ms: number): string {
  if (ms === Infinity) return 'ever'
  for (const unit of UNITS) {
    if (ms >= 2 * unit.ms || (unit.name === 's' && ms >= 1000))
      return `${Math.round(ms / unit.ms)} ${unit.name}`
  }
  return `${Math.max(0, Math.round(ms))} ms`
}

/** A moment in the past, seen from now. */
export function ago(at: number, now: number): string {
  return now - at < 1000 ? 'just now' : `${duration(now - at)} ago`
}

/** A moment in the future, seen from now. */
export function until(at: number, now: number): string {
  return at <= now ? 'now' : `in ${duration(at - now)}`
}
