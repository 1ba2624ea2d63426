/** The shape of the overview before the first figures have arrived. */
import { Skeleton } from '../ui/skeleton'

/** Announced as loading; the bars themselves are silent. */
export function OverviewSkeleton() {
  return (
    <>
      <output className="sr-only">Loading the figures</output>
      <div className="tiles" aria-hidden>
        {[64, 92, 72, 84].map((width) => (
          <div key={width} className="card tile">
            <Skeleton width={112} />
            <Skeleton width={width} height={30} />
            <Skeleton width={92} height={34} />
            <Skeleton width={130} height={10} />
          </div>
        ))}
      </div>
      <div className="card card-body" aria-hidden>
        <Skeleton height={44} />
      </div>
      <div className="grid-2" aria-hidden>
        {[0, 1].map((index) => (
          <div key={index} className="card card-body">
            <Skeleton height={232} />
          </div>
        ))}
      </div>
    </>
  )
}
