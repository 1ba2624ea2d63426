declare const settings: { readonly freshData: boolean }
// ---
import { DataSyncManager } from '@freshline/core'

export const manager = new DataSyncManager({ enabled: settings.freshData })
