/** Grey bars in the shape of what is loading for the first time. */

interface SkeletonProps {
  width?: number | string
  height?: number
}

/** One bar; says nothing to a screen reader, the region around it is marked busy. */
export function Skeleton({ width = '100%', height = 12 }: SkeletonProps) {
  return <span className="skeleton" aria-hidden style={{ width, height }} />
}
