import { DataSyncProvider } from '@freshline/react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Stores } from './stores'

const root = document.getElementById('app')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <DataSyncProvider>
        <Stores />
      </DataSyncProvider>
    </StrictMode>,
  )
}
