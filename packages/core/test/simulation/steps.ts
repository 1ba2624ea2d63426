/** What somebody does to a page, one thing at a time, as chance decides. */
import { isDefiniteRejection, outcome, type DataSyncManager } from '@freshline/core'
import { flush } from '@freshline/test-utils'
import { send, type Value } from './fake-server'
import { drawTarget, KEYS } from './scenario'
import type { World } from './world'

/** Does one thing. */
export async function step(world: World): Promise<void> {
  const { chance, clock, permissions } = world
  const owner = chance.whole(0, world.managers.length - 1)
  const manager = world.managers[owner]
  if (!manager) return
  const key = chance.pick(KEYS)
  const roll = chance.whole(0, 99)
  const { visible, online, focused } = permissions.page
  if (roll < 40) await clock.advance(chance.pick([0, 1, 50, 300, 1000, 3000, 12_000, 40_000]))
  else if (roll < 50) change(world, manager, key)
  else if (roll < 62) mutate(world, key)
  else if (roll < 68) invalidate(world, manager, owner, key)
  else if (roll < 72) set(world, manager, key)
  else if (roll < 79) refresh(world, manager, owner, key)
  else if (roll < 84) world.turn({ visible: !visible })
  else if (roll < 88) world.turn({ online: !online })
  else if (roll < 90) world.turn({ focused: !focused })
  else if (roll < 92) pause(world, manager, owner)
  else if (roll < 95) come(world, owner, key)
  else if (roll < 97) beside(world, manager, owner, key)
  else if (roll < 98) clock.sleep(chance.pick([2000, 600_000]))
  else if (roll < 99) clock.setWall(clock.now() + chance.pick([-86_400_000, -500, 500]))
  else reset(world, manager, owner)
  if (chance.percent(70)) await flush()
}

/** The server changes by itself. */
function change(world: World, manager: DataSyncManager, key: string): void {
  world.server.change(key)
  world.tell(manager, key)
}

function invalidate(world: World, manager: DataSyncManager, owner: number, key: string): void {
  const { chance, checker } = world
  const { target, keys, sure } = drawTarget(chance, key, (each) => world.isRegistered(each))
  checker.licensed(keys)
  checker.invalidated(sure)
  world.say(`invalidate ${String(target)}: ${keys.join()}`)
  const refetch = chance.percent(20) ? 'none' : 'wanted'
  world.wait(owner, 'invalidate', [], () => manager.invalidate(target, { refetch }))
}

/** What the server holds is pushed, and set by hand. */
function set(world: World, manager: DataSyncManager, key: string): void {
  // An update that is open would count twice what the push holds already.
  if ((world.writing.get(key) ?? 0) > 0) return
  const value = world.server.read(key)
  world.checker.wrote(key, value)
  world.say(`set ${key} to ${value.n}`)
  manager.setData(key, { ...value }, world.scenario.versions ? { version: value.n } : {})
}

function refresh(world: World, manager: DataSyncManager, owner: number, key: string): void {
  const { chance } = world
  const options = { force: chance.percent(40), ifStale: chance.percent(20) }
  const isAll = chance.percent(20)
  const { target, keys } = isAll
    ? { target: '*', keys: KEYS }
    : drawTarget(chance, key, (each) => world.isRegistered(each))
  if (options.force) world.checker.licensed(keys)
  world.wait(owner, 'refresh', keys, () =>
    isAll ? manager.refreshAll(options) : manager.refresh(target, options),
  )
}

function pause(world: World, manager: DataSyncManager, owner: number): void {
  const { paused } = world.permissions
  world.checker.asked(KEYS)
  if (paused.delete(owner)) return manager.resume()
  paused.add(owner)
  manager.pause()
}

/** Registrations come and go. */
function come(world: World, owner: number, key: string): void {
  const index = world.registrations.findIndex((each) => each.owner === owner && each.key === key)
  if (index >= 0 && world.chance.percent(60)) {
    const [gone] = world.registrations.splice(index, 1)
    gone?.registration.unregister()
    if (world.chance.percent(70)) return
  }
  world.register(owner, key)
}

/** What happens beside registrations: prefetches, loads of the cache, and removals. */
function beside(world: World, manager: DataSyncManager, owner: number, key: string): void {
  const { cache, chance, checker, permissions, scenario } = world
  const what = chance.whole(0, 3)
  const options = world.options.get(key) ?? {}
  if (what === 0 && permissions.page.online) {
    world.wait(owner, 'prefetch', [key], () =>
      manager.prefetch({ ...options, key, fetcher: world.fetcher(owner, key) }),
    )
  } else if (what === 1) {
    checker.emptied([key], false)
    cache.delete(key)
  } else if (what === 2 && chance.percent(30)) {
    checker.emptied(KEYS, false)
    cache.clear()
  } else if (what === 3 && permissions.page.online && !scenario.versions) {
    const life = { ttl: 60_000, tags: options.tags ?? [] }
    world.wait(owner, 'load', [key], () => cache.load(key, world.fetcher(-1, key), life), true)
  }
}

/** Somebody signs out. */
function reset(world: World, manager: DataSyncManager, owner: number): void {
  world.checker.emptied(KEYS, true)
  world.resets++
  for (const key of KEYS) world.permissions.first(owner, key)
  world.say('reset')
  manager.reset(world.chance.percent(50) ? { scope: `user ${world.resets}` } : {})
}

/** Somebody writes: with or without an optimistic update, with or without storing the answer. */
function mutate(world: World, key: string): void {
  const { chance, checker, server, writing } = world
  const { versions } = world.scenario
  const writers = world.managers.length
  // A scope serialises the writes of one manager: without versions each key has one writer.
  const owner = versions ? chance.whole(0, writers - 1) : KEYS.findIndex((each) => each === key) % writers
  const id = ++world.mutations
  const { target, keys, sure } = drawTarget(chance, key, (each) => world.isRegistered(each))
  const isOptimistic = chance.percent(60)
  const isCommitted = chance.percent(30)
  const { resets } = world
  let settledAt = 0
  let made: Value | undefined
  world.say(
    `mutate ${id}: ${key}, of ${keys.join()}${isOptimistic ? ', optimistic' : ''}${isCommitted ? ', commit' : ''}`,
  )
  writing.set(key, (writing.get(key) ?? 0) + 1)
  checker.open.add(id)
  const settled = () => {
    checker.licensed(keys)
    settledAt = checker.sequence
  }
  const written = (value: Value) => {
    settled()
    checker.open.delete(id)
    made = value
    world.say(`written ${id}: ${key}, ${value.n}`)
    return versions ? outcome(value, { version: value.n }) : value
  }
  const refused = (error: unknown) => {
    settled()
    throw error
  }
  const update = (value: Value | undefined): Value => ({ n: value?.n ?? 0, ids: [...(value?.ids ?? []), id] })
  const store = (value: Value) => {
    checker.wrote(key, value)
    return { ...value }
  }
  const done = () => {
    world.say(`done ${id}: ${key}`)
    if (world.resets !== resets || !made) return
    checker.invalidated(sure, settledAt)
    // Versions are per key: a floor is raised for what is named, not for what a pattern reaches.
    if (target === key) checker.succeeded([key], made.n)
    if (isOptimistic || isCommitted) checker.keeps(owner, key, id, settledAt)
  }
  const failed = (error: unknown) => {
    world.say(`failed ${id}: ${key}, ${error}`)
    if (world.resets === resets && !isDefiniteRejection(error)) checker.invalidated(sure, settledAt)
    throw error
  }
  const run = async () =>
    world.managers[owner]
      ?.mutate<Value>(() => send(world, () => server.change(key, id)).then(written, refused), {
        invalidates: [target],
        ...(isOptimistic && { optimistic: [{ key, update }] }),
        ...(isCommitted && { commit: [{ key, data: store }] }),
        // Without versions, overlapping writes of a key are in order only when serialised.
        ...(!versions && { scope: key }),
      })
      .then(done, failed)
      .finally(() => writing.set(key, (writing.get(key) ?? 1) - 1))
  world.wait(owner, 'mutate', [], run, true)
}
