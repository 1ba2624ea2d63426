/** The sections, how much is in each, and a mark where one fails. On narrow screens: the bar at the bottom. */
import { useSync, useSyncStatus } from '@freshline/react'
import {
  Activity,
  Building2,
  Gauge,
  KeyRound,
  LayoutDashboard,
  ShieldCheck,
  type LucideIcon,
} from 'lucide-react'
import type { Resource } from '@freshline/core'
import type { ReactNode } from 'react'
import { adminUsers, customers, licenseKeys } from '../data/collections'
import { firstPage } from '../data/list-view'
import { status as monitoring } from '../data/monitoring'
import { stats } from '../data/overview'
import { intervals, ttlOf } from '../data/pace'
import { formatAmount, formatCount } from '../format/number'
import { Brand } from './brand'
import { failingEntries } from './live-state'
import { toHash, type SectionName } from './route'

interface Entry {
  section: SectionName
  label: string
  short: string
  icon: LucideIcon
  /** Keys of the section begin with this. */
  prefix: string
  /** How much there is. Keeps the first page warm, so that the section opens at once. */
  total?: ReactNode
  /** What the section itself has to say, in a mark. */
  alert?: ReactNode
}

const entries: readonly Entry[] = [
  { section: 'overview', label: 'Overview', short: 'Overview', icon: LayoutDashboard, prefix: 'stats' },
  {
    section: 'keys',
    label: 'License keys',
    short: 'Keys',
    icon: KeyRound,
    prefix: 'keys:',
    total: <Total list={licenseKeys.list(firstPage)} count={(rows) => rows.length} />,
  },
  {
    section: 'customers',
    label: 'Customers',
    short: 'Customers',
    icon: Building2,
    prefix: 'customers:',
    total: <Total list={customers.list(firstPage)} count={(page) => page.total} />,
  },
  {
    section: 'users',
    label: 'Admin users',
    short: 'Users',
    icon: ShieldCheck,
    prefix: 'users:',
    total: <Total list={adminUsers.list(firstPage)} count={(page) => page.total} />,
  },
  {
    section: 'monitoring',
    label: 'Monitoring',
    short: 'Monitor',
    icon: Gauge,
    prefix: 'monitoring:',
    alert: <ServerAlert />,
  },
  { section: 'sync', label: 'Sync', short: 'Sync', icon: Activity, prefix: 'server' },
]

/** `current` is the section on screen. */
export function Sidebar({ current }: { current: SectionName }) {
  const status = useSyncStatus()
  const failing = failingEntries(status.entries)
  // Kept warm as the lists are, so that going back to the overview shows figures at once.
  useSync(stats, { select: () => null })
  return (
    <nav className="sidebar" aria-label="Sections">
      <Brand />
      <div className="nav">
        {entries.map(({ section, label, short, icon: Icon, prefix, total, alert }) => (
          <a
            key={section}
            className="nav-link"
            href={toHash(section)}
            aria-current={section === current ? 'page' : undefined}
          >
            <Icon size={17} aria-hidden />
            <span className="nav-long">{label}</span>
            <span className="nav-short" aria-hidden>
              {short}
            </span>
            {total}
            {failing.some((entry) => entry.key.startsWith(prefix)) ? (
              <span className="nav-alert">
                <span className="sr-only">, not up to date</span>
              </span>
            ) : (
              alert
            )}
          </a>
        ))}
      </div>
      <div className="sidebar-foot">
        <p className="sidebar-note">
          Kept fresh by Freshline. Type <code>__FRESHLINE__.help()</code> in the console.
        </p>
      </div>
    </nav>
  )
}

/** Looks after the server from every section, though not as often as the monitoring section does. */
function ServerAlert() {
  const { data } = useSync(monitoring, {
    interval: intervals.watch,
    ttl: ttlOf(intervals.watch),
    select: ({ status, alerts }) => (status === 'ok' ? 0 : Math.max(1, alerts.length)),
  })
  if (data === undefined || data === 0) return null
  return (
    <span className="nav-alert">
      <span className="sr-only">{`, ${formatAmount(data, 'problem')}`}</span>
    </span>
  )
}

interface TotalProps<Data> {
  list: Resource<Data>
  count: (data: Data) => number
}

function Total<Data>({ list, count }: TotalProps<Data>) {
  const { data } = useSync(list, { select: count })
  return data === undefined ? null : <span className="nav-count">{formatCount(data)}</span>
}
