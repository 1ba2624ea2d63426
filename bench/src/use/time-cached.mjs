// How long cached answers take, over real sockets: some at a time, as many as a busy dashboard's server sees.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createApp } from '@freshline/example-server/app'
import { toNodeHandler } from '@freshline/server'
import { quantile } from '../statistics.mjs'
import { RESOURCES } from './plan.mjs'

/** Requests in all, and at once. */
const REQUESTS = 4000
const AT_ONCE = 20

/** @returns milliseconds: the median and the 95th percentile */
export async function timeCached(folder) {
  const app = await createApp({ dbFile: ':memory:', staticDir: folder, seed: 7, debug: false })
  const server = createServer(toNodeHandler(app.fetch)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { path, query } = RESOURCES.keys
  const url = `http://127.0.0.1:${server.address().port}${path}${query}`
  const times = []
  let left = REQUESTS
  const ask = async () => {
    while (left-- > 0) {
      const from = performance.now()
      await (await fetch(url)).arrayBuffer()
      times.push(performance.now() - from)
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, ask))
    const { hits, loads } = await app.stats()
    if (hits < REQUESTS - loads - AT_ONCE) throw new Error(`Only ${hits} of ${REQUESTS} came from the cache`)
  } finally {
    server.closeAllConnections()
    server.close()
    await app.close()
  }
  return { requests: REQUESTS, atOnce: AT_ONCE, median: quantile(times, 0.5), p95: quantile(times, 0.95) }
}
