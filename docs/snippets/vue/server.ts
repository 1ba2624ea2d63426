import type { Component } from 'vue'

declare const App: Component
// ---
import { DataSyncManager } from '@freshline/core'
import { dehydrate } from '@freshline/core/hydration'
import { dataSyncPlugin } from '@freshline/vue'
import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'

export async function renderPage() {
  const manager = new DataSyncManager()
  const html = await renderToString(createSSRApp(App).use(dataSyncPlugin, { manager }))
  const state = JSON.stringify(dehydrate(manager)).replaceAll('<', '\\u003c')
  return `<div id="app">${html}</div><script type="application/json" id="state">${state}</script>`
}
