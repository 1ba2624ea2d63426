/** Chooses a media type by the `Accept` field (RFC 9110 section 12.5.1). */

interface Range {
  readonly type: string
  readonly quality: number
}

/**
 * The offered type that the field likes best; of equals the first offered. The first offered also where there is no
 * field; undefined where it excludes all of them. Parameters other than `q` are not compared.
 * @param offered media types in lower case without parameters, our favourite first
 */
export function chooseType<const T extends string>(
  field: string | null,
  offered: readonly T[],
): T | undefined {
  if (field === null || field.trim() === '') return offered[0]
  // Many ranges are no reason to work for long.
  const ranges = field.slice(0, 1_000).toLowerCase().split(',').map(toRange)
  let best: T | undefined
  let bestQuality = 0
  for (const type of offered) {
    const quality = qualityOf(type, ranges)
    if (quality > bestQuality) [best, bestQuality] = [type, quality]
  }
  return best
}

function toRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim())
  const weight = parameters.find((one) => one.startsWith('q='))
  const quality = weight === undefined ? 1 : Number(weight.slice(2))
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 }
}

/** The most specific range decides; of several of one kind the kindest. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  const group = `${type.slice(0, type.indexOf('/'))}/*`
  for (const wanted of [type, group, '*/*']) {
    const found = ranges.filter((range) => range.type === wanted).map((range) => range.quality)
    if (found.length > 0) return Math.max(...found)
  }
  return 0
}
