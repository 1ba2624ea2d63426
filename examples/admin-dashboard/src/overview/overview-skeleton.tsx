/** The shape of the overview before the first figures have arrived. */
import { Skeleton } from '../ui/skeleton'

const BARS = [62, 84, 71, 48, 30, 44, 80, 96, 88, 74, 40, 36, 70, 90]

/** Announced as loading; the bars themselves are silent. */
export function OverviewSkeleton() {
  return (
    <>
      <output className="sr-only">Loading the figures</output>
      <div className="tiles" aria-hidden>
        {[64, 92, 72, 84].map((width) => (
          <div key={width} className="card card-body skeleton-tile">
            <Skeleton width={112} />
            <Skeleton width={width} height={26} />
            <Skeleton width={130} height={10} />
          </div>
        ))}
      </div>
      <div className="card facts" aria-hidden>
        {[120, 96, 88, 132].map((width) => (
          <div key={width} className="fact skeleton-tile">
            <Skeleton width={width} />
            <Skeleton width={72} height={18} />
            <Skeleton width={width + 12} height={10} />
          </div>
        ))}
      </div>
      <div className="grid-2" aria-hidden>
        {[0, 1].map((index) => (
          <div key={index} className="card card-body">
            <Skeleton width={96} />
            <div className="skeleton-bars">
              {BARS.map((height, bar) => (
                <Skeleton key={bar} height={1.8 * height} />
              ))}
            </div>
          </div>
        ))}
      </div>
    </>
  )
}
