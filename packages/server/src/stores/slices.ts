/** Long work in slices, so that requests are answered in between. */
import { systemClock } from '@freshline/core/shared'

/** How long a slice may take, in ms; looked at after so many items. */
const SLICE = 8
const LOOK_EVERY = 16

/** What of a list a test chooses. The test is called in order, and not all at once where it takes long. */
export async function filterInSlices<T>(list: readonly T[], isChosen: (item: T) => boolean): Promise<T[]> {
  const chosen: T[] = []
  let begin = systemClock.monotonic()
  for (let index = 0; index < list.length; index++) {
    const item = list[index] as T
    if (isChosen(item)) chosen.push(item)
    if (index % LOOK_EVERY === LOOK_EVERY - 1 && systemClock.monotonic() - begin > SLICE) {
      await new Promise<void>((resolve) => void systemClock.schedule(resolve, 0))
      begin = systemClock.monotonic()
    }
  }
  return chosen
}
