import { DataSyncManager } from '@freshline/core'

declare const settings: { readonly freshData: boolean }
// ---
export const manager = new DataSyncManager({ enabled: settings.freshData })
