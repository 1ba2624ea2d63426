/** The samples that charts are drawn of, laid into slots. */
import { useMemo, useSyncExternalStore } from 'react'
import { monitoringHistory } from '../data/manager'
import { layout, type History } from '../data/monitoring-history'
import { toSlots, type Slots } from '../data/slots'

/** The window of one kind of sample. */
export function useSlots<K extends keyof History>(kind: K): Slots<History[K][number]> {
  const history = useSyncExternalStore(monitoringHistory.subscribe, monitoringHistory.getSnapshot)
  const samples: readonly History[K][number][] = history[kind]
  return useMemo(() => toSlots(samples, layout), [samples])
}
