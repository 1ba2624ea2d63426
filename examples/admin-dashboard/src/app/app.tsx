/** The frame and the section that the address names. */
import { useEffect, useRef, type ComponentType } from 'react'
import { CustomersPage } from '../customers/customers-page'
import { FaultPanel } from '../faults/fault-panel'
import { KeysPage } from '../keys/keys-page'
import { MonitoringPage } from '../monitoring/monitoring-page'
import { OverviewPage } from '../overview/overview-page'
import { SyncPage } from '../sync/sync-page'
import { Toasts } from '../ui/toasts'
import { UsersPage } from '../users/users-page'
import { parseHash, useHash, type SectionName } from './route'
import { Sidebar } from './sidebar'
import { TopBar } from './top-bar'

const pages: Record<SectionName, { title: string; Page: ComponentType<{ params: URLSearchParams }> }> = {
  overview: { title: 'Overview', Page: OverviewPage },
  keys: { title: 'License keys', Page: KeysPage },
  customers: { title: 'Customers', Page: CustomersPage },
  users: { title: 'Admin users', Page: UsersPage },
  monitoring: { title: 'Monitoring', Page: MonitoringPage },
  sync: { title: 'Sync', Page: SyncPage },
}

/** Needs a `DataSyncProvider` around it. */
export function App() {
  const { section, params } = parseHash(useHash())
  const { title, Page } = pages[section]
  const main = useRef<HTMLElement>(null)
  const shown = useRef(section)

  useEffect(() => {
    document.title = `${title} · Keyring Admin`
    if (shown.current === section) return
    shown.current = section
    // As after loading another page: reading and tabbing start with the new section.
    main.current?.focus({ preventScroll: true })
    scrollTo(0, 0)
  }, [section, title])

  return (
    <>
      <a
        className="skip-link"
        href="#main"
        onClick={(event) => {
          event.preventDefault()
          main.current?.focus()
        }}
      >
        Skip to content
      </a>
      <div className="shell">
        <Sidebar current={section} />
        <div className="column">
          <TopBar />
          <main ref={main} id="main" className="main" tabIndex={-1}>
            <Page key={section} params={params} />
          </main>
        </div>
      </div>
      <FaultPanel />
      <Toasts />
    </>
  )
}
