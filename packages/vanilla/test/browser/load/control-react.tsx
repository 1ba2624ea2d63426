/** The React page without a library: a row for every key, which shows what one request brought, six at a time. */
import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { PageConfig } from './page-report.ts'

declare const config: PageConfig

const waiting: (() => Promise<void>)[] = []
let isBegun = false

async function work(): Promise<void> {
  for (let ask = waiting.shift(); ask; ask = waiting.shift()) await ask()
}

function begin(): void {
  isBegun = true
  for (let worker = 0; worker < 6; worker++) void work()
}

function Row({ number }: { readonly number: number }) {
  const [version, setVersion] = useState<number>()
  useEffect(() => {
    waiting.push(async () => {
      const response = await fetch(`/api/items/${number}`)
      setVersion(((await response.json()) as { version: number }).version)
    })
    if (!isBegun && waiting.length === config.intervals.length) begin()
  }, [number])
  return <span id={`item${number}`}>{version}</span>
}

const rows = config.intervals.map((_, number) => <Row key={number} number={number} />)
const main = document.querySelector('main')
if (main) createRoot(main).render(rows)
