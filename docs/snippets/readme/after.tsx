import { httpResource } from '@freshline/core'
import { useSync } from '@freshline/react'

interface Stats {
  users: number
}
// ---
const stats = httpResource<Stats>('/api/stats', { key: 'stats', interval: 15_000 })

export function Users() {
  const { data } = useSync(stats)
  return <p>{data?.users}</p>
}
