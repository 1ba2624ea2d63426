/**
 * Intervals of the portal, in milliseconds. `?speed=10` in the page's address divides all of them by ten, so that tests
 * and impatient visitors need not wait; without it they are what the names say.
 */

const FASTEST = 100

/** The divisor that an address asks for: 1 to 100, 1 where it asks for none or for nonsense. */
export function speedOf(search: string): number {
  const speed = Number(new URLSearchParams(search).get('speed') ?? 1)
  return speed >= 1 ? Math.min(speed, FASTEST) : 1
}

const speed = speedOf(globalThis.location?.search ?? '')

/** How often each thing is asked for. */
export const intervals = {
  releases: 300_000 / speed,
  /** While the release service cannot be asked: our server says when it tries again. */
  recovery: 30_000 / speed,
  attempts: 30_000 / speed,
  demo: 15_000 / speed,
} as const
