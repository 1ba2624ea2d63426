/** A chart with its title, its key figure and a sentence for those who do not see it. */
import type { ReactNode } from 'react'
import { Chart, type ChartProps } from './chart'

interface ChartCardProps extends ChartProps {
  title: string
  /** The figure in the corner. Default: none. */
  note?: string
  /** What the chart shows, in a sentence. */
  summary: string
  /** Beside the figure. */
  aside?: ReactNode
  /** Stands in the chart's place while there is nothing to draw. */
  instead?: ReactNode
}

/** A card. */
export function ChartCard({ title, note, summary, aside, instead, ...chart }: ChartCardProps) {
  return (
    <figure className="card" aria-label={title}>
      <div className="card-head">
        <h2>{title}</h2>
        {chart.series.length > 1 ? (
          <ul className="chart-legend">
            {chart.series.map(({ label, colour }) => (
              <li key={label}>
                <span className={`swatch swatch-${colour}`} aria-hidden />
                {label}
              </li>
            ))}
          </ul>
        ) : null}
        {note === undefined || note === '' ? null : <span className="card-note num">{note}</span>}
        {aside}
      </div>
      <figcaption className="sr-only">{summary}</figcaption>
      <div className="card-body">
        {instead === undefined ? <Chart {...chart} /> : <div className="chart-instead">{instead}</div>}
      </div>
    </figure>
  )
}
