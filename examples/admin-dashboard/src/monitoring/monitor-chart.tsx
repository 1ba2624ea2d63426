/** A chart over the last ten minutes, as far as this page has watched them. */
import type { Key } from '@freshline/core'
import { layout } from '../data/monitoring-history'
import { formatAmount } from '../format/number'
import { formatClock, formatInterval } from '../format/time'
import { ChartCard } from '../ui/chart-card'
import type { ChartContent, ChartSeries } from '../ui/chart-content'
import { Skeleton } from '../ui/skeleton'
import { CardFreshness } from '../ui/freshness'
import type { Reading } from './monitor-card'

interface MonitorChartProps extends Pick<ChartContent, 'formatAxis' | 'isStacked' | 'max'> {
  title: string
  /** The figure beside the title. Default: none. */
  note?: string
  summary: string
  dataKey: Key
  reading: Reading<unknown>
  times: readonly number[]
  series: readonly ChartSeries[]
  /** Said while there is no point to draw. */
  empty: string
}

/** While the navigation alone watches, only every third slot has a point. */
const BRIDGES = 3
const BARS = [34, 52, 40, 66, 58, 74, 48, 82, 70, 60, 88, 76]

/** Missing points are gaps, not zeros. */
export function MonitorChart(props: MonitorChartProps) {
  const { title, note, summary, dataKey, reading, empty, ...content } = props
  const known = content.times.filter((_, at) => content.series.some(({ values }) => isKnown(values[at])))
  return (
    <ChartCard
      {...content}
      title={title}
      {...(note !== undefined && { note })}
      summary={`${summary} ${formatAmount(known.length, 'point')} in the last ten minutes.`}
      aside={<CardFreshness dataKey={dataKey} />}
      instead={known.length > 0 ? undefined : <NothingToDraw reading={reading} empty={empty} />}
      isLastPartial={false}
      bridges={BRIDGES}
      formatTime={formatClock}
    />
  )
}

const isKnown = (value: number | null | undefined): boolean => value !== null && value !== undefined

function NothingToDraw({ reading, empty }: { reading: Reading<unknown>; empty: string }) {
  if (reading.data === undefined && reading.error === undefined) {
    return (
      <div className="skeleton-bars" aria-hidden>
        {BARS.map((height, bar) => (
          <Skeleton key={bar} height={1.8 * height} />
        ))}
      </div>
    )
  }
  return (
    <p className="chart-empty">
      {reading.data === undefined ? 'The server has not answered yet.' : empty}
      <small>One point every {formatInterval(layout.slot)} while this page is looked at.</small>
    </p>
  )
}
