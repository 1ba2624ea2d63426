/** Starts the dashboard. */
import { DataSyncProvider } from '@freshline/react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app'
import { tellOfPropagation } from './app/propagation-news'
import { manager, propagationLog } from './data/manager'
import 'uplot/dist/uPlot.min.css'
// After uPlot's, which it adapts.
import './styles/index.css'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no element #root')

tellOfPropagation(propagationLog, manager)

createRoot(root).render(
  <StrictMode>
    <DataSyncProvider manager={manager}>
      <App />
    </DataSyncProvider>
  </StrictMode>,
)

console.info('%cFreshline%c keeps this page fresh. Type __FRESHLINE__.help()', 'font-weight:600', '')
