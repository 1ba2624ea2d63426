/**
 * The same page without a library: it asks for every key once, six at a time, and shows the versions. What its load keeps
 * the main thread for is no library's doing.
 */
import type { PageConfig } from './page-report.ts'

declare const config: PageConfig

const waiting = [...config.intervals.keys()]

async function work(): Promise<void> {
  for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
    const response = await fetch(`/api/items/${key}`)
    const { version } = (await response.json()) as { version: number }
    const element = document.getElementById(`item${key}`)
    if (element) element.textContent = String(version)
  }
}

for (let worker = 0; worker < 6; worker++) void work()
