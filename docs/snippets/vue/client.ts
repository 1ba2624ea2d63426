import type { Component } from 'vue'

declare const App: Component
// ---
import { dataSyncManager } from '@freshline/core'
import type { DehydratedState } from '@freshline/core/hydration'
import { dataSyncPlugin } from '@freshline/vue'
import { createSSRApp } from 'vue'

const state = JSON.parse(document.getElementById('state')?.textContent ?? '') as DehydratedState

createSSRApp(App).use(dataSyncPlugin, { manager: dataSyncManager, state }).mount('#app')
