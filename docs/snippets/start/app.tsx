import { useSync } from '@freshline/react'
import { StoresFreshness } from './freshness'
import { RenameStore } from './rename-store'
import { StoreList } from './store-list'
import { stores } from './stores'

export default function App() {
  const { data = [] } = useSync(stores) // the list's entry and poll: nothing is asked for twice
  return (
    <main>
      <StoreList />
      {data.map((store) => (
        <RenameStore key={store.id} store={store} />
      ))}
      <StoresFreshness />
    </main>
  )
}
