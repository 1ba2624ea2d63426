/** What the manager did since the page was opened, in four figures. */
import { useDataSync, useSyncStatus } from '@freshline/react'
import { FactStrip } from '../ui/fact-strip'
import { formatAmount, formatCount, formatPercent } from '../format/number'

/** One card. */
export function MetricsStrip() {
  // Renders after every event, which is when the totals may have moved.
  useSyncStatus()
  const metrics = useDataSync().metrics()
  const answers = metrics.changed + metrics.unchanged
  const facts = [
    {
      label: 'Requests',
      value: formatCount(metrics.requests),
      note: `${formatCount(metrics.running)} under way, ${formatCount(metrics.joined)} saved by sharing`,
    },
    {
      label: 'Unchanged answers',
      value: answers === 0 ? '–' : formatPercent(metrics.unchanged / answers),
      note: `${formatCount(metrics.unchanged)} of ${formatCount(answers)} changed nothing`,
    },
    {
      label: 'Success rate',
      value: formatPercent(metrics.successRate),
      note: `${formatCount(metrics.failed)} failed, ${formatAmount(metrics.retries, 'retry', 'retries')}`,
    },
    {
      label: 'Changes made here',
      value: formatCount(metrics.mutations),
      note: formatAmount(metrics.invalidations, 'invalidation'),
    },
  ]
  return <FactStrip facts={facts} />
}
