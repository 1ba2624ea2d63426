declare function saveStore(store: Store): Promise<Store>
// ---
import { httpResource, userMessage } from '@freshline/core'
import { useSync, useSyncMutation } from '@freshline/react'

interface Store {
  id: number
  name: string
}

const stores = httpResource<Store[]>('/api/stores', { key: 'stores', interval: 15_000 })

export function Stores() {
  const { data, error } = useSync(stores)
  const { mutate } = useSyncMutation(saveStore, {
    invalidates: ['stores'],
    optimistic: (changed) => [
      {
        key: 'stores',
        update: (list: Store[] | undefined) =>
          list?.map((store) => (store.id === changed.id ? changed : store)),
      },
    ],
  })
  if (!data) return <p>{error ? userMessage(error) : 'Loading …'}</p>
  return data.map((store) => (
    <button key={store.id} onClick={() => mutate({ ...store, name: `${store.name}!` })}>
      {store.name}
    </button>
  ))
}
