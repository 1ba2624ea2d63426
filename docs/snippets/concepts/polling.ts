interface Queue {
  waiting: number
}
declare const loadQueue: () => Promise<Queue>
// ---
import { dataSyncManager } from '@freshline/core'

dataSyncManager.register('queue', loadQueue, {
  interval: ({ data }) => (data && data.waiting > 0 ? 2_000 : 30_000),
  hiddenInterval: 120_000,
  refreshOnVisible: 'always',
  timeout: 5_000,
})
