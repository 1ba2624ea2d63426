export { dataSyncManager, forceRefreshData } from './default-manager'
export { DataSyncManager, engineOf } from './manager'
export type { DataSyncManagerOptions } from './manager'
