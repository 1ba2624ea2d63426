/** The latest requests that took too long. */
import { useSync } from '@freshline/react'
import { Gauge } from 'lucide-react'
import { routes } from '../data/monitoring'
import { kindOf } from '../data/outcomes'
import { formatClock, formatTook } from '../format/time'
import { Badge } from '../ui/badge'
import { EmptyState } from '../ui/empty-state'
import { MonitorCard } from './monitor-card'

const tones = { ok: 'off', notModified: 'off', refused: 'warn', failed: 'bad' } as const

/** A card that scrolls. */
export function SlowList() {
  const reading = useSync(routes)
  const bound = reading.data?.slowAfter
  return (
    <MonitorCard
      title="Slow requests"
      dataKey={routes.key}
      reading={reading}
      className="list-card"
      note={bound === undefined ? undefined : `longer than ${formatTook(bound)}`}
    >
      {({ slow, slowAfter }) =>
        slow.length === 0 ? (
          <EmptyState icon={<Gauge size={20} aria-hidden />} title="Nothing was slow">
            {`Requests that take longer than ${formatTook(slowAfter)} are listed here.`}
          </EmptyState>
        ) : (
          // Scrolls, so it must be reachable by keyboard.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          <ol className="slow-list" tabIndex={0} aria-label="Slow requests, newest first">
            {slow.map(({ route, method, status, duration, at }) => (
              <li key={`${at} ${route} ${duration}`}>
                <time className="num quiet" dateTime={new Date(at).toISOString()}>
                  {formatClock(at)}
                </time>
                <code className="mono truncate" title={route}>
                  {route.startsWith(method) ? route : `${method} ${route}`}
                </code>
                <Badge tone={tones[kindOf(status)]}>{status === 0 ? 'none' : status}</Badge>
                <span className="num slow-took">{formatTook(duration)}</span>
              </li>
            ))}
          </ol>
        )
      }
    </MonitorCard>
  )
}
