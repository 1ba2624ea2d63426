// Inference through every package, as ES modules see it.
import { DataSyncManager, fetchFresh, httpResource, TtlCache, type Snapshot } from '@freshline/core'
import { dehydrate, type DehydratedState } from '@freshline/core/hydration'
import { installDevtools } from '@freshline/devtools'
import { DataSyncProvider, useSync as useReactSync } from '@freshline/react'
import { conditional, createResponseCache, createSyncServer } from '@freshline/server'
import { createSyncStore } from '@freshline/vanilla'
import { defineFreshnessIndicator } from '@freshline/vanilla/element'
import { dataSyncPlugin, useSync as useVueSync } from '@freshline/vue'

interface Store {
  readonly id: number
  readonly name: string
}

const manager = new DataSyncManager()
export const stores = httpResource<Store[]>('/api/stores', { key: 'stores', interval: 15_000 })
const registration = manager.register(stores)
registration.subscribe((snapshot: Snapshot<Store[]>) => {
  const name: string | undefined = snapshot.data?.[0]?.name
  return name
})

export const cache: TtlCache<number> = new TtlCache<number>({ ttl: 1_000 })
export const state: DehydratedState = dehydrate(manager)
export const fromReact = (): readonly Store[] | undefined => useReactSync(stores).data
export const fromVue = (): readonly Store[] | undefined => useVueSync(stores).data.value
export const fromStore = createSyncStore(stores, { select: (list) => list.length, manager })
export const length: number | undefined = fromStore.get().data
export const users = async (): Promise<number> =>
  (await fetchFresh<{ users: number }>('/api/stats')).data.users
export const everything = [DataSyncProvider, dataSyncPlugin, installDevtools, defineFreshnessIndicator]

const responses = createResponseCache({ ttl: 60_000 })
export const sync = createSyncServer({ cache: responses, authorize: async () => true, basePath: '/api/sync' })
export const handler = async (request: Request): Promise<Response> => {
  const { data } = await responses.load('stores', async () => [{ id: 1, name: 'Bakery' }])
  const first: string | undefined = data[0]?.name
  return conditional(request, first)
}

// @ts-expect-error A number is no list.
export const wrong: number = fromReact()
// @ts-expect-error An interval is a number.
export const refused = httpResource('/api/stores', { interval: '15 s' })
