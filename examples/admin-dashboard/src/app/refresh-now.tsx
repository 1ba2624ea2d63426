/** Refreshes everything past every cache, whatever the sync is doing, and says so only when something failed. */
import { useDataSync } from '@freshline/react'
import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '../data/api-error'
import { formatAmount } from '../format/number'
import { Button } from '../ui/button'
import { showToast } from '../ui/toast-store'

/** Works while auto-sync is off; that is what it is for. */
export function RefreshNow() {
  const manager = useDataSync()
  const [busy, setBusy] = useState(false)

  async function refresh() {
    setBusy(true)
    const report = await manager.refreshAll({ force: true })
    setBusy(false)
    const [firstFailed] = report.failed
    if (firstFailed !== undefined) {
      const title = `${formatAmount(report.failed.length, 'refresh', 'refreshes')} failed`
      showToast({ tone: 'bad', title, text: messageOf(report.errors[firstFailed]) })
    } else if (report.skipped.length > 0 && !manager.isOnline) {
      const text = 'Everything is refreshed as soon as the connection is back.'
      showToast({ tone: 'bad', title: 'You are offline', text })
    }
  }

  return (
    <Button
      className="refresh-now"
      busy={busy}
      icon={<RefreshCw size={14} aria-hidden />}
      aria-label="Refresh now"
      onClick={() => void refresh()}
    >
      <span className="refresh-now-label">Refresh now</span>
    </Button>
  )
}
