/** The state of the sync, and what can be done about it, from every section. */
import { FaultButton } from '../faults/fault-button'
import { AutoSyncSwitch } from './auto-sync-switch'
import { Brand } from './brand'
import { LiveIndicator } from './live-indicator'
import { RefreshNow } from './refresh-now'
import { ThemeToggle } from './theme-toggle'

/** Stays at the top while the section scrolls. */
export function TopBar() {
  return (
    <header className="topbar">
      <Brand />
      <LiveIndicator />
      <div className="topbar-tools">
        <AutoSyncSwitch />
        <FaultButton />
        <RefreshNow />
        <ThemeToggle />
      </div>
    </header>
  )
}
