/** Switches all automatic requests on and off; the choice survives a reload. */
import { useDataSync } from '@freshline/react'
import '../ui/freshness'

/** Of the library's element the switch alone. Refreshing by hand works either way. */
export function AutoSyncSwitch() {
  return (
    <freshness-indicator
      className="auto-sync"
      manager={useDataSync()}
      labels={LABELS}
      hide-age=""
      hide-button=""
    />
  )
}

const LABELS = { name: 'Automatic requests' }
