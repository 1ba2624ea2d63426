/** The three charts of the overview. */
import type { DailyPoint, HourlyPoint } from '@freshline/example-server/api-types'
import { ChartCard } from '../ui/chart-card'
import { formatAmount, formatCompact, formatCount, formatMoney, formatMoneyCompact } from '../format/number'
import { formatDay, formatHour } from '../format/time'

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** Revenue by day. */
export function RevenueChart({ daily }: { daily: readonly DailyPoint[] }) {
  const values = daily.map((day) => day.revenueCents)
  const total = formatMoney(sum(values))
  return (
    <ChartCard
      title="Revenue"
      note={`${total} in ${daily.length} days`}
      summary={`Revenue by day over the last ${daily.length} days, ${total} in all.`}
      times={daily.map((day) => day.day)}
      isLastPartial
      formatTime={formatDay}
      formatAxis={formatMoneyCompact}
      series={[{ label: 'Revenue', values, colour: 2, kind: 'bars', format: formatMoney }]}
    />
  )
}

/** Activations and new trials by day. */
export function ActivationsChart({ daily }: { daily: readonly DailyPoint[] }) {
  const activations = daily.map((day) => day.activations)
  const trials = daily.map((day) => day.newTrials)
  const total = formatAmount(sum(activations), 'activation')
  return (
    <ChartCard
      title="Activations"
      note={`${total} in ${daily.length} days`}
      summary={`Activations and new trials by day over the last ${daily.length} days: ${total}, ${formatAmount(sum(trials), 'new trial')}.`}
      times={daily.map((day) => day.day)}
      isLastPartial
      formatTime={formatDay}
      formatAxis={formatCompact}
      series={[
        { label: 'Activations', values: activations, colour: 1, kind: 'area', format: formatCount },
        { label: 'New trials', values: trials, colour: 3, kind: 'line', format: formatCount },
      ]}
    />
  )
}

/** Validations by hour, and how many were refused. */
export function ValidationsChart({ hourly }: { hourly: readonly HourlyPoint[] }) {
  const validations = hourly.map((hour) => hour.validations)
  const failures = hourly.map((hour) => hour.failures)
  const total = formatAmount(sum(validations), 'validation')
  return (
    <ChartCard
      title="Validations per hour"
      note={`${total} in ${hourly.length} hours`}
      summary={`License validations by hour over the last ${hourly.length} hours: ${total}, ${formatCount(sum(failures))} of them refused.`}
      times={hourly.map((hour) => hour.hour)}
      isLastPartial
      formatTime={formatHour}
      formatAxis={formatCompact}
      series={[
        { label: 'Validations', values: validations, colour: 1, kind: 'bars', format: formatCount },
        { label: 'Refused', values: failures, colour: 3, kind: 'bars', format: formatCount },
      ]}
    />
  )
}
