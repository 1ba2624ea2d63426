/** How large an answer was, as far as that is known. */
import { toMark, type BodyMark } from '../transport/body-mark'

const sizes = new WeakMap<BodyMark, number>()

/** The size of the body that left this mark behind, bytes; undefined where that is not known. */
export function sizeOf(body: unknown): number | undefined {
  const mark = toMark(body)
  if (!mark) return undefined
  let size = sizes.get(mark)
  if (size === undefined) {
    const said = mark.headers.get('content-length')
    if (said !== null && /^\d+$/.test(said)) size = Number(said)
    else if (mark.text !== undefined) size = new Blob([mark.text]).size
    else return undefined
    sizes.set(mark, size)
  }
  return size
}
