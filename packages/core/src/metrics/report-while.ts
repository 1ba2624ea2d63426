/** When reports are made: at an interval while the page is visible, and at once when it is hidden. */
import type { DataSyncManager } from '../manager'
import type { ReportCause } from './metrics-options'

/** Calls `tell` when a report is due; answers how to stop. While the page is hidden there is no timer. */
export function reportWhile(
  { clock, environment }: DataSyncManager,
  every: number,
  tell: (cause: ReportCause) => void,
): () => void {
  let timer: unknown
  const wait = () => {
    timer = clock.schedule(() => {
      wait()
      tell('interval')
    }, every)
  }
  const look = () => {
    const isVisible = environment.isVisible()
    if (isVisible && timer === undefined) wait()
    if (isVisible) return
    clock.cancel(timer)
    timer = undefined
    // A hidden page is frozen or put away later: each time may be the last.
    tell('hidden')
  }
  const off = environment.subscribe(look)
  look()
  return () => {
    off()
    clock.cancel(timer)
  }
}
