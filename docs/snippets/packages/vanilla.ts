import { bindText, createSyncStore } from '@freshline/vanilla'

const loadStats = async ({ signal }: { signal: AbortSignal }) => {
  const response = await fetch('/api/stats', { signal })
  return (await response.json()) as { users: number }
}

const stats = createSyncStore('stats', loadStats, { interval: 15_000 })
const element = document.querySelector('#users')
if (element) bindText(element, stats, ({ data }) => (data ? `${data.users} users` : 'Loading …'))
