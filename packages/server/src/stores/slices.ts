/** Long work in slices, so that requests are answered in between. */
import { systemClock } from '@freshline/core/shared'

/** How long a slice may take, in ms, one item aside. */
const SLICE = 8

/** What of a list a test chooses. The test is called in order, and not all at once where it takes long. */
export async function filterInSlices<T>(list: readonly T[], isChosen: (item: T) => boolean): Promise<T[]> {
  const chosen: T[] = []
  let begin = systemClock.monotonic()
  for (const item of list) {
    if (isChosen(item)) chosen.push(item)
    // A clock costs less than any test: one item may be tried by a hundred patterns.
    if (systemClock.monotonic() - begin > SLICE) {
      await new Promise<void>((resolve) => void systemClock.schedule(resolve, 0))
      begin = systemClock.monotonic()
    }
  }
  return chosen
}
