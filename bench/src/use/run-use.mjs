// Plays a plan against the example server in one process, on one fake clock, and counts what it costs the server.
import { DataSyncManager, fetchFresh, httpResource } from '@freshline/core'
import { RESOURCES, SECTIONS } from './plan.mjs'

/** What a save changes: `n` makes every save another value. */
const PATCHES = {
  keys: (n) => ({ seats: 100 + n }),
  customers: (n) => ({ contact: `Contact ${n}` }),
  users: (n) => ({ name: `Person ${n}` }),
}

/** Steps of the fake clock, in milliseconds: answers arrive at the end of one. */
const STEP = 250

/**
 * Plays the deeds until `end`. `open(person, send)` answers a person's page: `{ show(section), visible(on), save(...),
 * close() }`; `send` is what it fetches with.
 * @returns requests of all pages, by method, and how they were answered
 */
export async function play({ app, clock, deeds, end, open }) {
  const counts = { reads: 0, notModified: 0, failed: 0, bytes: 0, saves: 0 }
  /** Requests on their way. */
  const pending = new Set()
  const send = async (input, init) => {
    const request = new Request(new URL(String(input), 'http://dashboard.example'), init)
    pending.add(request)
    try {
      const response = await app.fetch(request)
      if (request.method !== 'GET') counts.saves++
      else {
        counts.reads++
        if (response.status === 304) counts.notModified++
        else if (!response.ok) counts.failed++
        else counts.bytes += (await response.clone().arrayBuffer()).byteLength
      }
      return response
    } finally {
      pending.delete(request)
    }
  }
  const settled = async () => {
    do await new Promise((resolve) => setImmediate(resolve))
    while (pending.size > 0)
  }
  const pages = new Map()
  const started = clock.now()
  let saves = 0
  for (const deed of [...deeds, { at: end, type: 'end' }]) {
    while (clock.now() - started < deed.at) {
      await clock.advance(Math.min(STEP, deed.at - (clock.now() - started)))
      await settled()
    }
    const page = pages.get(deed.person)
    if (deed.type === 'open') {
      pages.set(deed.person, open(deed.person, send))
      pages.get(deed.person).show(deed.section)
    } else if (deed.type === 'move') page.show(deed.section)
    else if (deed.type === 'hide') page.visible(false)
    else if (deed.type === 'show') page.visible(true)
    else if (deed.type === 'save') page.save(deed.collection, deed.id, PATCHES[deed.collection](++saves))
    await settled()
  }
  const left = [...pages.values()].map((page) => page.close())
  await settled()
  return { ...counts, pages: left }
}

/** A page as it is often written: each section fetches what it shows when it opens, and then at an interval. */
export function plainPage(clock) {
  return (_person, send) => {
    let timers = []
    let shown = []
    const read = (name) => void send(addressOf(name), {}).catch(() => {})
    const poll = (name, timer) => {
      timer.handle = clock.schedule(() => {
        read(name)
        poll(name, timer)
      }, RESOURCES[name].interval)
    }
    const leave = () => timers.splice(0).forEach(({ handle }) => clock.cancel(handle))
    return {
      show(section) {
        leave()
        shown = SECTIONS[section]
        for (const name of shown) {
          read(name)
          const timer = {}
          poll(name, timer)
          timers = [...timers, timer]
        }
      },
      // An interval does not know whether anybody looks.
      visible() {},
      async save(collection, id, patch) {
        await send(`${RESOURCES[collection].path}/${id}`, writeOf(patch))
        if (shown.includes(collection)) read(collection)
      },
      close: leave,
    }
  }
}

/** A page that leaves it to a manager. */
export function freshlinePage(clock, freshness) {
  return (_person, send) => {
    let isVisible = true
    let onChange = () => {}
    const environment = {
      isVisible: () => isVisible,
      isOnline: () => true,
      isFocused: () => isVisible,
      subscribe: (listener) => {
        onChange = listener
        return () => {}
      },
    }
    const manager = new DataSyncManager({ clock, environment, freshness })
    let shown = []
    /** How often a section found what it shows, fresh, on the page. */
    let held = 0
    return {
      show(section) {
        const next = SECTIONS[section].map((name) => {
          const { interval } = RESOURCES[name]
          const key = name in PATCHES ? [name, 'list'] : name
          const tags = [name]
          if (manager.getSnapshot(key).freshness === 'fresh') held++
          return manager.register(
            httpResource(addressOf(name), { key, interval, tags, transport: send, clock }),
          )
        })
        // The next section is there before the last one goes, as in a page.
        for (const registration of shown) registration.unregister()
        shown = next
      },
      visible(on) {
        isVisible = on
        onChange()
      },
      async save(collection, id, patch) {
        const write = () =>
          fetchFresh(`${RESOURCES[collection].path}/${id}`, { ...writeOf(patch), transport: send, clock })
        const touched = collection === 'users' ? ['users'] : ['keys', 'customers']
        await manager.mutate(write, {
          invalidates: [...touched.map((tag) => ({ tag })), 'stats', 'audit'],
          propagate: false,
        })
      },
      close() {
        const metrics = manager.metrics()
        manager.dispose()
        return { ...metrics, held }
      },
    }
  }
}

function addressOf(name) {
  const { path, query } = RESOURCES[name]
  return path + query
}

function writeOf(patch) {
  return { method: 'PATCH', body: JSON.stringify(patch), headers: { 'content-type': 'application/json' } }
}
