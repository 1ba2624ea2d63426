import { dataSyncManager } from '@freshline/core'
import { installDevtools } from '@freshline/devtools'

installDevtools(dataSyncManager, { panel: () => import('@freshline/devtools/panel') })
