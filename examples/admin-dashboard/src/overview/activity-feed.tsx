/** Who changed what lately, from the audit log. */
import type { AuditAction, AuditAnswer } from '@freshline/example-server/api-types'
import { CloudOff, History, Pencil, Plus, Trash2 } from 'lucide-react'
import { messageOf } from '../data/api-error'
import { readable } from '@freshline/example-server/audit-summary'
import { Ago } from '../ui/ago'
import { EmptyState } from '../ui/empty-state'
import { Skeleton } from '../ui/skeleton'

const marks = {
  create: { Icon: Plus, tone: 'ok' },
  update: { Icon: Pencil, tone: 'off' },
  delete: { Icon: Trash2, tone: 'bad' },
} as const satisfies Record<AuditAction, unknown>

const SHOWN = 8

interface ActivityFeedProps {
  audit: AuditAnswer | undefined
  error: Error | undefined
}

/** A card. */
export function ActivityFeed({ audit, error }: ActivityFeedProps) {
  return (
    <section className="card" aria-label="Recent activity">
      <div className="card-head">
        <h2>Recent activity</h2>
        <span className="card-note">Audit log</span>
      </div>
      <div className="card-body">
        <Entries audit={audit} error={error} />
      </div>
    </section>
  )
}

function Entries({ audit, error }: ActivityFeedProps) {
  if (audit === undefined) {
    if (error === undefined) return <Loading />
    return (
      <EmptyState icon={<CloudOff size={20} aria-hidden />} title="The audit log could not be loaded">
        {messageOf(error)}
      </EmptyState>
    )
  }
  if (audit.items.length === 0) {
    return (
      <EmptyState icon={<History size={20} aria-hidden />} title="Nothing has changed yet">
        Every change of a key, customer or user will be listed here.
      </EmptyState>
    )
  }
  return (
    <ol className="feed">
      {audit.items.slice(0, SHOWN).map(({ id, action, summary, actor, at }) => {
        const { Icon, tone } = marks[action]
        return (
          <li key={id}>
            <span className={`feed-mark tone-${tone}`}>
              <Icon size={13} aria-hidden />
            </span>
            <span className="feed-text">
              {readable(summary)}
              <span className="feed-who">{actor === 'system' ? 'by the system' : `by ${actor}`}</span>
            </span>
            <Ago at={at} />
          </li>
        )
      })}
    </ol>
  )
}

function Loading() {
  return (
    <ol className="feed" aria-hidden>
      {Array.from({ length: SHOWN }, (_, index) => (
        <li key={index}>
          <Skeleton width={24} height={24} />
          <Skeleton width={`${80 - ((index * 23) % 35)}%`} />
          <Skeleton width={48} />
        </li>
      ))}
    </ol>
  )
}
