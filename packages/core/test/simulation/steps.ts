/** What a step does. Whoever is away, or gone, does nothing. */
import { flush, seeded, type Chance } from '@freshline/test-utils'
import type { Page } from './page'
import { LOADED } from './page-network'
import { KEYS, type Kind, type Step } from './plan'
import { drawTarget } from './resources'
import type { World } from './world'
import { mutate, set } from './writes'

/** What a user, or the machine, does to a page that is there and awake. Answers false where there was nothing to do. */
type Act = (page: Page, key: string, chance: Chance) => boolean | void

const ACTS: Partial<Record<Kind, Act>> = {
  mutate,
  set: (page, key) => set(page, key),
  invalidate,
  refresh,
  hide: (page) => page.turn({ visible: !page.permissions.page.visible }),
  network: (page) => page.turn({ online: !page.permissions.page.online }),
  focus: (page) => page.turn({ focused: !page.permissions.page.focused }),
  pause,
  enable,
  register,
  subscribe(page, key) {
    if (!page.watches.has(key)) return page.watch(key)
    page.unwatch(key)
  },
  prefetch(page, key) {
    if (!page.permissions.page.online) return false
    const resource = { ...page.world.keyOf(key).options, key, fetcher: page.network.fetcher(key) }
    page.wait('prefetch', [key], () => page.manager.prefetch(resource))
  },
  load(page, key) {
    if (!page.permissions.page.online || page.world.versions) return false
    const life = { ttl: LOADED, tags: page.world.keyOf(key).options.tags ?? [] }
    page.wait('load', [key], () => page.cache.load(key, page.network.fetcher(key, true), life), true)
  },
  empty(page, key, chance) {
    const keys = chance.percent(80) ? [key] : KEYS
    page.reads.emptied(keys, ++page.sequence, false)
    page.requests.licensed(keys, ++page.sequence)
    if (keys === KEYS) page.cache.clear()
    else page.cache.delete(key)
  },
  reset(page, _key, chance) {
    page.reads.emptied(KEYS, ++page.sequence, true)
    page.requests.licensed(KEYS, ++page.sequence)
    page.requests.restart()
    page.resets++
    page.announcements.reset()
    for (const each of KEYS) {
      page.permissions.first(each)
      page.requests.forgives(each)
    }
    page.manager.reset(chance.percent(50) ? { scope: `user ${page.resets}` } : {})
  },
  freeze(page, _key, chance) {
    page.turn({ visible: false })
    page.clock.freeze()
    page.leave()
    after(page, chance.pick([3000, 60_000, 600_000]), () => {
      page.clock.thaw()
      page.comeBack()
      page.turn({ visible: true })
    })
  },
  sleep(page, _key, chance) {
    const { page: presence } = page.permissions
    // A laptop that is closed may have lost its network before, and finds it again when it is opened.
    const losesNetwork = presence.online && chance.percent(50)
    if (!losesNetwork) return sleep(page, chance, () => {})
    page.turn({ online: false })
    later(page, chance.pick([0, 15_000]), () =>
      sleep(page, chance, () => {
        if (!presence.online) page.turn({ online: true })
      }),
    )
  },
  clock: (page, _key, chance) => page.clock.setWall(chance.pick([-86_400_000, -500, 500, 3_600_000])),
  kill: (page) => page.kill(),
  dispose: (page) => page.dispose(),
  leave,
}

/** Does one thing. */
export async function take(world: World, { kind, page: slot, key, roll, index }: Step): Promise<boolean> {
  const chance = seeded(roll)
  // A scope serialises the writes of one page: without versions each key has one writer.
  const isWriters = kind === 'mutate' && !world.versions
  const page = world.pages[isWriters ? KEYS.findIndex((each) => each === key) % world.pages.length : slot]
  const told = () => {
    world.say(() => `--- step ${index}: ${kind}, page ${slot}, ${key}`)
    world.tally.add(`action: ${kind}`)
  }
  if (kind === 'wait') {
    told()
    await world.clock.advance(chance.pick([0, 1, 50, 300, 1000, 3000, 3000, 12_000, 40_000]))
  } else if (kind === 'change') {
    told()
    change(world, key, chance)
  } else if (kind === 'weather') {
    told()
    Object.assign(world.network.weather, {
      faults: chance.pick([0, 10, 35, 100]),
      delay: chance.pick([5, 400, 2500]),
    })
  } else if (kind === 'reload' && page && !page.isAway) {
    told()
    if (!page.isGone && !page.isDisposed) page.kill()
    const others = world.pages.filter((each) => !each.isAway)
    world.open(slot, chance.percent(50) ? chance.pick(others) : undefined)
  } else if (page && !page.isGone && !page.isDisposed && !page.isAway) {
    told()
    ACTS[kind]?.(page, key, chance)
  }
  const isQuiet = chance.percent(70)
  if (isQuiet) await flush().then(flush)
  return isQuiet || kind === 'wait'
}

/** The machine does something to a page later, if it is still there. */
function after(page: Page, ms: number, run: () => void): void {
  page.world.clock.schedule(() => {
    if (!page.isGone) run()
  }, ms)
}

/** Somebody does something on a page later, when it is awake. */
function later(page: Page, ms: number, run: () => void): void {
  after(page, ms, () =>
    page.deliver(() => {
      if (!page.isDisposed) run()
    }),
  )
}

/** The machine sleeps; `onWake` is told when it is awake again. */
function sleep(page: Page, chance: Chance, onWake: () => void): void {
  // A clock that was set back hides a sleep from everybody, until somebody has read it.
  if (page.clock.isSetBack || page.world.isCalm) return onWake()
  page.clock.fallAsleep()
  page.leave()
  after(page, chance.pick([2000, 30_000, 600_000]), () => {
    page.clock.wake()
    page.comeBack()
    onWake()
    if (chance.percent(50) || !page.permissions.page.visible) return
    page.turn({ visible: false })
    page.turn({ visible: true })
  })
}

/** The server changes by itself; some pages are told of it. */
function change(world: World, key: string, chance: Chance): void {
  const { n } = world.server.change(key)
  world.say(() => `the server has ${n} of ${key}`)
  for (const page of world.pages) {
    if (page.isGone || page.isDisposed || page.isAway) continue
    if (chance.percent(world.keyOf(key).interval > 0 ? 70 : 30)) continue
    page.invalidated([key])
    page.owes([key])
    page.wait('invalidate', [], () => page.manager.invalidate(key))
  }
}

function invalidate(page: Page, key: string, chance: Chance): void {
  const { target, keys, sure, kind } = drawTarget(chance, key, (each) => page.isRegistered(each))
  page.requests.licensed(keys, ++page.sequence)
  page.invalidated(sure)
  page.world.tally.add(`action: invalidate by ${kind}`)
  page.say(() => `invalidates ${String(target)}: ${keys.join()}`)
  const refetch = chance.percent(20) ? 'none' : 'wanted'
  if (refetch === 'wanted') page.owes(sure)
  page.wait('invalidate', [], () => page.manager.invalidate(target, { refetch }))
}

function refresh(page: Page, key: string, chance: Chance): void {
  const options = { force: chance.percent(40), ifStale: chance.percent(20) }
  const isAll = chance.percent(20)
  const drawn = drawTarget(chance, key, (each) => page.isRegistered(each))
  const keys = isAll ? KEYS : drawn.keys
  page.say(() => `refreshes ${keys.join()} ${JSON.stringify(options)}`)
  if (options.force) page.requests.licensed(keys, ++page.sequence)
  page.wait('refresh', keys, () =>
    isAll ? page.manager.refreshAll(options) : page.manager.refresh(drawn.target, options),
  )
}

function pause(page: Page, key: string, chance: Chance): void {
  const { permissions, manager } = page
  if (chance.percent(40) && page.isFollowed(key)) {
    const isOff = !permissions.mayBePaused(key)
    page.requests.asked([key])
    page.requests.restart(key)
    permissions.pause([key], isOff)
    if (isOff) manager.pause(key)
    else manager.resume(key)
    return
  }
  const turn = () => {
    page.requests.asked(KEYS)
    page.requests.restart()
    permissions.isPaused = !permissions.isPaused
    if (permissions.isPaused) manager.pause()
    else manager.resume()
  }
  turn()
  if (permissions.isPaused && chance.percent(60))
    later(page, chance.pick([2000, 15_000]), () => {
      if (permissions.isPaused) turn()
    })
}

/** The switch of one key, which its last registration takes along. */
function enable(page: Page, key: string, chance: Chance): boolean | void {
  if (!page.isRegistered(key) || page.permissions.mayBePaused(key)) return false
  page.manager.setEnabled(key, false)
  page.requests.forgives(key)
  page.permissions.pause([key], true)
  later(page, chance.pick([1000, 20_000]), () => {
    page.permissions.pause([key], false)
    page.requests.asked([key])
    page.requests.restart(key)
    page.manager.setEnabled(key, true)
  })
}

/** Nobody is left, as when an application is taken off its page, and put on again. */
function leave(page: Page, _key: string, chance: Chance): void {
  for (const { registration } of page.registrations.splice(0)) registration.unregister()
  for (const key of KEYS) page.unwatch(key)
  later(page, chance.pick([1000, 20_000]), () => {
    for (const key of KEYS) {
      if (!page.watches.has(key)) page.watch(key)
      if (!page.isRegistered(key)) page.register(key)
    }
  })
}

/** Registrations come and go. */
function register(page: Page, key: string, chance: Chance): void {
  const index = page.registrations.findIndex((each) => each.key === key)
  if (index >= 0 && chance.percent(60)) {
    const [gone] = page.registrations.splice(index, 1)
    gone?.registration.unregister()
    page.left(key)
    if (chance.percent(70)) return
  }
  page.register(key)
}
