/** The figures that move slowly, in one row. */
import type { StatsAnswer } from '@freshline/example-server/api-types'
import { formatAmount, formatCount, formatMoney, formatPercent } from '../format/number'
import { FactStrip } from '../ui/fact-strip'

/** One card. */
export function Facts({ totals }: { totals: StatsAnswer['totals'] }) {
  const used = totals.seats === 0 ? 0 : totals.seatsUsed / totals.seats
  const facts = [
    {
      label: 'Monthly revenue',
      value: formatMoney(totals.mrrCents),
      note: `${formatMoney(totals.mrrCents / Math.max(1, totals.activeCustomers))} per active customer`,
    },
    {
      label: 'Active licenses',
      value: formatCount(totals.activeLicenses),
      note: `of ${formatAmount(totals.licenses, 'key')} issued`,
    },
    {
      label: 'Seats in use',
      value: formatPercent(used),
      note: `${formatCount(totals.seatsUsed)} of ${formatCount(totals.seats)}`,
    },
    {
      label: 'Ending within 30 days',
      value: formatCount(totals.expiringSoon),
      note: 'active licenses to renew',
    },
  ]
  return <FactStrip facts={facts} />
}
