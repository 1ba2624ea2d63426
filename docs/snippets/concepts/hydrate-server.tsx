import { DataSyncManager, httpResource } from '@freshline/core'
import { renderToString } from 'react-dom/server'

const stores = httpResource('https://example.com/api/stores', { key: 'stores', interval: 15_000 })
declare const App: () => null
// ---
import { dehydrate } from '@freshline/core/hydration'
import { DataSyncProvider } from '@freshline/react'

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
