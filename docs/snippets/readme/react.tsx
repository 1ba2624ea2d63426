import { fetchFresh, httpResource } from '@freshline/core'
import { useSync, useSyncMutation } from '@freshline/react'

const stores = httpResource<string[]>('/api/stores', { key: 'stores', interval: 15_000 })
const headers = { 'content-type': 'application/json' }
const add = (name: string) =>
  fetchFresh('/api/stores', { method: 'POST', headers, body: JSON.stringify({ name }) })

export function Stores() {
  const { data = [], error } = useSync(stores)
  const { mutate, isPending } = useSyncMutation(add, { invalidates: ['stores'] })
  return (
    <button disabled={isPending} onClick={() => mutate('New store')}>
      {error ? 'The list may be old' : 'Add a store to'}: {data.join(', ')}
    </button>
  )
}
