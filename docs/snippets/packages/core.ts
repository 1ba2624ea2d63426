import { dataSyncManager } from '@freshline/core'

const loadStats = async ({ signal }: { signal: AbortSignal }) => {
  const response = await fetch('/api/stats', { signal })
  return (await response.json()) as { users: number }
}

const stats = dataSyncManager.register('stats', loadStats, { interval: 15_000 })

stats.subscribe(({ data, freshness, error }) => console.log(data?.users, freshness, error))
