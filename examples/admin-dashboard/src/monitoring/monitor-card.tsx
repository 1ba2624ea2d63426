/** A card of the monitoring section: what a report says, or what stands in its place. */
import type { Key } from '@freshline/core'
import { CloudOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { messageOf } from '../data/api-error'
import { EmptyState } from '../ui/empty-state'
import { CardFreshness } from '../ui/freshness'
import { Skeleton } from '../ui/skeleton'

/** How a report stands: what `useSync` tells of it. */
export interface Reading<T> {
  readonly data: T | undefined
  readonly error: Error | undefined
}

interface MonitorCardProps<T> {
  title: string
  /** Of the report. */
  dataKey: Key
  reading: Reading<T>
  /** Beside the title. */
  note?: ReactNode
  /** How many lines the shape of what is loading has. Default 5. */
  lines?: number
  className?: string
  children: (report: T) => ReactNode
}

/** What was last told stays while later requests fail; the age says so. */
export function MonitorCard<T>(props: MonitorCardProps<T>) {
  const { title, dataKey, reading, note, lines = 5, className = '', children } = props
  const { data, error } = reading
  return (
    <section className={`card monitor-card ${className}`} aria-label={title}>
      <div className="card-head">
        <h2>{title}</h2>
        {note === undefined ? null : <span className="card-note num monitor-note">{note}</span>}
        <CardFreshness dataKey={dataKey} />
      </div>
      {data !== undefined ? children(data) : <WithoutReport title={title} error={error} lines={lines} />}
    </section>
  )
}

interface WithoutReportProps {
  title: string
  error: Error | undefined
  lines: number
}

function WithoutReport({ title, error, lines }: WithoutReportProps) {
  if (error !== undefined) {
    return (
      <EmptyState icon={<CloudOff size={20} aria-hidden />} title="The server could not be asked">
        {messageOf(error)}
      </EmptyState>
    )
  }
  return (
    <>
      <output className="sr-only">{`Loading ${title.toLowerCase()}`}</output>
      <div className="card-body pairs" aria-hidden>
        {Array.from({ length: lines }, (_, index) => (
          <Skeleton key={index} width={`${92 - ((index * 19) % 40)}%`} />
        ))}
      </div>
    </>
  )
}
