import { dataSyncManager } from '@freshline/core'
import { trackPerformance } from '@freshline/devtools'

if (location.hostname === 'localhost') trackPerformance(dataSyncManager)
