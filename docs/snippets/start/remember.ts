import { dataSyncManager, rememberAutoSync } from '@freshline/core'

rememberAutoSync(dataSyncManager)
