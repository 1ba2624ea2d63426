/** A line without axes: only the shape of what happened. */

interface SparklineProps {
  values: readonly number[]
}

const WIDTH = 92
const HEIGHT = 34
const PADDING = 2

/** Decoration: the number beside it is what counts. */
export function Sparkline({ values }: SparklineProps) {
  const points = toPoints(values)
  if (points.length < 2) return null
  const line = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' L')
  const [lastX = 0, lastY = 0] = points.at(-1) ?? []
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden>
      <path className="spark-area" d={`M${line} L${lastX},${HEIGHT} L${PADDING},${HEIGHT} Z`} />
      <path d={`M${line}`} fill="none" stroke="currentColor" strokeWidth={1.5} strokeLinejoin="round" />
      <circle cx={lastX} cy={lastY} r={2} fill="currentColor" />
    </svg>
  )
}

/** Spread over the whole width, the smallest value at the bottom. */
export function toPoints(values: readonly number[]): [x: number, y: number][] {
  const least = Math.min(...values)
  const range = Math.max(...values) - least
  const step = (WIDTH - 2 * PADDING) / Math.max(1, values.length - 1)
  const room = HEIGHT - 2 * PADDING
  return values.map((value, index) => [
    PADDING + index * step,
    PADDING + room * (range === 0 ? 0.5 : 1 - (value - least) / range),
  ])
}
