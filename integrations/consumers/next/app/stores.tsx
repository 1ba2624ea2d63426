'use client'

import { fetchFresh, httpResource, userMessage } from '@freshline/core'
import { useFreshness, useSync, useSyncMutation } from '@freshline/react'

const stores = httpResource<string[]>('/api/stores', { key: 'stores', interval: 1_000 })

const addStore = (name: string) =>
  fetchFresh('/api/stores', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  })

export function Stores() {
  const { data, error } = useSync(stores)
  const { freshness } = useFreshness('stores')
  const { mutate, isPending } = useSyncMutation(addStore, {
    invalidates: ['stores'],
    optimistic: (name) => [{ key: 'stores', update: (list: string[] = []) => [...list, name] }],
  })
  return (
    <main>
      <p id="stores">{data?.join(', ') ?? (error ? userMessage(error) : 'Loading …')}</p>
      <p id="freshness">{freshness}</p>
      <button id="add" disabled={isPending} onClick={() => mutate('Deli')}>
        Add
      </button>
    </main>
  )
}
