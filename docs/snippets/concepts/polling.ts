import { DataSyncManager } from '@freshline/core'

interface Queue {
  waiting: number
}
declare const loadQueue: () => Promise<Queue>
const manager = new DataSyncManager()
// ---
manager.register('queue', loadQueue, {
  interval: ({ data }) => (data && data.waiting > 0 ? 2_000 : 30_000),
  hiddenInterval: 120_000,
  refreshOnVisible: 'always',
  timeout: 5_000,
})
