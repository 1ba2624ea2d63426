/** Switches all automatic requests on and off; the choice survives a reload. */
import { useAutoSync } from '@freshline/react'
import { Switch } from '../ui/switch'

/** Refreshing by hand works either way. */
export function AutoSyncSwitch() {
  const { enabled, setEnabled } = useAutoSync()
  return <Switch label="Auto-sync" checked={enabled} onChange={setEnabled} />
}
