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
import type { ComponentType, ReactNode } from 'react'
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
  /** The mark at the end; stays mounted whatever it shows. Default: one where the section fails. */
  Alert?: ComponentType<AlertProps>
}

interface AlertProps {
  /** Whether the section's data could not be refreshed. */
  isFailing: boolean
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
    Alert: ServerAlert,
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
        {entries.map(({ section, label, short, icon: Icon, prefix, total, Alert = FailingAlert }) => (
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
            <Alert isFailing={failing.some((entry) => entry.key.startsWith(prefix))} />
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

function FailingAlert({ isFailing }: AlertProps) {
  return isFailing ? <Mark text=", not up to date" /> : null
}

/**
 * Looks after the server from every section, though not as often as the monitoring section does. It goes on doing so
 * while it fails: were it taken away for that, the failure would go with it, and it would come back.
 */
function ServerAlert({ isFailing }: AlertProps) {
  const { data } = useSync(monitoring, {
    interval: intervals.watch,
    ttl: ttlOf(intervals.watch),
    select: ({ status, alerts }) => (status === 'ok' ? 0 : Math.max(1, alerts.length)),
  })
  if (isFailing || data === undefined || data === 0) return <FailingAlert isFailing={isFailing} />
  return <Mark text={`, ${formatAmount(data, 'problem')}`} />
}

/** A dot, and what it means. */
function Mark({ text }: { text: string }) {
  return (
    <span className="nav-alert">
      <span className="sr-only">{text}</span>
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
