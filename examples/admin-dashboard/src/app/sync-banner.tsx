/**
 * What a visitor should know about the age of what is on screen: that there is no connection, that the last
 * request failed, or that nothing new has come for a long time. The data itself stays.
 */
import { useSyncStatus } from '@freshline/react'
import { Clock, TriangleAlert, WifiOff } from 'lucide-react'
import { messageOf } from '../data/api-error'
import { formatSpan } from '../format/time'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { useNow } from '../ui/use-now'

interface SyncBannerProps {
  /** The canonical key, for the time of the next try. */
  entryKey: string
  error: Error | undefined
  isOverdue: boolean
  isFetching: boolean
  hasData: boolean
  onRetry: () => void
}

const KEPT = 'What you see is from the last successful update.'

/** Nothing while all is well. */
export function SyncBanner({ entryKey, error, isOverdue, isFetching, hasData, onRetry }: SyncBannerProps) {
  const { isOnline } = useSyncStatus()
  if (!isOnline) {
    return (
      <Banner tone="off" icon={<WifiOff size={16} aria-hidden />} title="You are offline.">
        {hasData ? `${KEPT} ` : ''}Updates go on by themselves when the connection is back.
      </Banner>
    )
  }
  if (error === undefined && !isOverdue) return null
  const actions = (
    <>
      <NextTry entryKey={entryKey} />
      <Button small busy={isFetching} onClick={onRetry}>
        Retry
      </Button>
    </>
  )
  if (error !== undefined) {
    return (
      <Banner
        tone="bad"
        icon={<TriangleAlert size={16} aria-hidden />}
        title={messageOf(error)}
        actions={actions}
      >
        {hasData ? KEPT : ''}
      </Banner>
    )
  }
  return (
    <Banner
      tone="warn"
      icon={<Clock size={16} aria-hidden />}
      title="This data is out of date."
      actions={actions}
    >
      Nothing new has arrived for longer than it should take.
    </Banner>
  )
}

function NextTry({ entryKey }: { entryKey: string }) {
  const { entries } = useSyncStatus()
  const now = useNow()
  const next = entries.find((entry) => entry.key === entryKey)?.nextSync
  if (next === null || next === undefined) return null
  return <span className="num nowrap">Next try in {formatSpan(next.getTime() - now + 999)}</span>
}
