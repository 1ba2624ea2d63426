/** One row per route: how often it was asked for, how it answered, and how fast. */
import type { RouteReport } from '@freshline/example-server/api-types'
import { useSync } from '@freshline/react'
import { Route } from 'lucide-react'
import { useState } from 'react'
import { routes } from '../data/monitoring'
import { kindOf } from '../data/outcomes'
import { formatAmount, formatCount, formatPercent } from '../format/number'
import { formatTook } from '../format/time'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { MonitorCard } from './monitor-card'

/** More routes than these take a press of a button. */
const SHOWN = 8

/** A card. */
export function RouteTable() {
  const reading = useSync(routes)
  const [isOpen, setOpen] = useState(false)
  const count = reading.data?.routes.length
  return (
    <MonitorCard
      title="Routes"
      dataKey={routes.key}
      reading={reading}
      note={count === undefined ? undefined : formatAmount(count, 'route')}
      lines={8}
      className="table-card"
    >
      {(report) =>
        report.routes.length === 0 ? (
          <EmptyState icon={<Route size={20} aria-hidden />} title="Nothing was asked for yet">
            Every route shows up here with its first request.
          </EmptyState>
        ) : (
          <>
            <Table rows={isOpen ? report.routes : report.routes.slice(0, SHOWN)} />
            {report.routes.length > SHOWN ? (
              <div className="card-foot">
                <Button small kind="ghost" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
                  {isOpen ? 'Show the busiest only' : `Show all ${report.routes.length} routes`}
                </Button>
              </div>
            ) : null}
          </>
        )
      }
    </MonitorCard>
  )
}

function Table({ rows }: { rows: readonly RouteReport[] }) {
  return (
    <table className="table route-table">
      <caption className="sr-only">Routes, busiest first</caption>
      <thead>
        <tr>
          <th scope="col">Route</th>
          <th scope="col" className="end">
            Requests
          </th>
          <th scope="col" className="col-1">
            Answers
          </th>
          <th scope="col" className="end col-2">
            p50
          </th>
          <th scope="col" className="end">
            p95
          </th>
          <th scope="col" className="end col-2">
            p99
          </th>
          <th scope="col" className="end col-2">
            Slow
          </th>
          <th scope="col" className="end col-2">
            Failed
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.route} row={row} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ row }: { row: RouteReport }) {
  const { route, requests, failures, slow, statuses, recent } = row
  const { p50, p95, p99 } = recent.latency
  return (
    <tr>
      <td className="route-name">
        <code className="mono" title={route}>
          {route}
        </code>
        <span className="cell-sub only-narrow num">
          {Object.entries(statuses)
            .map(([status, count]) => `${status} × ${formatCount(count)}`)
            .join(' · ')}
        </span>
      </td>
      <td className="end num">{formatCount(requests)}</td>
      <td className="col-1">
        <span className="status-counts">
          {Object.entries(statuses).map(([status, count]) => (
            <StatusCount key={status} status={Number(status)} count={count} />
          ))}
        </span>
      </td>
      <td className="end num col-2">
        <Took ms={p50} />
      </td>
      <td className="end num">
        <Took ms={p95} />
      </td>
      <td className="end num col-2">
        <Took ms={p99} />
      </td>
      <td className="end num col-2">{slow === 0 ? <span className="quiet">0</span> : formatCount(slow)}</td>
      <td className="end num col-2">
        {failures === 0 ? (
          <span className="quiet">0</span>
        ) : (
          <Badge tone="bad">{`${formatCount(failures)} · ${formatPercent(failures / requests)}`}</Badge>
        )}
      </td>
    </tr>
  )
}

const tones = { ok: 'ok', notModified: 'accent', refused: 'warn', failed: 'bad' } as const

function StatusCount({ status, count }: { status: number; count: number }) {
  return (
    <Badge tone={tones[kindOf(status)]}>
      <span>
        {status === 0 ? 'none' : status} <span className="num status-count">{formatCount(count)}</span>
      </span>
    </Badge>
  )
}

function Took({ ms }: { ms: number | undefined }) {
  return ms === undefined ? (
    <span className="quiet">–</span>
  ) : (
    <span className="nowrap">{formatTook(ms)}</span>
  )
}
