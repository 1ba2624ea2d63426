/** How old a section's data is: a ring that runs empty towards the end of its freshness, and the age in words. */
import type { Key } from '@freshline/core'
import { useAutoSync, useFreshness } from '@freshline/react'
import { formatInterval } from '../format/time'
import { Ago } from './ago'
import { useLinger } from './use-linger'
import { useNow } from './use-now'

interface FreshnessProps {
  dataKey: Key
  /** How often the data is asked for, in milliseconds. */
  interval: number
  isFetching: boolean
  isFailing: boolean
}

/** Asking shows for at least this long, in milliseconds. */
const FETCHING_FOR = 500

/** "Updated 4 s ago · every 15 s" */
export function Freshness({ dataKey, interval, isFetching, isFailing }: FreshnessProps) {
  const { freshness, updatedAt, expiresAt } = useFreshness(dataKey)
  const { enabled } = useAutoSync()
  const asking = useLinger(isFetching, FETCHING_FOR)
  const state = asking ? 'fetching' : isFailing ? 'failed' : freshness
  return (
    <span className="freshness" data-state={state} data-testid="freshness">
      <FreshnessRing updatedAt={updatedAt} expiresAt={expiresAt} asking={asking} />
      <span>
        {updatedAt === undefined ? (
          'Not loaded yet'
        ) : (
          <>
            Updated <Ago at={updatedAt} />
          </>
        )}
      </span>
      <span className="freshness-every">
        {enabled ? `every ${formatInterval(interval)}` : 'auto-sync off'}
      </span>
    </span>
  )
}

/** The same in the corner of a card: the ring and the age; all of it in words for screen readers. */
export function CardFreshness({ dataKey, interval, isFetching, isFailing }: FreshnessProps) {
  const { freshness, updatedAt, expiresAt } = useFreshness(dataKey)
  const asking = useLinger(isFetching, FETCHING_FOR)
  const state = isFailing ? 'failed' : freshness
  return (
    <span
      className="freshness card-freshness"
      data-state={state}
      title={`Asked for every ${formatInterval(interval)}`}
    >
      {isFailing ? <span className="card-failed">Failing</span> : null}
      {updatedAt === undefined ? (
        <span className="sr-only">Not loaded yet</span>
      ) : (
        <span>
          <span className="sr-only">Updated </span>
          <Ago at={updatedAt} />
        </span>
      )}
      <FreshnessRing updatedAt={updatedAt} expiresAt={expiresAt} asking={asking} />
    </span>
  )
}

interface RingProps {
  updatedAt: number | undefined
  expiresAt: number | undefined
  /** A quarter of a circle, which the style sheet turns. */
  asking?: boolean
}

const RADIUS = 5.5
const ROUND = 2 * Math.PI * RADIUS

/** Decoration: the words beside it say the same. */
function FreshnessRing({ updatedAt, expiresAt, asking = false }: RingProps) {
  const now = useNow()
  const left = asking ? 0.3 : shareLeft(updatedAt, expiresAt, now)
  return (
    <svg className="freshness-ring" width={15} height={15} viewBox="0 0 15 15" fill="none" aria-hidden>
      <circle cx={7.5} cy={7.5} r={RADIUS} strokeWidth={2} />
      <circle
        cx={7.5}
        cy={7.5}
        r={RADIUS}
        stroke="currentColor"
        strokeWidth={2}
        strokeLinecap="round"
        strokeDasharray={ROUND}
        strokeDashoffset={ROUND * (1 - left)}
        transform="rotate(-90 7.5 7.5)"
      />
    </svg>
  )
}

/** How much of its fresh time data has left, 1 to 0. */
export function shareLeft(updatedAt: number | undefined, expiresAt: number | undefined, now: number): number {
  if (updatedAt === undefined || expiresAt === undefined) return 0
  if (expiresAt === Number.POSITIVE_INFINITY) return 1
  const lifetime = expiresAt - updatedAt
  return lifetime <= 0 ? 0 : Math.min(1, Math.max(0, (expiresAt - now) / lifetime))
}
