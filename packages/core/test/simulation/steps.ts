/** What a step does. Whoever is away, or gone, does nothing. */
import { flush, seeded, type Chance } from '@freshline/test-utils'
import * as machine from './machine'
import type { Page } from './page'
import * as people from './people'
import { KEYS, type Kind, type Step } from './plan'
import type { World } from './world'
import { mutate, set } from './writes'

/** What a user, or the machine, does to a page that is there and awake. Answers false where there was nothing to do. */
export type Act = (page: Page, key: string, chance: Chance) => boolean | void

const ACTS: Partial<Record<Kind, Act>> = {
  mutate,
  set,
  invalidate: people.invalidate,
  refresh: people.refresh,
  hide: machine.hide,
  network: machine.network,
  focus: machine.focus,
  pause: people.pause,
  enable: people.enable,
  register: people.register,
  subscribe: people.subscribe,
  prefetch: people.prefetch,
  load: people.load,
  empty: people.empty,
  reset: people.reset,
  freeze: machine.freeze,
  sleep: machine.sleep,
  clock: machine.setClock,
  kill: ({ place }) => place.kill(),
  dispose: (page) => page.dispose(),
  leave: people.leave,
}

/** Does one thing. */
export async function take(world: World, { kind, page: slot, key, roll, index }: Step): Promise<boolean> {
  const chance = seeded(roll)
  // A scope serialises the writes of one page: without versions each key has one writer.
  const isWriters = kind === 'mutate' && !world.versions
  const { pages } = world
  const place = world.places[slot]
  const page = isWriters
    ? pages[KEYS.findIndex((each) => each === key) % pages.length]
    : place?.pages[(roll >> 4) % place.pages.length]
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
  } else if (kind === 'reload' && place && !place.isAway) {
    told()
    if (place.active.length > 0) place.kill()
    const others = pages.filter((each) => !each.place.isAway)
    world.open(slot, chance.percent(50) ? chance.pick(others) : undefined)
  } else if (page && !page.place.isGone && !page.isDisposed && !page.place.isAway) {
    told()
    ACTS[kind]?.(page, key, chance)
  }
  const isQuiet = chance.percent(70)
  if (isQuiet) await flush().then(flush)
  return isQuiet || kind === 'wait'
}

/** The server changes by itself; some pages are told of it. */
function change(world: World, key: string, chance: Chance): void {
  const { n } = world.server.change(key)
  world.say(() => `the server has ${n} of ${key}`)
  for (const page of world.pages) {
    if (page.place.isGone || page.isDisposed || page.place.isAway) continue
    if (chance.percent(world.keyOf(key).interval > 0 ? 70 : 30)) continue
    page.place.invalidated([key])
    page.place.owes([key])
    page.wait('invalidate', [], () => page.manager.invalidate(key))
  }
}
