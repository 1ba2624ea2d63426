/** Puts the upstream on a socket until a signal comes. Exit codes: 0 stopped, 3 the port is taken, 1 anything else. */
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { listen } from '../../node/listen.ts'
import { createUpstream } from './upstream.ts'

const { PORT = '4180', HOST = '127.0.0.1', DB_FILE } = process.env
const dbFile = DB_FILE || fileURLToPath(new URL('../../../data/upstream.sqlite', import.meta.url))
const upstream = createUpstream({ dbFile })

try {
  const listener = await listen(upstream.fetch, HOST, Number(PORT))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void Promise.all([listener.close(), upstream.close()]).then(() => process.exit(0))
    })
  }
  console.log(`listening on http://${HOST}:${listener.port}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' ? 3 : 1)
}
