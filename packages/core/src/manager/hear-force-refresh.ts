/** Obeys the DOM event `forceDataRefresh` that other code on the page dispatches. */
import type { Report } from '../base/emitter'
import { onForceRefresh } from '../environment'
import type { Target } from '../keys'
import type { RefreshOptions } from '../sync'

interface Refreshing {
  readonly report: Report
  refresh(target: Target, options: RefreshOptions): Promise<unknown>
  refreshAll(options: RefreshOptions): Promise<unknown>
}

/** Refreshes past every cache whenever the event asks for it; answers how to stop. */
export function hearForceRefresh(manager: Refreshing): () => void {
  return onForceRefresh(manager, (target) => {
    const options = { force: true }
    const done =
      target === undefined ? manager.refreshAll(options) : manager.refresh(target as Target, options)
    done.catch((error: unknown) => manager.report(error, 'forceDataRefresh'))
  })
}
