import { dataSyncManager, httpResource } from '@freshline/core'

const resource = httpResource<{ users: number }>('/api/stats', { key: 'stats', interval: 15_000 })
const stats = dataSyncManager.register(resource)

stats.subscribe(({ data, error, isStale }) => {
  if (data) document.title = `${data.users} users${isStale ? ' (stale)' : ''}`
  else if (error) document.title = 'No figures yet'
})
document.querySelector('button')?.addEventListener('click', () => stats.refresh())
