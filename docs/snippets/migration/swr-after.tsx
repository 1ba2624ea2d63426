declare function saveStore(store: Store): Promise<Store>
// ---
import { httpResource } from '@freshline/core'
import { useSync, useSyncMutation } from '@freshline/react'

interface Store {
  id: number
  name: string
}

const stores = httpResource<Store[]>('/api/stores', { interval: 15_000 }) // the key is the URL

export function Stores() {
  const { data, error } = useSync(stores)
  const { mutate } = useSyncMutation(saveStore, { invalidates: ['/api/stores'] })
  if (!data) return <p>{error ? 'Failed' : 'Loading …'}</p>
  return data.map((store) => (
    <button key={store.id} onClick={() => mutate({ ...store, name: `${store.name}!` })}>
      {store.name}
    </button>
  ))
}
