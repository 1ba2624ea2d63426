/** Says so when the server's cache could not be told of a change, and what happens next. */
import type { DataSyncManager } from '@freshline/core'
import { freshness } from '@freshline/example-server/freshness'
import type { OnNews, PropagationLog } from '../data/propagation-log'
import { formatSpan } from '../format/time'
import { showToast } from '../ui/toast-store'

/** What a change made here touches, by tag. */
const touched = ['keys', 'customers', 'users', 'stats', 'audit']
/** Nothing of that is served from the server's cache for longer. */
const longest = Math.max(
  ...freshness.entries.filter(([, { tags = [] }]) => tags.some(isTouched)).map(([, { ttl }]) => ttl),
)
// Also told after a write of which nobody knows whether it was done: that one must not be called saved.
const SAFE = 'What was saved is safe.'

function isTouched(tag: string): boolean {
  return touched.includes(tag)
}

/** Toasts what goes wrong, and the good end of it. Answers how to stop. */
export function tellOfPropagation(
  log: Pick<PropagationLog, 'onNews'>,
  manager: Pick<DataSyncManager, 'mutate'>,
) {
  const tell: OnNews = ({ state, told }, before) => {
    if (state === 'done') {
      if (before !== undefined) showToast({ tone: 'ok', title: 'The server’s cache has been told now' })
    } else if (state === 'waiting') {
      showToast({
        tone: 'bad',
        title: 'The server’s cache was not told yet',
        text: `${SAFE} It is told again in the background; until then others may see the old state.`,
      })
    } else {
      showToast({
        tone: 'bad',
        title: 'The server’s cache could not be told',
        text: `${SAFE} Others may see the old state for up to ${formatSpan(longest)}.`,
        // A write that writes nothing: only its telling is repeated. It reports for itself.
        action: { label: 'Tell it again', run: () => void manager.mutate(() => null, { invalidates: told }) },
      })
    }
  }
  return log.onNews(tell)
}
