import { useSyncMutation } from '@freshline/react'
import { saveStore } from './save-store'
import type { Store } from './stores'

const withStore = (changed: Store) => (list: Store[] | undefined) =>
  list?.map((store) => (store.id === changed.id ? changed : store))

export function useSaveStore() {
  return useSyncMutation(saveStore, {
    invalidates: [{ tag: 'stores' }],
    optimistic: (changed) => [{ key: 'stores', update: withStore(changed) }],
  })
}
