import { httpResource } from '@freshline/core'
import { useSync } from '@freshline/react'

const stats = httpResource<{ users: number }>('/api/stats', { key: 'stats', interval: 15_000 })

export const Users = () => <p>{useSync(stats).data?.users}</p>
