import { DataSyncManager, httpPropagate } from '@freshline/core'
import { DataSyncProvider } from '@freshline/react'
import type { ReactNode } from 'react'

const manager = new DataSyncManager({
  defaults: { timeout: 10_000 },
  propagate: httpPropagate('/api/sync/invalidate'),
})

export const App = ({ children }: { children: ReactNode }) => (
  <DataSyncProvider manager={manager}>{children}</DataSyncProvider>
)
