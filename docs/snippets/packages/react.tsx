import { useSync } from '@freshline/react'

const loadStats = async ({ signal }: { signal: AbortSignal }) => {
  const response = await fetch('/api/stats', { signal })
  return (await response.json()) as { users: number }
}

export function Stats() {
  const { data, error, isStale } = useSync('stats', loadStats, { interval: 15_000 })
  if (!data) return error ? <p>No figures yet.</p> : <p>Loading …</p>
  return <p aria-busy={isStale}>{data.users} users</p>
}
