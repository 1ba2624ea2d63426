import { dataSyncManager } from '@freshline/core'
import { installDevtools } from '@freshline/devtools'

installDevtools(dataSyncManager, { panel: true })
