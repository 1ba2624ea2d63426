/** A real redis-server on a free port, in a temporary folder, that a test stops, kills, pauses and empties. */
import { mkdtemp, rm } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild, type Child } from './child'
import { findProgram } from './find-program'
import { freePort } from './free-port'
import { until } from './until'

/** A Redis of a test's own. */
export interface RedisServer {
  readonly port: number
  readonly url: string
  /** Starts it again on the same port: empty, unless data was saved. Further arguments as on its command line. */
  start(...args: string[]): Promise<void>
  /** Ends it in order. */
  stop(): Promise<void>
  /** Ends it at once (SIGKILL): connections break, nothing is saved. */
  kill(): Promise<void>
  /** It accepts connections and answers nothing (SIGSTOP). */
  pause(): void
  /** After a pause. */
  resume(): void
  /** Sends one command on a connection of its own; answers the raw reply. */
  command(...words: string[]): Promise<string>
  /** Stops it and removes its folder. */
  close(): Promise<void>
}

/**
 * Starts a Redis that saves nothing by itself.
 * @throws Error where redis-server is not installed
 */
export async function startRedis(...args: string[]): Promise<RedisServer> {
  const program = findProgram('redis-server')
  if (program === undefined) throw new Error('redis-server is not installed')
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'freshline-redis-'))
  let child: Child | undefined
  const command = (...words: string[]) => sendCommand(port, words)
  const server: RedisServer = {
    port,
    url: `redis://127.0.0.1:${port}`,
    async start(...more) {
      // prettier-ignore
      const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
      child = startChild(program, [...settings, ...args, ...more], folder)
      // Also with a password, while loading and as a replica: it answers something.
      await until(async () => (await command('PING')).length > 0)
    },
    async stop() {
      await child?.stop('SIGTERM')
    },
    async kill() {
      await child?.stop('SIGKILL')
    },
    pause: () => child?.signal('SIGSTOP'),
    resume: () => child?.signal('SIGCONT'),
    command,
    async close() {
      child?.signal('SIGCONT')
      await child?.stop('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
  await server.start()
  return server
}

function sendCommand(port: number, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1')
    socket.setTimeout(2000, () => socket.destroy(new Error(`no reply to ${words[0] ?? ''}`)))
    socket.once('error', reject)
    socket.once('data', (data) => {
      resolve(data.toString())
      socket.destroy()
    })
    const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`)
    socket.write(`*${words.length}\r\n${parts.join('')}`)
  })
}
