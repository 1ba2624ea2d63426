import { fetchFresh } from '@freshline/core'
import type { Store } from './stores'

export const saveStore = (store: Store) =>
  fetchFresh<Store>(`/api/stores/${store.id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(store),
  })
