import type { FreshnessTable } from '@freshline/core'

declare const freshness: FreshnessTable
declare function saveStore(id: string, name: string): Promise<object>
// ---
import { DataSyncManager, httpPropagate } from '@freshline/core'

const manager = new DataSyncManager({ freshness, propagate: httpPropagate('/api/sync/invalidate') })

export const rename = (id: string, name: string) =>
  manager.mutate(() => saveStore(id, name), { invalidates: [['stores', id], { tag: 'stores' }] })

manager.on('mutated', ({ propagation }) => {
  if (propagation?.propagated === 'failed') console.warn('others may see the old one for a while')
})
