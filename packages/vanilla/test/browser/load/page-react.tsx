/** The same page by React: a row for every key, which renders when its version changes. */
import { DataSyncProvider, useSync } from '@freshline/react'
import { createRoot } from 'react-dom/client'
import { manager, resources } from './board.ts'

const toVersion = ({ version }: { readonly version: number }): number => version

function Row({ number }: { readonly number: number }) {
  const { data } = useSync(resources[number] ?? null, { select: toVersion })
  return <span id={`item${number}`}>{data}</span>
}

const rows = resources.map((_, number) => <Row key={number} number={number} />)
const main = document.querySelector('main')
if (main) createRoot(main).render(<DataSyncProvider manager={manager}>{rows}</DataSyncProvider>)
