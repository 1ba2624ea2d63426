/** The pulse of the page: how the sync stands, and how long ago anything last arrived. */
import { useAutoSync, useSyncStatus } from '@freshline/react'
import { Ago } from '../ui/ago'
import { useLinger } from '../ui/use-linger'
import { failingEntries, liveStateOf, type LiveState } from './live-state'

const words: Record<LiveState, string> = {
  live: 'Live',
  syncing: 'Syncing',
  paused: 'Paused',
  degraded: 'Degraded',
  offline: 'Offline',
}

/** A healthy request takes a few milliseconds; the word stays long enough to be seen. */
const SYNCING_FOR = 600

/** The words are read out when they change for the worse or the better; the passing seconds and requests are not. */
export function LiveIndicator() {
  const { entries, isSyncing, isOnline, lastSync } = useSyncStatus()
  const { enabled } = useAutoSync()
  const facts = { isOnline, isAutoSyncOn: enabled, isFailing: failingEntries(entries).length > 0 }
  const state = liveStateOf({ ...facts, isSyncing: useLinger(isSyncing, SYNCING_FOR) })
  return (
    <div className="live">
      <span className={`live-state live-${state}`} data-testid="live-state">
        <span className="live-dot" aria-hidden />
        <span aria-hidden>{words[state]}</span>
        <output className="sr-only">
          {`Data sync: ${words[liveStateOf({ ...facts, isSyncing: false })]}`}
        </output>
      </span>
      <span className="live-age">
        <span className="live-age-label">Last updated </span>
        {lastSync === null || lastSync === undefined ? 'never' : <Ago at={lastSync.getTime()} />}
      </span>
    </div>
  )
}
