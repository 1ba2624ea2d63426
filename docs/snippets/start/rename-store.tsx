import { userMessage } from '@freshline/core'
import { useSyncMutation } from '@freshline/react'
import type { FormEvent } from 'react'
import { saveStore } from './save-store'
import type { Store } from './stores'

export function RenameStore({ store }: { store: Store }) {
  const { mutate, isPending, error } = useSyncMutation(saveStore, { invalidates: [{ tag: 'stores' }] })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    mutate({ ...store, name: String(new FormData(event.currentTarget).get('name')) })
  }
  return (
    <form onSubmit={submit}>
      <input name="name" aria-label="Name" defaultValue={store.name} />
      <button disabled={isPending}>Save</button>
      {error && <span role="alert">{userMessage(error)}</span>}
    </form>
  )
}
