/** The real example server in a process of its own, so that a test can kill it and start it again. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type {
  LicenseKey,
  LicenseStatus,
  ListAnswer,
  RequestsAnswer,
  UpstreamMode,
} from '@freshline/example-server/api-types'

const serverFolder = dirname(createRequire(import.meta.url).resolve('@freshline/example-server/package.json'))
const built = fileURLToPath(new URL('../../dist', import.meta.url))

/** A server with a database, and a release service, of its own. */
export interface PortalServer {
  /** Its address, the same after a restart. */
  readonly origin: string
  start(): Promise<void>
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>
  /** Reads or writes over the API. Throws for anything but a success. */
  ask<T>(method: string, path: string, body?: object): Promise<T>
  /** What the release service does from now on. */
  upstream(mode: UpstreamMode, more?: object): Promise<void>
  /** How often each route was asked for, such as `GET /api/releases/latest`. */
  requests(): Promise<RequestsAnswer['routes']>
  /** A key of that status. */
  key(status: LicenseStatus): Promise<LicenseKey>
  /** Ends it and removes its files. */
  close(): Promise<void>
}

/** Starts a server over the built portal. */
export async function startPortalServer(): Promise<PortalServer> {
  if (!existsSync(join(built, 'index.html')))
    throw new Error('The portal is not built: run `pnpm build` in examples/portal')
  const folder = await mkdtemp(join(tmpdir(), 'freshline-portal-'))
  let child: ChildProcess | undefined
  let port = '0'
  const server: PortalServer = {
    get origin() {
      return `http://127.0.0.1:${port}`
    },
    async start() {
      child = spawn(process.execPath, [join(serverFolder, 'src/main.ts')], {
        env: {
          ...process.env,
          PORT: port,
          DB_FILE: join(folder, 'demo.sqlite'),
          JOB_INTERVAL_MS: '0',
          SEED: '7',
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      port = await readPort(child)
    },
    async kill() {
      if (child?.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
    async ask<T>(method: string, path: string, body?: object): Promise<T> {
      const response = await fetch(server.origin + path, {
        method,
        ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      })
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
      return (await response.json()) as T
    },
    async upstream(mode, more = {}) {
      await server.ask('PUT', '/api/demo/upstream', { mode, ...more })
    },
    async requests() {
      return (await server.ask<RequestsAnswer>('GET', '/api/debug/requests')).routes
    },
    async key(status) {
      const query = `status=${status}&pageSize=100&sort=createdAt`
      const { items } = await server.ask<ListAnswer<LicenseKey>>('GET', `/api/admin/keys?${query}`)
      const lives = ({ expiresAt }: LicenseKey) => expiresAt === null || expiresAt > Date.now()
      const found = items.find((key) => status !== 'active' || lives(key))
      if (found === undefined) throw new Error(`The demo has no ${status} key`)
      return found
    },
    async close() {
      await server.kill()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  await server.start()
  return server
}

function readPort(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const port = /listening on \S+:(\d+)/.exec(output)?.[1]
      if (port !== undefined) resolve(port)
    })
    child.once('exit', (code) => reject(new Error(`The server ended with code ${code}: ${output}`)))
  })
}
