/** Names and values, one pair a line, and what stands in their place. */
import { CloudOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { messageOf } from '../data/api-error'
import { EmptyState } from '../ui/empty-state'
import { Skeleton } from '../ui/skeleton'

/** A list of pairs. */
export function Pairs({ rows }: { rows: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="pairs">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Why there are none, or their shape while they load. */
export function Missing({ error, lines = 8 }: { error: Error | undefined; lines?: number }) {
  if (error !== undefined) {
    return (
      <EmptyState icon={<CloudOff size={20} aria-hidden />} title="The server could not be asked">
        {messageOf(error)}
      </EmptyState>
    )
  }
  return (
    <div className="pairs" aria-hidden>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} width={`${90 - ((index * 19) % 40)}%`} />
      ))}
    </div>
  )
}
