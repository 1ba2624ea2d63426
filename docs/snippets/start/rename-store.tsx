import { fetchFresh, userMessage } from '@freshline/core'
import { useSyncMutation } from '@freshline/react'
import { useState } from 'react'
import type { Store } from './stores'

export const saveStore = (store: Store) =>
  fetchFresh<Store>(`/api/stores/${store.id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(store),
  })

export function RenameStore({ store }: { store: Store }) {
  const [name, setName] = useState(store.name)
  const { mutate, isPending, error } = useSyncMutation(saveStore, { invalidates: [{ tag: 'stores' }] })
  return (
    <p>
      <input aria-label="Name" value={name} onChange={(event) => setName(event.target.value)} />
      <button disabled={isPending} onClick={() => mutate({ ...store, name })}>
        Save
      </button>
      {error && <span role="alert">{userMessage(error)}</span>}
    </p>
  )
}
