import { dataSyncManager } from '@freshline/core'
import { collectMetrics } from '@freshline/core/metrics'

const metrics = collectMetrics(dataSyncManager)

const { total, window, keys } = metrics.report()
console.log(`hits: ${Math.round(100 * (total.reads.hitRatio ?? 0))} %`)
console.log(`change to screen, last 5 min: ${window.changeToScreen.p95 ?? '-'} ms at p95`)
console.log(`polls of the list that changed nothing: ${keys['stores']?.total.polls.notModified}`)
