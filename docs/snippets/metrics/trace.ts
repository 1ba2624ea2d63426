import { dataSyncManager } from '@freshline/core'
import { traceManager } from '@freshline/core/metrics'

const off = traceManager(dataSyncManager, (record) => {
  if (record.type === 'ended' && record.outcome === 'failed')
    console.warn(`${record.key} failed after ${record.attempts} attempts (${record.reason})`, record.error)
  if (record.type === 'read' && record.how !== 'asked') console.debug(`${record.key}: a request saved`)
})

// When it has told enough:
off()
