/** Two managers on one cache show the same: what one is told, the other has heard of. */
import type { Page } from './page'
import type { Place } from './place'
import { KEYS } from './plan'
import type { Value } from './server'

/** Looks at what two managers show of each key at one moment, but for what is only expected of a write by one of them. */
export function lookAtBoth(place: Place<Page>): void {
  const [one, two] = place.active
  if (!one || !two) return
  for (const key of KEYS) {
    const [a, b] = [one.manager.getSnapshot<Value>(key), two.manager.getSnapshot<Value>(key)]
    if (a.source === 'optimistic' || b.source === 'optimistic') continue
    place.tested(2, 'two managers show the same')
    if (a.data !== b.data)
      place.broken(
        2,
        `${key}: one manager shows ${JSON.stringify(a.data)}, the other ${JSON.stringify(b.data)}`,
      )
    else if (a.version !== b.version)
      place.broken(
        2,
        `${key}: one manager shows version ${String(a.version)}, the other ${String(b.version)}`,
      )
  }
}
