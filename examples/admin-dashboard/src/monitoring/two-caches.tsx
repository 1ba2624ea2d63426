/** The page's cache and the server's, side by side: the same keys, so that figures of one explain those of the other. */
import type { CacheFigures } from '@freshline/example-server/api-types'
import { freshness } from '@freshline/example-server/freshness'
import { useDataSync, useSync, useSyncStatus } from '@freshline/react'
import { useSyncExternalStore } from 'react'
import { connection } from '../data/connection'
import { status } from '../data/monitoring'
import { formatBytes, formatCount, formatPercent } from '../format/number'
import { formatInterval } from '../format/time'
import { MonitorCard } from './monitor-card'

/** A card of two lists. */
export function TwoCaches() {
  const reading = useSync(status)
  return (
    <MonitorCard
      title="Two caches"
      dataKey={status.key}
      reading={reading}
      note="both since their start"
      lines={10}
      className="caches-card"
    >
      {(report) => (
        <div className="caches card-body">
          <PageCache />
          {report.cache === undefined ? (
            <p className="quiet">The server tells of no cache.</p>
          ) : (
            <ServerCache cache={report.cache} />
          )}
          <Lifetimes />
        </div>
      )}
    </MonitorCard>
  )
}

/** The table that both import: neither believes a thing fresh for longer than the other. */
function Lifetimes() {
  return (
    <div className="lifetimes">
      <h3>
        Lifetimes <small>one table, which both hold to</small>
      </h3>
      <ul>
        {freshness.entries.map(([pattern, { ttl }]) => (
          <li key={pattern}>
            <code className="mono">{pattern}</code>
            <span className="num">{formatInterval(ttl)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

interface Row {
  name: string
  value: number
  /** Share of the whole, 0 to 1. */
  share?: number
  /** Instead of the count. */
  shown?: string
}

function PageCache() {
  // Renders after every event, which is when the totals may have moved.
  const { entries } = useSyncStatus()
  const metrics = useDataSync().metrics()
  const { notModified } = useSyncExternalStore(connection.subscribeTraffic, connection.traffic)
  const wanted = metrics.requests + metrics.joined
  const rows: Row[] = [
    { name: 'Wanted by the page', value: wanted, share: Math.min(1, wanted) },
    { name: 'Shared a request', value: metrics.joined, share: ratio(metrics.joined, wanted) },
    { name: 'Asked of the server', value: metrics.requests, share: ratio(metrics.requests, wanted) },
    { name: 'Changed nothing', value: metrics.unchanged, share: ratio(metrics.unchanged, wanted) },
    { name: 'Not modified (304)', value: notModified, share: ratio(notModified, wanted) },
    { name: 'Keys held', value: entries.length },
  ]
  return <Rows title="This page" note="the browser's manager" rows={rows} colour={1} />
}

function ServerCache({ cache }: { cache: CacheFigures }) {
  const { stats } = cache
  const { staleHits = 0, loads = 0, joins = 0, passed = 0, entries = 0, bytes = 0 } = stats
  const reads = cache.hits + cache.misses
  const rows: Row[] = [
    { name: 'Reads, of all pages', value: reads, share: Math.min(1, reads) },
    { name: 'Joined a load', value: joins, share: ratio(joins, reads) },
    { name: 'Loads from the database', value: loads, share: ratio(loads, reads) },
    {
      name: 'Fresh hits',
      value: cache.hits - staleHits,
      share: ratio(cache.hits - staleHits, reads),
    },
    { name: 'Stale answers', value: staleHits, share: ratio(staleHits, reads) },
    // All of them, where the cache is switched off.
    ...(passed > 0 ? [{ name: 'Passed it by', value: passed }] : []),
    { name: 'Entries held', value: entries, shown: `${formatCount(entries)}, ${formatBytes(bytes)}` },
  ]
  return <Rows title="The server" note="its response cache" rows={rows} colour={2} />
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

interface RowsProps {
  title: string
  note: string
  rows: readonly Row[]
  colour: 1 | 2
}

function Rows({ title, note, rows, colour }: RowsProps) {
  return (
    <div className={`cache-side swatch-${colour}-bars`}>
      <h3>
        {title} <small>{note}</small>
      </h3>
      <dl className="cache-rows">
        {rows.map(({ name, value, share, shown }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="num">{shown ?? formatCount(value)}</dd>
            <dd className="num quiet cache-share">
              {share === undefined ? '' : formatPercent(Math.min(1, share))}
            </dd>
            <dd className="cache-bar" aria-hidden>
              {share === undefined ? null : <span style={{ scale: `${Math.min(1, share)} 1` }} />}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
