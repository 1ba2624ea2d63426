import { userMessage } from '@freshline/core'
import { useSync } from '@freshline/react'
import { stores } from './stores'

export function StoreList() {
  const { data, error } = useSync(stores)
  if (!data) return <p>{error ? userMessage(error) : 'Loading …'}</p>
  return (
    <ul>
      {data.map((store) => (
        <li key={store.id}>{store.name}</li>
      ))}
    </ul>
  )
}
