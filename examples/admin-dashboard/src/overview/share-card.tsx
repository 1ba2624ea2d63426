/** How license keys divide into states, plans and products. */
import type { Share, StatsAnswer } from '@freshline/example-server/api-types'
import { choiceOf, licenseStatuses, plans } from '../format/labels'
import { formatCount, formatPercent } from '../format/number'

interface Part {
  label: string
  count: number
  /** Suffix of the class that colours it. */
  colour: string
}

/** A card. */
export function ShareCard({ stats }: { stats: StatsAnswer }) {
  const byStatus = stats.byStatus.map(({ name, count }) => {
    const { label, tone } = choiceOf(licenseStatuses, name)
    return { label, count, colour: tone }
  })
  const byPlan = shades(stats.byPlan.map(({ name, count }) => ({ name: choiceOf(plans, name).label, count })))
  return (
    <section className="card" aria-label="License mix">
      <div className="card-head">
        <h2>License mix</h2>
        <span className="card-note num">{formatCount(stats.totals.licenses)} keys</span>
      </div>
      <div className="card-body shares">
        <Shares title="By status" parts={byStatus} />
        <Shares title="By plan" parts={byPlan} />
        <Shares title="By product" parts={shades(stats.byProduct)} />
      </div>
    </section>
  )
}

function shades(shares: readonly Share[]): Part[] {
  return shares.map(({ name, count }, index) => ({ label: name, count, colour: String(index + 1) }))
}

function Shares({ title, parts }: { title: string; parts: readonly Part[] }) {
  const total = Math.max(
    1,
    parts.reduce((sum, part) => sum + part.count, 0),
  )
  return (
    <div>
      <h3 className="share-title">{title}</h3>
      <div className="share-bar" aria-hidden>
        {parts.map(({ label, count, colour }) => (
          <span key={label} className={`share-${colour}`} style={{ flexGrow: count }} />
        ))}
      </div>
      <ul className="share-list">
        {parts.map(({ label, count, colour }) => (
          <li key={label} className={`share-${colour}`}>
            <span className="swatch" aria-hidden />
            {label}
            <span className="num">{formatCount(count)}</span>
            <span className="num">{formatPercent(count / total)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
