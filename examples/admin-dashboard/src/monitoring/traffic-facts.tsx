/** The last minutes in four figures. */
import { useSync } from '@freshline/react'
import { routes, status } from '../data/monitoring'
import { formatAmount, formatCount, formatPercent } from '../format/number'
import { formatInterval, formatTook } from '../format/time'
import { FactStrip } from '../ui/fact-strip'

const UNKNOWN = '–'
const UNTOLD = 'not told yet'

/** One card; its figures are those of the summary, its rate needs the routes' report. */
export function TrafficFacts() {
  const { data } = useSync(status)
  const report = useSync(routes).data
  const span = report?.window ?? 300_000
  const { requests = 0, failures = 0, errorRate, latency } = data?.recent ?? {}
  const cache = data?.cache
  const reads = cache === undefined ? 0 : cache.hits + cache.misses
  const slow = report?.routes.reduce((sum, route) => sum + route.slow, 0) ?? 0
  const facts = [
    {
      label: 'Requests',
      value: data === undefined ? UNKNOWN : `${formatRate(requests / (span / 60_000))}/min`,
      note: data === undefined ? UNTOLD : `${formatCount(requests)} in the last ${formatInterval(span)}`,
    },
    {
      label: 'p95 response time',
      value: latency?.p95 === undefined ? UNKNOWN : formatTook(latency.p95),
      note: report === undefined ? UNTOLD : `${formatAmount(slow, 'slow request')} so far`,
    },
    {
      label: 'Error rate',
      value: errorRate === undefined ? UNKNOWN : formatPercent(errorRate),
      note: data === undefined ? UNTOLD : `${formatCount(failures)} of ${formatCount(requests)} failed`,
    },
    {
      label: 'Server cache hits',
      value: cache?.hitRatio === undefined ? UNKNOWN : formatPercent(cache.hitRatio),
      note: cache === undefined ? UNTOLD : `${formatCount(cache.hits)} of ${formatAmount(reads, 'read')}`,
    },
  ]
  return <FactStrip facts={facts} />
}

const formatRate = (perMinute: number): string =>
  perMinute >= 10 ? formatCount(Math.round(perMinute)) : perMinute.toFixed(1)
