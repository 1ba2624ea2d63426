/** What people do with a manager: everything but writing. */
import type { Chance } from '@freshline/test-utils'
import { later } from './machine'
import type { Page } from './page'
import { LOADED } from './page-network'
import { KEYS } from './plan'
import { drawTarget } from './resources'

export function invalidate(page: Page, key: string, chance: Chance): void {
  const { target, keys, sure, kind } = drawTarget(chance, key, (each) => page.isRegistered(each))
  page.place.licensed(keys)
  page.place.invalidated(sure)
  page.world.tally.add(`action: invalidate by ${kind}`)
  page.say(() => `invalidates ${String(target)}: ${keys.join()}`)
  const refetch = chance.percent(20) ? 'none' : 'wanted'
  if (refetch === 'wanted') page.place.owes(sure)
  page.wait('invalidate', [], () => page.manager.invalidate(target, { refetch }))
}

export function refresh(page: Page, key: string, chance: Chance): void {
  const options = { force: chance.percent(40), ifStale: chance.percent(20) }
  const isAll = chance.percent(20)
  const drawn = drawTarget(chance, key, (each) => page.isRegistered(each))
  const keys = isAll ? KEYS : drawn.keys
  page.say(() => `refreshes ${keys.join()} ${JSON.stringify(options)}`)
  if (options.force) page.place.licensed(keys)
  page.wait('refresh', keys, () =>
    isAll ? page.manager.refreshAll(options) : page.manager.refresh(drawn.target, options),
  )
}

export function pause(page: Page, key: string, chance: Chance): void {
  const { permissions, manager } = page
  // A key that is disabled has a switch of its own.
  if (chance.percent(40) && page.isFollowed(key) && !permissions.disabled.has(key)) {
    const isOff = !permissions.mayBePaused(key)
    page.place.asked([key])
    page.place.requests.restart(key)
    permissions.pause([key], isOff)
    if (isOff) manager.pause(key)
    else manager.resume(key)
    return
  }
  const turn = () => {
    page.place.asked(KEYS)
    page.place.requests.restart()
    permissions.isPaused = !permissions.isPaused
    if (permissions.isPaused) manager.pause()
    else manager.resume()
  }
  turn()
  if (permissions.isPaused && chance.percent(60))
    laterOn(page, chance.pick([2000, 15_000]), () => {
      if (permissions.isPaused) turn()
    })
}

/** The switch of one key, which its last registration takes along. */
export function enable(page: Page, key: string, chance: Chance): boolean | void {
  if (!page.isRegistered(key) || page.permissions.mayBePaused(key)) return false
  page.manager.setEnabled(key, false)
  page.permissions.pause([key], true)
  page.permissions.disabled.add(key)
  laterOn(page, chance.pick([1000, 20_000]), () => {
    page.permissions.pause([key], false)
    page.permissions.disabled.delete(key)
    page.place.asked([key])
    page.place.requests.restart(key)
    page.manager.setEnabled(key, true)
  })
}

/** Nobody is left, as when an application is taken off its page, and put on again. */
export function leave(page: Page, _key: string, chance: Chance): void {
  for (const { registration } of page.registrations.splice(0)) registration.unregister()
  for (const key of KEYS) page.unwatch(key)
  laterOn(page, chance.pick([1000, 20_000]), () => {
    for (const key of page.world.keys) {
      if (!page.watches.has(key)) page.watch(key)
      if (!page.isRegistered(key)) page.register(key)
    }
  })
}

/** Registrations come and go. */
export function register(page: Page, key: string, chance: Chance): void {
  const index = page.registrations.findIndex((each) => each.key === key)
  if (index >= 0 && chance.percent(60)) {
    const [gone] = page.registrations.splice(index, 1)
    gone?.registration.unregister()
    page.left(key)
    if (chance.percent(70)) return
  }
  page.register(key)
}

export function subscribe(page: Page, key: string): void {
  if (page.watches.has(key)) page.unwatch(key)
  else page.watch(key)
}

export function prefetch(page: Page, key: string): boolean | void {
  if (!page.permissions.page.online) return false
  const resource = { ...page.world.keyOf(key).options, key, fetcher: page.network.fetcher(key) }
  page.wait('prefetch', [key], () => page.manager.prefetch(resource))
}

/** The cache is asked for something, of which pages and switches know nothing. */
export function load(page: Page, key: string): boolean | void {
  if (!page.permissions.page.online || page.world.versions) return false
  const life = { ttl: LOADED, tags: page.world.keyOf(key).options.tags ?? [] }
  page.wait('load', [key], () => page.place.cache.load(key, page.network.fetcher(key, true), life), true)
}

export function empty({ place }: Page, key: string, chance: Chance): void {
  const keys = chance.percent(80) ? [key] : KEYS
  place.knowledge.emptied(keys, ++place.sequence, false)
  place.licensed(keys)
  if (keys === KEYS) place.cache.clear()
  else place.cache.delete(key)
}

/** Somebody signs out: everything in the cache is gone, whoever brought it. */
export function reset(page: Page, _key: string, chance: Chance): void {
  const { announcements, manager, permissions, place } = page
  place.knowledge.emptied(KEYS, ++place.sequence, true)
  place.licensed(KEYS)
  place.requests.restart()
  place.resets++
  announcements.reset()
  for (const each of KEYS) {
    if (page.isRegistered(each)) permissions.first(each)
    for (const other of place.pages) place.requests.forgives(other, each)
  }
  for (const { returns } of place.pages) returns.forget()
  manager.reset(chance.percent(50) ? { scope: `user ${place.resets}` } : {})
}

/** Somebody does something on a page later, when it is awake, and if the manager is still there. */
function laterOn(page: Page, ms: number, run: () => void): void {
  later(page.place, ms, () => {
    if (!page.isDisposed) run()
  })
}
