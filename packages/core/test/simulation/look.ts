/** What everybody could see of a page at one moment, and what must not be missing by then. */
import { lookAtBoth } from './check-both'
import type { Page } from './page'
import type { Place } from './place'
import { KEYS } from './plan'
import type { Value } from './server'

/** Looks. `isQuiet`: nothing is under way but what waits for time or for the network. */
export function look(place: Place<Page>, isQuiet: boolean): void {
  if (place.isGone || place.isAway) return
  for (const page of place.pages) lookAt(page, isQuiet)
  lookAtBoth(place)
  if (isQuiet) for (const { returns } of place.active) returns.look()
}

function lookAt(page: Page, isQuiet: boolean): void {
  const { announcements, manager, isDisposed, place } = page
  for (const key of KEYS) {
    const snapshot = manager.getSnapshot<Value>(key)
    announcements.consistent(key, snapshot)
    page.saw(key, snapshot)
    if (isQuiet && !isDisposed) announcements.settled(key, snapshot)
  }
  if (!isQuiet) return
  if (!isDisposed) lookForRequests(page)
  const isUnused = page.registrations.length === 0 && page.watches.size === 0
  if (isDisposed || (isUnused && page.open.size + place.requests.live === 0)) lookForRest(page)
}

/** Polls that nothing keeps back, and requests that are owed. */
function lookForRequests(page: Page): void {
  const { permissions, place, registrations, world } = page
  const { visible, online } = permissions.page
  if (online && (!visible || permissions.isPaused))
    for (const { key } of registrations) if (world.keyOf(key).interval > 0) page.tested(10, 'a poll is held')
  if (!visible) return
  for (const { key } of registrations) {
    if (!permissions.isAutomatic(key) || !page.polls(key) || place.isWritten(key)) continue
    const { interval } = world.keyOf(key)
    place.requests.pays(page, key)
    if (interval > 0) place.requests.polls(page, key, interval)
  }
}

/** Nobody is left: no timer, and no listener of the page. */
function lookForRest(page: Page): void {
  page.tested(9, page.isDisposed ? 'quiet after dispose' : 'quiet when nobody is left')
  const { pending } = page.own
  const { listening } = page.environment
  if (pending > 0) page.broken(9, `${pending} timers are left`)
  if (listening > 0) page.broken(9, `${listening} listeners are left`)
}
