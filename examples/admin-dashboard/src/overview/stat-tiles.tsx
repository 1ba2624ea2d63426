/** The four figures that move: today's value, the change against the week before, and the last two weeks' shape. */
import type { StatsAnswer } from '@freshline/example-server/api-types'
import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react'
import { formatChange, formatCompact, formatCount, formatMoney } from '../format/number'
import { Sparkline } from '../ui/sparkline'

const SHAPE_DAYS = 14

/** Each says the same in words as in its line. */
export function StatTiles({ stats }: { stats: StatsAnswer }) {
  const { totals, trends, daily, hourly } = stats
  // Without today and this hour, which are still being counted.
  const days = daily.slice(-SHAPE_DAYS - 1, -1)
  return (
    <dl className="tiles">
      <Tile
        label="Revenue today"
        value={formatMoney(totals.revenueTodayCents)}
        change={trends.revenue}
        shape={days.map((day) => day.revenueCents)}
      />
      <Tile
        label="Activations today"
        value={formatCount(totals.activationsToday)}
        change={trends.activations}
        shape={days.map((day) => day.activations)}
      />
      <Tile
        label="Validations this hour"
        value={formatCompact(totals.validationsThisHour)}
        change={trends.validations}
        shape={hourly.slice(-25, -1).map((hour) => hour.validations)}
      />
      <Tile
        label="Trials"
        value={formatCount(totals.trialLicenses)}
        change={trends.trials}
        shape={days.map((day) => day.newTrials)}
      />
    </dl>
  )
}

interface TileProps {
  label: string
  value: string
  /** Against the seven days before the last seven, as a fraction. */
  change: number | null
  shape: readonly number[]
}

function Tile({ label, value, change, shape }: TileProps) {
  return (
    <div className="card tile">
      <dt>{label}</dt>
      <dd className="tile-value">{value}</dd>
      <dd className="spark">
        <Sparkline values={shape} />
      </dd>
      <dd className="tile-note">
        <Trend change={change} />
        <span className="tile-note-text">vs. week before</span>
      </dd>
    </div>
  )
}

function Trend({ change }: { change: number | null }) {
  if (change === null) return <span>no base yet</span>
  const direction = change > 0.0005 ? 'up' : change < -0.0005 ? 'down' : 'flat'
  const Arrow = { up: ArrowUpRight, down: ArrowDownRight, flat: ArrowRight }[direction]
  return (
    <span className={`trend trend-${direction}`}>
      <Arrow size={14} aria-hidden />
      {formatChange(change)}
    </span>
  )
}
