/** How long the last answers took, and which of them were failures. */
import { useSyncExternalStore } from 'react'
import { eventLog } from '../data/manager'
import { formatAmount } from '../format/number'
import { formatClock } from '../format/time'
import { ChartCard } from '../ui/chart-card'

const SHOWN = 48
const formatMs = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`

/** A card. */
export function AnswerTimes() {
  const log = useSyncExternalStore(eventLog.subscribe, eventLog.getSnapshot)
  const answers = log
    .filter(({ duration }) => duration !== undefined)
    .slice(0, SHOWN)
    .reverse()
  const failed = answers.filter(({ type }) => type === 'error')
  const times = answers.map(({ duration = 0 }) => duration).sort((a, b) => a - b)
  const median = formatMs(times[Math.floor(times.length / 2)] ?? 0)
  return (
    <ChartCard
      title="Answer times"
      note={`median ${median}`}
      summary={`The last ${formatAmount(answers.length, 'answer')} took ${median} in the median; ${failed.length} failed.`}
      times={answers.map(({ at }) => at)}
      isLastPartial={false}
      formatTime={formatClock}
      formatAxis={formatMs}
      series={[
        {
          label: 'Answered',
          values: answers.map(({ type, duration = 0 }) => (type === 'error' ? 0 : duration)),
          colour: 1,
          kind: 'bars',
          format: formatMs,
        },
        {
          label: 'Failed, retries included',
          values: answers.map(({ type, duration = 0 }) => (type === 'error' ? duration : 0)),
          colour: 3,
          kind: 'bars',
          format: formatMs,
        },
      ]}
    />
  )
}
