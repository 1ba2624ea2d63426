// Ten thousand polled keys, in our manager and in TanStack Query: same intervals, same fetchers, same listeners.
import { environmentManager, QueryClient, QueryObserver } from '@tanstack/query-core'
import { DataSyncManager, fixedEnvironment } from '@freshline/core'

// Node has no window, which TanStack Query takes for a server: there it would not poll.
environmentManager.setIsServer(() => false)

/** 15 to 60 seconds, spread evenly. */
export const intervalOf = (index) => 15_000 + ((index * 7919) % 45_001)

/** Names that both libraries are given ready-made. */
export function namesFor(count) {
  return {
    texts: Array.from({ length: count }, (_, index) => `resource:${index}`),
    arrays: Array.from({ length: count }, (_, index) => ['resource', index]),
  }
}

/** The network, the same for both: an answer of equal content, at once, as a new object. */
const fetcherFor = (index, told) => async () => {
  told.requests++
  return { id: index, value: 1 }
}

/** What the page itself holds for each key, without a library: a fetcher, options, a listener, the data. */
export function holdPageOnly(count) {
  const told = { requests: 0, notices: 0 }
  const held = Array.from({ length: count }, (_, index) => [
    fetcherFor(index, told),
    { interval: intervalOf(index) },
    (snapshot) => {
      if (snapshot.status === 'success') told.notices++
    },
    { id: index, value: 1 },
  ])
  return { size: count, held }
}

/** Registers and watches keys in a new manager. */
export function startOurs({ texts }, time, told) {
  const manager = new DataSyncManager({ clock: time.clock, environment: fixedEnvironment() })
  const registrations = texts.map((key, index) => {
    const registration = manager.register(key, fetcherFor(index, told), { interval: intervalOf(index) })
    registration.subscribe((snapshot) => {
      if (snapshot.status === 'success') told.notices++
    })
    return registration
  })
  return { size: registrations.length, manager, registrations, release: () => manager.dispose() }
}

/** The same in a new client, with an observer a key. The caller has put time in place. */
export function startTanStack({ arrays }, told) {
  const client = new QueryClient()
  client.mount()
  const offs = arrays.map((queryKey, index) => {
    const observer = new QueryObserver(client, {
      queryKey,
      queryFn: fetcherFor(index, told),
      refetchInterval: intervalOf(index),
    })
    return observer.subscribe((result) => {
      if (result.status === 'success') told.notices++
    })
  })
  return {
    size: offs.length,
    client,
    offs,
    release() {
      for (const off of offs) off()
      client.clear()
      client.unmount()
    },
  }
}
