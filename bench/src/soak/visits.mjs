// Who is on the page: a fixed number of places, each with registrations of a key and its listeners. Who leaves a place
// makes room for a key that was here before, or for one that nobody has ever asked for.
import { httpResource } from '@freshline/core'

const GC_TIMES = [0, 10_000, 60_000, 600_000]
const AREAS = 100

/** @param {ReturnType<import('./server.mjs').createServer>} server */
export function createVisits(manager, clock, server, random, size) {
  const places = Array.from({ length: size })
  const told = { notices: 0, arrivals: 0, returns: 0, registrations: 0, listeners: 0 }
  /** Numbers of keys: below `known` they come again and again, above it each is new. */
  const known = size * 3
  let newest = known

  const whole = (below) => Math.floor(random() * below)
  const pick = (list) => list[whole(list.length)]
  const onData = () => void told.notices++
  const firstRow = (snapshot) => snapshot.data?.rows[0]

  /** The key of a number; a few are arrays, a few are addresses. */
  const keyOf = (id) =>
    id % 20 === 0
      ? `https://api.example/areas/${id % AREAS}/items/${id}`
      : id % 4 === 1
        ? ['area', id % AREAS, { item: id }]
        : `area:${id % AREAS}:item:${id}`

  const optionsOf = (id) => ({
    interval: id % 23 === 3 ? ({ failureCount }) => 15_000 + 1000 * failureCount : 15_000 + whole(45_001),
    ttl: id % 5 === 2 ? pick([0, 5000, 600_000]) : undefined,
    gcTime: pick(GC_TIMES),
    tags: id % 2 ? [`group ${id % 500}`] : [`group ${id % 500}`, `item ${id}`],
    ...(id % 3 === 0 && { version: (data) => data.version }),
    ...(id % 11 === 0 && { onError: onData, onSuccess: onData }),
  })

  const register = (id) => {
    const key = keyOf(id)
    const options = optionsOf(id)
    told.registrations++
    if (id % 20 === 0)
      return manager.register(httpResource(key, { ...options, clock, transport: server.transport(id) }))
    const fetcher = id % 5 === 0 ? ({ signal }) => server.read(id, signal) : () => server.read(id)
    return manager.register(key, fetcher, options)
  }

  const listen = (registration, withSelector) => {
    told.listeners++
    // Listeners of their own, as components have them.
    const listener = () => onData()
    return withSelector
      ? manager.subscribe(registration.key, listener, firstRow)
      : registration.subscribe(listener)
  }

  const arrive = () => {
    told.arrivals++
    const isNew = random() < 0.5
    if (!isNew) told.returns++
    const id = isNew ? ++newest : whole(known)
    const registrations = Array.from({ length: pick([1, 1, 1, 1, 2, 3]) }, () => register(id))
    const count = pick([0, 1, 1, 1, 2, 3])
    const offs = Array.from({ length: count }, (_, n) => listen(registrations[0], n % 2 === 1))
    return { id, registrations, offs }
  }

  const leave = ({ registrations, offs }) => {
    for (const off of offs) off()
    for (const registration of registrations) registration.unregister()
  }

  return {
    told,
    keyOf,
    /** The number of a key that is on the page; of any that is, was or might be. */
    someone: () => places[whole(size)].id,
    anyone: () => whole(newest),
    fill: () => places.forEach((_, place) => (places[place] = arrive())),
    /** One leaves, another comes; now and then the other comes first, as a section that is entered. */
    swap() {
      const place = whole(size)
      const before = places[place]
      const isBefore = random() < 0.5
      if (!isBefore) leave(before)
      places[place] = arrive()
      if (isBefore) leave(before)
    },
    /** A listener comes to somebody's key, or goes. */
    turn() {
      const { registrations, offs } = places[whole(size)]
      if (offs.length > 1) offs.pop()()
      else offs.push(listen(registrations[0], random() < 0.5))
    },
    clear: () => places.splice(0).forEach(leave),
    /** What ought to be there. */
    expected: () => ({
      keys: new Set(places.map(({ id }) => id)).size,
      listeners: places.reduce((sum, { offs }) => sum + offs.length, 0),
    }),
  }
}
