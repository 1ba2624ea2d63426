/** Runs the example server. Exit codes: 0 stopped by a signal, 1 failed, 3 the port is taken. */
import process from 'node:process'
import { createApp, type App, type AppOptions } from './app.ts'
import { listen, type Listener } from './node/listen.ts'
import { readSettings } from './settings.ts'

/** A signal ends the process at the latest after this many milliseconds. */
const LAST_RESORT = 1_800

try {
  await start()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

async function start(): Promise<void> {
  const { host, port, seed, ...rest } = readSettings(process.env)
  const options: AppOptions = seed === undefined ? rest : { ...rest, seed }
  const app = await createApp(options)
  let listener: Listener
  try {
    listener = await listen(app.fetch, host, port)
  } catch (error) {
    await app.close()
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    console.error(`Port ${port} on ${host} is taken: stop what uses it, or set PORT to another one.`)
    process.exit(3)
  }
  // Ctrl-C reaches a whole group of processes and may come on top of a parent's own signal: only one counts.
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (!stopping) void stop(listener, app)
      stopping = true
    })
  }
  console.log(`listening on http://${host.includes(':') ? `[${host}]` : host}:${listener.port}`)
}

async function stop(listener: Listener, app: App): Promise<void> {
  setTimeout(() => process.exit(1), LAST_RESORT).unref()
  await Promise.all([listener.close(), app.close()])
  process.exit(0)
}
