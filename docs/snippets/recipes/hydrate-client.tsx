declare const App: () => null
// ---
import type { DehydratedState } from '@freshline/core/hydration'
import { DataSyncProvider } from '@freshline/react'
import { hydrateRoot } from 'react-dom/client'

const state = JSON.parse(document.getElementById('state')?.textContent ?? '') as DehydratedState

hydrateRoot(
  document.getElementById('app') as HTMLElement,
  <DataSyncProvider state={state}>
    <App />
  </DataSyncProvider>,
)
