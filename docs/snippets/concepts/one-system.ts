import { dataCache, dataSyncManager, fetchWithCache } from '@freshline/core'

const loadSummary = async () => (await fetch('/api/stores/summary')).json()

const summary: unknown = await fetchWithCache('stores:summary', loadSummary, 60_000)
console.log(summary, dataSyncManager.getSnapshot('stores:summary').freshness) // 'fresh'

dataCache.invalidate('stores:*') // a component that shows stores:summary asks again
console.log(dataSyncManager.getSnapshot('stores:summary').freshness) // 'stale'
