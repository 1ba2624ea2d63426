/** What the server was asked, how it answered, and how long that took. */
import type { CacheFigures } from '@freshline/example-server/api-types'
import { useSync } from '@freshline/react'
import { errors, routes, status } from '../data/monitoring'
import { kinds } from '../data/outcomes'
import { formatAmount, formatCount, formatPercent } from '../format/number'
import { formatInterval, formatTook } from '../format/time'
import { MonitorChart } from './monitor-chart'
import { useSlots } from './use-history'

const labels = { ok: '2xx', notModified: '304', refused: '4xx', failed: '5xx' } as const
const colours = { ok: 2, notModified: 1, refused: 3, failed: 4 } as const

/** Answers by how they ended. */
export function RequestsChart() {
  const reading = useSync(routes)
  const { times, samples } = useSlots('traffic')
  const series = kinds.map((kind) => ({
    label: labels[kind],
    values: samples.map((sample) => sample?.grown?.[kind] ?? null),
    colour: colours[kind],
    kind: 'bars' as const,
    format: formatCount,
  }))
  const total = reading.data?.recent.requests ?? 0
  const span = formatInterval(reading.data?.window ?? 300_000)
  return (
    <MonitorChart
      title="Requests"
      summary={`${formatAmount(total, 'request')} in the last ${span}.`}
      dataKey={routes.key}
      reading={reading}
      times={times}
      series={series}
      isStacked
      formatAxis={formatWhole}
      empty="Counting begins with the next answer."
    />
  )
}

/** Percentiles of the time to an answer. */
export function LatencyChart() {
  const reading = useSync(status)
  const { times, samples } = useSlots('status')
  const of = (name: 'p50' | 'p95' | 'p99') =>
    samples.map((sample) => sample?.report.recent.latency[name] ?? null)
  const latency = reading.data?.recent.latency
  const p95 = latency?.p95 === undefined ? 'unknown' : formatTook(latency.p95)
  return (
    <MonitorChart
      title="Response times"
      summary={`Percentiles of response times over the last five minutes; the 95th is ${p95}.`}
      dataKey={status.key}
      reading={reading}
      times={times}
      series={[
        { label: 'p50', values: of('p50'), colour: 2, kind: 'line', format: formatTook },
        { label: 'p95', values: of('p95'), colour: 1, kind: 'line', format: formatTook },
        { label: 'p99', values: of('p99'), colour: 3, kind: 'line', format: formatTook },
      ]}
      formatAxis={formatTook}
      empty="Nothing was asked lately."
    />
  )
}

/** How many reads the server's cache answered. */
export function HitRatioChart() {
  const reading = useSync(status)
  const { times, samples } = useSlots('status')
  const ratio = reading.data?.cache?.hitRatio
  const said = ratio === undefined ? '' : formatPercent(ratio)
  return (
    <MonitorChart
      title="Server cache hits"
      note={said}
      summary={`${said === '' ? 'No reads yet' : `${said} of all reads were answered from the server's cache`}.`}
      dataKey={status.key}
      reading={reading}
      times={times}
      series={[
        {
          label: 'Hit ratio',
          values: samples.map((sample) => sample?.report.cache?.hitRatio ?? null),
          colour: 2,
          kind: 'area',
          format: formatPercent,
        },
      ]}
      max={1}
      formatAxis={formatPercent}
      empty={whyNoRatio(reading.data?.cache)}
    />
  )
}

function whyNoRatio(cache: CacheFigures | undefined): string {
  if (cache === undefined) return 'The server tells of no cache.'
  return cache.stats['passed']
    ? 'Every read passed the cache by: it is switched off.'
    : 'Nothing was read yet.'
}

/** Which part of the requests failed. */
export function ErrorRateChart() {
  const reading = useSync(status)
  const total = useSync(errors).data?.total
  const { times, samples } = useSlots('status')
  const rate = reading.data?.recent.errorRate
  const said = rate === undefined ? '' : formatPercent(rate)
  return (
    <MonitorChart
      title="Error rate"
      note={said}
      summary={`${said} of the requests of the last five minutes failed; ${formatAmount(total ?? 0, 'error')} in all.`}
      dataKey={status.key}
      reading={reading}
      times={times}
      series={[
        {
          label: 'Error rate',
          values: samples.map((sample) => sample?.report.recent.errorRate ?? null),
          colour: 4,
          kind: 'area',
          format: formatPercent,
        },
      ]}
      max={topOf(samples.map((sample) => sample?.report.recent.errorRate ?? 0))}
      formatAxis={formatPercent}
      empty="Nothing was asked lately."
    />
  )
}

/** Half a request is none: only whole numbers are written at the axis. */
const formatWhole = (value: number): string => (Number.isInteger(value) ? formatCount(value) : '')

/** A scale of at least 5 %, so that one failure in a thousand does not look like a fire. */
function topOf(rates: readonly number[]): number {
  const most = Math.max(...rates)
  return [0.05, 0.1, 0.25, 0.5].find((top) => most <= top) ?? 1
}
