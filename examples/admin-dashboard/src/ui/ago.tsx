/** A time as its distance from now, kept up to date; the exact time is in the tooltip. */
import { formatAgo, formatDateTime, formatDistance } from '../format/time'
import { useNow } from './use-now'

interface AgoProps {
  /** Epoch milliseconds. */
  at: number
  /** Whether the time may lie ahead ("in 3 d"). */
  ahead?: boolean
}

/** "12s ago" */
export function Ago({ at, ahead = false }: AgoProps) {
  const now = useNow()
  return (
    <time dateTime={new Date(at).toISOString()} title={formatDateTime(at)} className="nowrap">
      {ahead ? formatDistance(at, now) : formatAgo(at, now)}
    </time>
  )
}
