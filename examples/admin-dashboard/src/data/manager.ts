/** The manager behind every hook of the page, and what hangs on it. */
import { DataSyncManager, rememberAutoSync } from '@freshline/core'
import { installDevtools } from '@freshline/devtools'
import { connection } from './connection'
import { createEventLog } from './event-log'

/** Keeps all sections fresh. */
export const manager = new DataSyncManager({ environment: connection.environment })

/** What happened lately. */
export const eventLog = createEventLog(manager)

rememberAutoSync(manager, { key: 'keyring:auto-sync' })
installDevtools(manager)
