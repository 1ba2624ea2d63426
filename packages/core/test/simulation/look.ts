/** What everybody could see of a page at one moment, and what must not be missing by then. */
import type { Page } from './page'
import { KEYS } from './plan'
import type { Value } from './server'

/** Looks. `isQuiet`: nothing is under way but what waits for time or for the network. */
export function look(page: Page, isQuiet: boolean): void {
  if (page.isGone || page.isAway) return
  const { announcements, manager, isDisposed } = page
  for (const key of KEYS) {
    const snapshot = manager.getSnapshot<Value>(key)
    announcements.consistent(key, snapshot)
    page.saw(key, snapshot)
    if (isQuiet && !isDisposed) announcements.settled(key, snapshot)
  }
  if (!isQuiet) return
  if (!isDisposed) lookForRequests(page)
  const isUnused = page.registrations.length === 0 && page.watches.size === 0
  if (isDisposed || (isUnused && page.open.size + page.requests.live === 0)) lookForRest(page)
}

/** Polls that nothing keeps back, and requests that are owed. */
function lookForRequests({ permissions, registrations, requests, writing, world, tested }: Page): void {
  const { visible, online } = permissions.page
  if (online && (!visible || permissions.isPaused))
    for (const { key } of registrations) if (world.keyOf(key).interval > 0) tested(10, 'a poll is held')
  if (!visible || [...writing.values()].some((count) => count > 0)) return
  for (const { key } of registrations) {
    if (!permissions.isAutomatic(key) || permissions.mayBePaused(key)) continue
    const { interval } = world.keyOf(key)
    requests.pays(key)
    if (interval > 0) requests.polls(key, interval)
  }
}

/** Nobody is left: no timer, and no listener of the page. */
function lookForRest(page: Page): void {
  page.tested(9, page.isDisposed ? 'quiet after dispose' : 'quiet when nobody is left')
  const { pending } = page.clock
  const { listening } = page.environment
  if (pending > 0) page.broken(9, `${pending} timers are left`)
  if (listening > 0) page.broken(9, `${listening} listeners are left`)
}
