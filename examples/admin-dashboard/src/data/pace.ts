/**
 * Intervals of the dashboard, in milliseconds. `?speed=10` in the page's address divides all of them by ten, so
 * that tests and impatient visitors need not wait; without it they are what the names say.
 */

const FASTEST = 100

/** The divisor that an address asks for: 1 to 100, 1 where it asks for none or for nonsense. */
export function speedOf(search: string): number {
  const speed = Number(new URLSearchParams(search).get('speed') ?? 1)
  return speed >= 1 ? Math.min(speed, FASTEST) : 1
}

const speed = speedOf(globalThis.location?.search ?? '')

/** How often each section asks the server. */
export const intervals = {
  stats: 30_000 / speed,
  audit: 30_000 / speed,
  keys: 15_000 / speed,
  customers: 30_000 / speed,
  users: 60_000 / speed,
  server: 30_000 / speed,
  monitoring: 10_000 / speed,
  /** Of the monitoring's summary, while another section is on screen. */
  watch: 30_000 / speed,
} as const

/**
 * How long data that is asked for so often is fresh. The table that page and server share says it; a page in a hurry
 * has shorter lives, as the table's times are not divided.
 */
export function ttlOf(interval: number): number | undefined {
  return speed === 1 ? undefined : interval + Math.min(interval, 5_000 / speed)
}

/** Data that has been stale for this long gets a warning. */
export const OVERDUE_AFTER = 300_000 / speed
