import { DataSyncManager } from '@freshline/core'
import { defineFreshnessIndicator } from '@freshline/vanilla/element'

const manager = new DataSyncManager()
defineFreshnessIndicator(manager) // without one: the default manager

const indicator = document.createElement('freshness-indicator')
indicator.syncKey = ['stats', { page: 1 }]
indicator.labels = { refresh: 'Neu laden', updated: 'Stand: {age}' }
document.body.append(indicator)
