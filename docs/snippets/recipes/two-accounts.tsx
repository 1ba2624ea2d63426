import { DataSyncManager } from '@freshline/core'
import { DataSyncProvider } from '@freshline/react'
import type { ReactNode } from 'react'

const own = new DataSyncManager()
const customers = new DataSyncManager({ scope: 'customer 42' })

export const SideBySide = ({ mine, theirs }: { mine: ReactNode; theirs: ReactNode }) => (
  <>
    <DataSyncProvider manager={own}>{mine}</DataSyncProvider>
    <DataSyncProvider manager={customers}>{theirs}</DataSyncProvider>
  </>
)
