/** Which fault is switched on, at the server or in this page. */
import type { FaultMode, FaultsAnswer, FaultScope } from '@freshline/example-server/api-types'
import { resourceAt, write } from './api'
import { connection } from './connection'

/** A fault of the server, or the page's own line cut. */
export type Fault = FaultMode | 'offline'

/** The server's fault switch; asked often while a fault is on, because it ends by itself. */
export const faults = resourceAt<FaultsAnswer>('faults', '/api/faults', {
  interval: ({ data }) => (data === undefined || data.mode === 'none' ? 60_000 : 5_000),
  retry: false,
})

/** Switches to a fault, or to none. The line is mended first: over a cut one the server could not be told. */
export async function setFault(fault: Fault, scope: FaultScope): Promise<FaultsAnswer> {
  connection.cut(false)
  const mode = fault === 'offline' ? 'none' : fault
  const answer = await write<FaultsAnswer>('PUT', '/api/faults', { body: { mode, scope } })
  connection.cut(fault === 'offline')
  return answer
}
