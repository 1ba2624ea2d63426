/** The fault that is on, whichever side of the line it is on. */
import type { FaultScope } from '@freshline/example-server/api-types'
import { useSync } from '@freshline/react'
import { useSyncExternalStore } from 'react'
import { connection } from '../data/connection'
import { faults, type Fault } from '../data/faults'

/** What is on. */
export interface CurrentFault {
  fault: Fault
  scope: FaultScope
  /** When the server ends it by itself: epoch milliseconds. */
  endsAt: number | null
}

/** `none` while nobody knows better. */
export function useFault(): CurrentFault {
  const isCut = useSyncExternalStore(connection.subscribe, connection.isCut)
  const { data } = useSync(faults)
  if (isCut) return { fault: 'offline', scope: 'all', endsAt: null }
  return { fault: data?.mode ?? 'none', scope: data?.scope ?? 'all', endsAt: data?.endsAt ?? null }
}
