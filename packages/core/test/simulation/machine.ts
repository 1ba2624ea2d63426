/** What happens to a page whoever is on it: it is hidden and shown, loses its network, is frozen, sleeps, is closed. */
import type { Chance } from '@freshline/test-utils'
import type { Page } from './page'
import type { Place } from './place'
import { KEYS } from './plan'

export const hide = ({ permissions, place }: Page): void => place.turn({ visible: !permissions.page.visible })

export const network = ({ permissions, place }: Page): void =>
  place.turn({ online: !permissions.page.online })

export const focus = ({ permissions, place }: Page): void =>
  place.turn({ focused: !permissions.page.focused })

/** Nothing of the page runs, though time goes on, as with a tab in the background of a telephone. */
export function freeze({ place }: Page, _key: string, chance: Chance): void {
  place.turn({ visible: false })
  place.clock.freeze()
  place.leave()
  after(place, chance.pick([3000, 60_000, 600_000]), () => {
    place.clock.thaw()
    place.comeBack()
    place.turn({ visible: true })
  })
}

/** A laptop that is closed may have lost its network before, and finds it again when it is opened. */
export function sleep({ permissions, place }: Page, _key: string, chance: Chance): void {
  const presence = permissions.page
  const losesNetwork = presence.online && chance.percent(50)
  if (!losesNetwork) return fallAsleep(place, presence, chance, () => {})
  place.turn({ online: false })
  later(place, chance.pick([0, 15_000]), () =>
    fallAsleep(place, presence, chance, () => {
      if (!presence.online) place.turn({ online: true })
    }),
  )
}

/** The machine sleeps; `onWake` is told when it is awake again. */
function fallAsleep(
  place: Place,
  presence: { readonly visible: boolean },
  chance: Chance,
  onWake: () => void,
): void {
  // A clock that was set back hides a sleep from everybody, until somebody has read it.
  if (place.clock.isSetBack || place.world.isCalm) return onWake()
  place.clock.fallAsleep()
  place.leave()
  place.world.tally.add('clock: sleeps')
  after(place, chance.pick([2000, 30_000, 600_000]), () => {
    place.clock.wake()
    place.comeBack()
    onWake()
    if (chance.percent(50) || !presence.visible) return
    place.turn({ visible: false })
    place.turn({ visible: true })
  })
}

/** The wall clock is set: a sleep, for whoever sees it go ahead. */
export function setClock({ place }: Page, _key: string, chance: Chance): void {
  const by = chance.pick([-86_400_000, -500, 500, 3_600_000])
  place.world.tally.add(`clock: jumps ${by < 0 ? 'back' : 'ahead'}`)
  place.asked(KEYS)
  place.clock.setWall(by)
}

/** Happens to a page later, if it is still there. */
export function after(place: Place, ms: number, run: () => void): void {
  place.world.clock.schedule(() => {
    if (!place.isGone) run()
  }, ms)
}

/** Happens on a page later, when it is there and awake, and unless the end has come. */
export function later(place: Place, ms: number, run: () => void): void {
  after(place, ms, () =>
    place.deliver(() => {
      if (place.active.length > 0) run()
    }),
  )
}
