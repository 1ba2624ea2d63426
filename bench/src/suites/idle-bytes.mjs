// What 10,000 keys keep alive while nothing happens: registered and answered, or left and not gone yet. All of them share
// one fetcher, one listener and one value, so that what is counted is the libraries' own.
import { environmentManager, QueryClient, QueryObserver } from '@tanstack/query-core'
import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { bytesHeld, consume, nextTask } from '../measure.mjs'

environmentManager.setIsServer(() => false)

const COUNT = 10_000
const VALUE = { value: 1 }
const fetcher = async () => VALUE
const listener = () => {}

export default async function run({ report }) {
  const names = Array.from({ length: COUNT }, (_, index) => `resource:${index}`)
  const arrays = Array.from({ length: COUNT }, (_, index) => ['resource', index])
  const bytes = async (make) => (await bytesHeld(make)) / COUNT
  // Makes the keys' hashes, which are part of the strings.
  consume(new Map(names.map((name) => [name, 1])).size)

  const registered = await bytes(async () => {
    const manager = await answered(names, (each, key) => each.register(key, fetcher, { ttl: Infinity }))
    return { size: COUNT, release: () => manager.dispose() }
  })
  const left = await bytes(async () => {
    const manager = await answered(names, (each, key) => each.register(key, fetcher, { ttl: Infinity }))
    for (const name of names) manager.unregister(name)
    return { size: COUNT, manager, release: () => manager.dispose() }
  })
  const observed = await bytes(async () => {
    const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, gcTime: Infinity } } })
    const offs = arrays.map((queryKey) =>
      new QueryObserver(client, { queryKey, queryFn: fetcher }).subscribe(listener),
    )
    await nextTask()
    await nextTask()
    return {
      size: COUNT,
      client,
      release() {
        for (const off of offs) off()
        client.clear()
      },
    }
  })
  const queries = await bytes(async () => {
    const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, gcTime: Infinity } } })
    await Promise.all(arrays.map((queryKey) => client.prefetchQuery({ queryKey, queryFn: fetcher })))
    return { size: COUNT, client, release: () => client.clear() }
  })
  report('bytes.idle.registered', registered, { TanStack: observed })
  report('bytes.idle.left', left, { TanStack: queries })
}

/** A manager whose every key has its answer. */
async function answered(names, enter) {
  const manager = new DataSyncManager({ environment: fixedEnvironment(), maxConcurrent: Infinity })
  for (const name of names) enter(manager, name)
  for (let tasks = 0; manager.metrics().changed < COUNT; tasks++) {
    await nextTask()
    if (tasks > 10_000) throw new Error('Not every key was answered')
  }
  return manager
}
