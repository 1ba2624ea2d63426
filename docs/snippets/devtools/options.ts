import { dataSyncManager } from '@freshline/core'
import { installDevtools } from '@freshline/devtools'

const { api, uninstall } = installDevtools(dataSyncManager, {
  panel: true,
  performanceTrack: true, // requests and mutations on a track of their own in the Performance panel
  redact: (line) => line.match(/\b\d{4} \d{4} \d{4} \d{4}\b/g) ?? [],
})
api.log('info')
uninstall() // listener, record, panel and global are gone
