// A server component: it loads the list, and hands its state to the client components below the provider.
import { DataSyncManager } from '@freshline/core'
import { dehydrate } from '@freshline/core/hydration'
import { DataSyncProvider } from '@freshline/react'
import { readStores } from './database'
import { Stores } from './stores'

export const dynamic = 'force-dynamic'

export default async function Page() {
  const manager = new DataSyncManager()
  await manager.prefetch({ key: 'stores', fetcher: readStores })
  const state = dehydrate(manager)
  manager.dispose()
  return (
    <DataSyncProvider state={state}>
      <Stores />
    </DataSyncProvider>
  )
}
