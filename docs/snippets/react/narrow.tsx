import { stores } from '../start/stores'
// ---
import { userMessage } from '@freshline/core'
import { useSync } from '@freshline/react'

export function StoreCount() {
  const snapshot = useSync(stores)
  if (snapshot.status === 'pending') return <p>Loading …</p>
  if (snapshot.status === 'error') return <p role="alert">{userMessage(snapshot.error)}</p>
  // `status` is read, so `data` is never undefined here; an error may stand beside it.
  return <p>{snapshot.data.length} stores</p>
}
