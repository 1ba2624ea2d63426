// The few statistics the benchmark stands on: medians, and how sure they are. Pure.

/** The middle of some numbers, or halfway between the two middle ones; NaN of none. */
export function median(values) {
  return quantile(values, 0.5)
}

/** The value below which a share of the values lies, interpolated; NaN of none. */
export function quantile(values, share) {
  if (values.length === 0) return NaN
  const sorted = values.toSorted((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)]
  const above = sorted[Math.ceil(place)]
  return below + (above - below) * (place - Math.floor(place))
}

/**
 * An interval that holds the true median with 95 % confidence, by order statistics: no assumption about how the
 * noise is distributed. With fewer than six values it is all of them.
 */
export function medianInterval(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const reach = 0.98 * Math.sqrt(sorted.length)
  const low = Math.max(0, Math.floor(sorted.length / 2 - reach))
  const high = Math.min(sorted.length - 1, Math.ceil(sorted.length / 2 + reach))
  return [sorted[low], sorted[high]]
}

/** Half the width of that interval, as a share of the median: 0.03 says the median is good to 3 %. */
export function uncertainty(values) {
  if (values.length < 2) return Infinity
  const [low, high] = medianInterval(values)
  return (high - low) / 2 / Math.abs(median(values))
}

/** One ratio for each round in which both took part: what disturbed a round disturbed both. */
export function pairedRatios(values, base) {
  const ratios = []
  for (const [round, value] of values.entries()) {
    if (value !== undefined && base[round] !== undefined) ratios.push(value / base[round])
  }
  return ratios
}

/** The median of the differences of two contenders, taken in the same rounds. */
export function medianDifference(values, base) {
  return median(values.map((value, round) => value - base[round]))
}

/** Numbers that several runs found, path by path, as their medians. The shape is that of the first run. */
export function mergeMedians(runs) {
  const [first] = runs
  if (typeof first === 'number') return median(runs)
  if (typeof first !== 'object' || first === null) return first
  if (Array.isArray(first)) return first.map((_, index) => mergeMedians(runs.map((run) => run[index])))
  return Object.fromEntries(
    Object.keys(first).map((name) => [name, mergeMedians(runs.map((run) => run[name]))]),
  )
}
