/** Errors of the server, alike ones together; each opens to where it was thrown. */
import type { ErrorGroup } from '@freshline/example-server/api-types'
import { useSync } from '@freshline/react'
import { ChevronRight, ShieldCheck } from 'lucide-react'
import { errors } from '../data/monitoring'
import { formatAmount, formatCount } from '../format/number'
import { formatDateTime } from '../format/time'
import { Ago } from '../ui/ago'
import { Badge } from '../ui/badge'
import { EmptyState } from '../ui/empty-state'
import { MonitorCard } from './monitor-card'

/** A card. */
export function ErrorList() {
  const reading = useSync(errors)
  const total = reading.data?.total
  return (
    <MonitorCard
      title="Errors"
      dataKey={errors.key}
      reading={reading}
      className="list-card"
      note={total === undefined ? undefined : `${formatCount(total)} since the start`}
    >
      {({ groups, dropped }) =>
        groups.length === 0 ? (
          <EmptyState icon={<ShieldCheck size={20} aria-hidden />} title="No errors">
            What the server throws is grouped here, with where it came from.
          </EmptyState>
        ) : (
          <>
            <ul className="error-groups">
              {groups.map((group) => (
                <Group key={group.fingerprint} group={group} />
              ))}
            </ul>
            {dropped === 0 ? null : (
              <p className="card-foot quiet">{`${formatAmount(dropped, 'older group')} made room.`}</p>
            )}
          </>
        )
      }
    </MonitorCard>
  )
}

function Group({ group }: { group: ErrorGroup }) {
  const { name, message, stack, route, count, firstSeen, lastSeen } = group
  return (
    <li>
      <details className="error-group">
        <summary>
          <ChevronRight size={15} className="error-mark" aria-hidden />
          <span className="error-text">
            <span className="error-message">
              <strong>{name}</strong> {message}
            </span>
            <span className="error-meta">
              {route === undefined ? 'in the background' : <code className="mono">{route}</code>}
              <span>
                last <Ago at={lastSeen} />
              </span>
            </span>
          </span>
          <Badge tone="bad">
            <span className="num">{`${formatCount(count)}×`}</span>
          </Badge>
        </summary>
        <div className="error-more">
          <p className="quiet num">
            {`First ${formatDateTime(firstSeen)}${count > 1 ? `, ${frequencyOf(group)}` : ''}`}
          </p>
          {stack === undefined ? (
            <p className="quiet">It came without a stack.</p>
          ) : (
            // Scrolls, so it must be reachable by keyboard.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            <pre className="mono" tabIndex={0} aria-label={`Stack of ${name}`}>
              {unindented(stack)}
            </pre>
          )}
        </div>
      </details>
    </li>
  )
}

/** Frames without what indents them all. */
const unindented = (stack: string): string => stack.replace(/^ +/gm, '')

/** "4.2 a minute": over the time between the first and the latest. */
export function frequencyOf({ count, firstSeen, lastSeen }: ErrorGroup): string {
  const minutes = Math.max(1, (lastSeen - firstSeen) / 60_000)
  const rate = count / minutes
  if (rate >= 1) return `${rate >= 10 ? formatCount(Math.round(rate)) : rate.toFixed(1)} a minute`
  return `${(rate * 60).toFixed(1)} an hour`
}
