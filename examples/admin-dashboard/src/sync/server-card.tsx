/** How the server and its database are. */
import type { SyncAnswer } from '@freshline/example-server/api-types'
import type { ReactNode } from 'react'
import { formatBytes, formatCount } from '../format/number'
import { formatInterval, formatSpan } from '../format/time'
import { Ago } from '../ui/ago'
import { Badge } from '../ui/badge'
import { Missing, Pairs } from './pairs'

interface ServerCardProps {
  answer: SyncAnswer | undefined
  error: Error | undefined
}

/** A card. */
export function ServerCard({ answer, error }: ServerCardProps) {
  const word = answer?.database.status === 'ok' ? 'Healthy' : 'Database error'
  const tone = answer?.database.status === 'ok' ? 'ok' : 'bad'
  return (
    <section className="card" aria-label="Server">
      <div className="card-head">
        <h2>Server</h2>
        {answer === undefined ? null : (
          <Badge tone={error === undefined ? tone : 'off'} dot>
            {error === undefined ? word : `${word} when last seen`}
          </Badge>
        )}
      </div>
      <div className="card-body">
        {answer === undefined ? <Missing error={error} /> : <State answer={answer} />}
      </div>
    </section>
  )
}

function State({ answer }: { answer: SyncAnswer }) {
  const { database, job, collections, lastChange } = answer
  const rows: [string, ReactNode][] = [
    ['Up for', formatSpan(answer.serverTime - answer.startedAt)],
    ['Database', `${database.driver}, ${formatBytes(database.sizeBytes)}, ${database.journalMode}`],
    ['Schema', `version ${database.schemaVersion}`],
    [
      'Background job',
      job.running ? `about every ${formatInterval(job.intervalMs)}, ${formatCount(job.ticks)} so far` : 'off',
    ],
    ['Last change', lastChange === null ? 'none' : <Ago key="at" at={lastChange.at} />],
    ['License keys', counted(collections.keys)],
    ['Customers', counted(collections.customers)],
    ['Admin users', counted(collections.users)],
  ]
  return <Pairs rows={rows} />
}

const counted = ({ total, version }: { total: number; version: number }) =>
  `${formatCount(total)}, change ${formatCount(version)}`
