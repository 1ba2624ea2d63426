import { DataSyncManager } from '@freshline/core'

const manager = new DataSyncManager({ log: 'info' })

manager.on('overdue', ({ key }) => console.warn(`${key} has been stale for five minutes`))
console.table(manager.getStatus())
console.log(manager.metrics().successRate)
