/**
 * The foreign page and the proxy of the demo, in one process. Environment: `HOST`, `HOST_PAGE_PORT`, `PROXY_PORT`,
 * `API_ORIGIN`. Exit codes: 0 stopped by a signal, 1 failed, 3 a port is taken.
 */
import process from 'node:process'
import type { Listening } from './listen-on.ts'
import { startHost } from './start-host.ts'
import { startProxy } from './start-proxy.ts'

const { HOST: host = '127.0.0.1', HOST_PAGE_PORT, PROXY_PORT, API_ORIGIN } = process.env
const running: Listening[] = []
let stopping = false

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0))

try {
  const upstream = API_ORIGIN || 'http://127.0.0.1:4173'
  const proxy = await startProxy({ host, port: portOf('PROXY_PORT', PROXY_PORT, 4_175), upstream })
  running.push(proxy)
  const page = await startHost({
    host,
    port: portOf('HOST_PAGE_PORT', HOST_PAGE_PORT, 4_174),
    cdn: proxy.url,
  })
  running.push(page)
  if (stopping) await stop(0)
  console.log(`listening on ${page.url}`)
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  const port = isTaken && 'port' in error ? String(error.port) : ''
  console.error(
    isTaken ? `Port ${port} on ${host} is taken.` : error instanceof Error ? error.message : error,
  )
  await stop(isTaken ? 3 : 1)
}

async function stop(code: number): Promise<void> {
  stopping = true
  await Promise.all(running.splice(0).map((server) => server.close()))
  process.exit(code)
}

function portOf(name: string, text: string | undefined, fallback: number): number {
  if (!text) return fallback
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw new Error(`${name} is ${JSON.stringify(text)}; it must be a whole number from 0 to 65535`)
}
