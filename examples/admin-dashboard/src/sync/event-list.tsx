/** What happened in the manager, newest first. */
import type { SyncEventType } from '@freshline/core'
import { ListTree } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'
import type { LogLine } from '../data/event-log'
import { eventLog } from '../data/manager'
import type { Tone } from '../format/labels'
import { formatClock } from '../format/time'
import { Badge } from '../ui/badge'
import { EmptyState } from '../ui/empty-state'
import { Segmented } from '../ui/segmented'

const tones: Partial<Record<SyncEventType, Tone>> = {
  success: 'ok',
  error: 'bad',
  offline: 'bad',
  online: 'ok',
  stale: 'warn',
  overdue: 'warn',
  superseded: 'warn',
  invalidated: 'accent',
  propagated: 'accent',
  paused: 'warn',
  resumed: 'ok',
}

const filters = [
  { value: 'all', label: 'All' },
  { value: 'answers', label: 'Answers' },
  { value: 'problems', label: 'Problems' },
] as const

type Filter = (typeof filters)[number]['value']

const passes: Record<Filter, (line: LogLine) => boolean> = {
  all: () => true,
  answers: ({ duration }) => duration !== undefined,
  problems: ({ type }) =>
    type === 'error' || type === 'offline' || type === 'overdue' || type === 'superseded',
}

const SHOWN = 60

/** A card that scrolls. */
export function EventList() {
  const [filter, setFilter] = useState<Filter>('all')
  const lines = useSyncExternalStore(eventLog.subscribe, eventLog.getSnapshot)
    .filter(passes[filter])
    .slice(0, SHOWN)
  return (
    <section className="card" aria-label="Events">
      <div className="card-head event-head">
        <h2>Events</h2>
        <Segmented label="Events to show" choices={filters} value={filter} onChange={setFilter} />
      </div>
      {lines.length === 0 ? (
        <EmptyState icon={<ListTree size={20} aria-hidden />} title="Nothing of that kind">
          Requests, transitions and failures are listed here as they happen.
        </EmptyState>
      ) : (
        // Scrolls, so it must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <ol className="events" tabIndex={0} aria-label="Events, newest first">
          {lines.map(({ id, at, type, key, reason, duration }) => (
            <li key={id}>
              <time className="num" dateTime={new Date(at).toISOString()}>
                {formatClock(at)}
              </time>
              <Badge tone={tones[type] ?? 'off'}>{type}</Badge>
              <code className="mono truncate" title={key}>
                {key ?? 'everything'}
              </code>
              <span className="quiet nowrap">{reason}</span>
              <span className="num quiet event-ms">
                {duration === undefined ? '' : `${Math.round(duration)} ms`}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
