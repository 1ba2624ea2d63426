import type { Resource } from '@freshline/core'

declare const stores: Resource<string[]>
declare const App: () => null
// ---
import { DataSyncManager } from '@freshline/core'
import { dehydrate } from '@freshline/core/hydration'
import { DataSyncProvider } from '@freshline/react'
import { renderToString } from 'react-dom/server'

export async function renderPage() {
  const manager = new DataSyncManager()
  await manager.prefetch(stores)
  const html = renderToString(
    <DataSyncProvider manager={manager}>
      <App />
    </DataSyncProvider>,
  )
  const state = JSON.stringify(dehydrate(manager)).replaceAll('<', '\\u003c')
  return `<div id="app">${html}</div><script type="application/json" id="state">${state}</script>`
}
