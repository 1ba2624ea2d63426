import { useDataSync, useSyncStatus } from '@freshline/react'

export function StatusLine() {
  const { entries, errors, isOnline, isSyncing, lastSync } = useSyncStatus()
  const manager = useDataSync()
  return (
    <output>
      {isOnline ? `${entries.length} sources` : 'No network'}
      {errors.length > 0 && `, ${errors.length} not up to date`}
      {lastSync && `, last answer at ${lastSync.toLocaleTimeString()}`}
      <button disabled={isSyncing} onClick={() => void manager.refreshAll({ force: true })}>
        Refresh all
      </button>
    </output>
  )
}
