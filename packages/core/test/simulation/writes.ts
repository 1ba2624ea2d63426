/** What somebody writes on a page: mutations of every kind, and data set by hand. */
import { isDefiniteRejection, outcome } from '@freshline/core'
import { flush, type Chance } from '@freshline/test-utils'
import type { Page } from './page'
import { drawTarget } from './resources'
import type { Value } from './server'

/** What the server holds is pushed, and set by hand. */
export function set(page: Page, key: string): void {
  // An update that is open would count twice what the push holds already.
  if ((page.place.writing.get(key) ?? 0) > 0) return
  const { world } = page
  const value = world.server.read(key)
  page.reads.brought(key, value, ++page.place.sequence, Infinity)
  page.place.asked([key])
  page.say(() => `sets ${key} to ${value.n}`)
  page.manager.setData(key, { ...value }, world.versions ? { version: value.n } : {})
}

/** Somebody writes: with or without an optimistic update, with or without storing the answer. */
export function mutate(page: Page, key: string, chance: Chance): void {
  const { world } = page
  const { manager, place, reads } = page
  const { knowledge, writing } = place
  const id = ++world.mutations
  const { target, keys, sure, kind } = drawTarget(chance, key, (each) => page.isRegistered(each))
  const isOptimistic = chance.percent(60)
  const isCommitted = chance.percent(30)
  // Versions are per key: a floor is raised for what is named, not for what a pattern reaches.
  const isNamed = world.versions && (kind === 'key' || isOptimistic || isCommitted)
  const { resets } = place
  let settledAt = 0
  let made: Value | undefined
  page.say(
    () =>
      `mutates ${id}: ${key}, of ${keys.join()}${isOptimistic ? ', optimistic' : ''}${isCommitted ? ', commit' : ''}`,
  )
  world.tally.add('action: mutate')
  if (isOptimistic) world.tally.add('action: mutate optimistically')
  writing.set(key, (writing.get(key) ?? 0) + 1)
  knowledge.open.add(id)
  place.invalidating.set(id, keys)
  // Nobody can tell whether an answer that is on its way now will hold it.
  place.doubts(keys)
  const settled = () => {
    place.licensed(keys)
    settledAt = place.sequence
  }
  const written = (value: Value) => {
    settled()
    // The manager hears of it a few turns later.
    void flush().then(() => knowledge.open.delete(id))
    made = value
    if (isNamed) knowledge.made(key, value.n)
    page.say(() => `has written ${id}: ${key}, ${value.n}`)
    return world.versions ? outcome(value, { version: value.n }) : value
  }
  const refused = (error: unknown) => {
    settled()
    throw error
  }
  const update = (value: Value | undefined): Value => ({ n: value?.n ?? 0, ids: [...(value?.ids ?? []), id] })
  const store = (value: Value) => {
    reads.brought(key, value, ++place.sequence, Infinity)
    place.asked([key])
    return { ...value }
  }
  const done = () => {
    page.say(() => `is done with ${id}: ${key}`)
    world.tally.add('action: a mutation succeeded')
    if (place.resets !== resets || !made) return
    place.invalidated(sure, settledAt)
    if (isNamed) knowledge.succeeded(key, made.n, id)
    // What the server took before another write that is shown by now is held with the next answer.
    const isLatest = !isNamed || made.n >= knowledge.of(key).made
    if (isOptimistic || (isCommitted && isLatest)) reads.keeps(key, id, settledAt)
  }
  const failed = (error: unknown) => {
    page.say(() => `failed ${id}: ${key}, ${String(error)}`)
    world.tally.add(`action: a mutation failed${isOptimistic ? ', and was taken back' : ''}`)
    if (place.resets === resets && !isDefiniteRejection(error)) place.invalidated(sure, settledAt)
    throw error
  }
  const run = () =>
    manager
      .mutate<Value>(() => page.network.write(key, id).then(written, refused), {
        invalidates: [target],
        ...(isOptimistic && { optimistic: [{ key, update }] }),
        ...(isCommitted && { commit: [{ key, data: store }] }),
        // Without versions, overlapping writes of a key are in order only when serialised.
        ...(!world.versions && { scope: key }),
      })
      .then(done, failed)
      .finally(() => {
        writing.set(key, (writing.get(key) ?? 1) - 1)
        place.invalidating.delete(id)
        place.requests.restart()
      })
  page.wait('mutate', [], run, true)
}
