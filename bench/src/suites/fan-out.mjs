// One update told to 10,000 subscribers of a key, to one, and what a subscriber keeps alive.
import { environmentManager, QueryClient, QueryObserver } from '@tanstack/query-core'
import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { bytesHeld, compare, nextTask } from '../measure.mjs'

environmentManager.setIsServer(() => false)

const MANY = 10_000
const UPDATES = 30

/** A function of its own for each subscriber, as on a page. */
const listenerFor = (told) => () => {
  told.count++
}

function rawSet(subscribers, updates) {
  const told = { count: 0 }
  const callbacks = new Set(Array.from({ length: subscribers }, () => listenerFor(told)))
  return {
    ops: updates,
    run() {
      for (let update = 0; update < updates; update++) for (const callback of callbacks) callback(update)
      return told.count
    },
  }
}

function ours(subscribers, updates) {
  const told = { count: 0 }
  const manager = new DataSyncManager({ environment: fixedEnvironment() })
  let next = 0
  manager.setData('key', next)
  for (let index = 0; index < subscribers; index++) manager.subscribe('key', listenerFor(told))
  return {
    ops: updates,
    run() {
      const before = told.count
      for (let update = 0; update < updates; update++) manager.setData('key', ++next)
      if (told.count - before !== subscribers * updates) throw new Error('An update was not told')
      return told.count
    },
  }
}

/** `observers`: an observer for each subscriber, as useQuery makes; else one observer with plain listeners. */
function tanstack(subscribers, updates, observers) {
  const told = { count: 0 }
  const client = new QueryClient()
  let next = 0
  client.setQueryData(['key'], next)
  const options = { queryKey: ['key'], enabled: false }
  const shared = new QueryObserver(client, options)
  for (let index = 0; index < subscribers; index++) {
    const observer = observers ? new QueryObserver(client, options) : shared
    observer.subscribe(listenerFor(told))
  }
  return {
    ops: updates,
    // Updates are told in a later task: each is waited for, as each poll's would be.
    async run() {
      for (let update = 0; update < updates; update++) {
        const before = told.count
        client.setQueryData(['key'], ++next)
        while (told.count - before < subscribers) await new Promise((resolve) => setTimeout(resolve, 0))
      }
      return told.count
    },
  }
}

/** The same with updates one after the other and told together: what an update alone costs at best. */
function tanstackOne(updates) {
  const told = { count: 0 }
  const client = new QueryClient()
  let next = 0
  client.setQueryData(['key'], next)
  new QueryObserver(client, { queryKey: ['key'], enabled: false }).subscribe(listenerFor(told))
  return {
    ops: updates,
    async run() {
      const before = told.count
      for (let update = 0; update < updates; update++) client.setQueryData(['key'], ++next)
      while (told.count - before < updates) await new Promise((resolve) => setTimeout(resolve, 0))
      return told.count
    },
  }
}

export default async function run({ report, seconds }) {
  const many = await compare(
    {
      'Set of callbacks': rawSet(MANY, UPDATES),
      Freshline: ours(MANY, UPDATES),
      'TanStack, one observer each': tanstack(MANY, 2, true),
      'TanStack, one observer': tanstack(MANY, UPDATES, false),
    },
    { seconds },
  )
  const { Freshline, 'Set of callbacks': _base, ...peers } = many.ratio
  report('fanOut.many', Freshline, peers, {
    'µs ours': many.ms.Freshline * 1000,
    'µs Set': many.ms['Set of callbacks'] * 1000,
  })

  const one = await compare(
    { 'Set of callbacks': rawSet(1, 20_000), Freshline: ours(1, 20_000), TanStack: tanstackOne(2000) },
    { seconds },
  )
  const own = (name) => (one.ms[name] - one.ms['Set of callbacks']) * 1000
  report('fanOut.one', own('Freshline'), { TanStack: own('TanStack') })

  const listeners = Array.from({ length: 100_000 }, () => listenerFor({ count: 0 }))
  const offs = new Array(listeners.length).fill(undefined)
  const bytes = async (subscribe) =>
    (await bytesHeld(() => {
      listeners.forEach((listener, index) => (offs[index] = subscribe(listener)))
      return {
        size: offs.length,
        release() {
          for (const off of offs) off()
          offs.fill(undefined)
        },
      }
    })) / listeners.length
  const manager = new DataSyncManager({ environment: fixedEnvironment() })
  manager.setData('key', 1)
  const client = new QueryClient()
  client.setQueryData(['key'], 1)
  const observer = new QueryObserver(client, { queryKey: ['key'], enabled: false })
  report('fanOut.bytes', await bytes((listener) => manager.subscribe('key', listener)), {
    'TanStack, one observer': await bytes((listener) => observer.subscribe(listener)),
  })
  await nextTask()
}
