/** The real example server in a process of its own, for the pages' tests, which kill it and start it again. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FaultsPut, RequestsAnswer } from '../../src/api-types.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const examples = fileURLToPath(new URL('../../..', import.meta.url))

/** A server with a database of its own. */
export interface ExampleServer {
  /** Its address, the same after a restart. */
  readonly origin: string
  /** Starts it; resolves when it listens. */
  start(): Promise<void>
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>
  /** Switches a fault on. */
  fault(fault: FaultsPut): Promise<void>
  /** Reads or writes over the API. Throws for anything but a success. */
  ask<T>(method: string, path: string, body?: object): Promise<T>
  /** How often each route was asked for since the last reset, such as `GET /api/admin/keys`. */
  requests(): Promise<RequestsAnswer['routes']>
  /** Ends it and removes its database. */
  close(): Promise<void>
}

/** Starts a server over the built examples, of which `name` is wanted; `env` is added to its environment. */
export async function startExampleServer(
  name: string,
  env: Record<string, string> = {},
): Promise<ExampleServer> {
  if (!existsSync(join(examples, name, 'dist', 'index.html')))
    throw new Error(`The page is not built: run \`pnpm build\` in examples/${name}`)
  const folder = await mkdtemp(join(tmpdir(), `freshline-${name}-`))
  let child: ChildProcess | undefined
  let port = '0'

  const server = {
    get origin() {
      return `http://127.0.0.1:${port}`
    },
    async start() {
      child = spawn(process.execPath, [main], {
        env: {
          ...process.env,
          PORT: port,
          DB_FILE: join(folder, 'demo.sqlite'),
          JOB_INTERVAL_MS: '0',
          SEED: '7',
          ...env,
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
    async fault(fault: FaultsPut) {
      await server.ask('PUT', '/api/faults', fault)
    },
    async requests() {
      return (await server.ask<RequestsAnswer>('GET', '/api/debug/requests')).routes
    },
    async close() {
      await server.kill()
      await rm(folder, { recursive: true, force: true })
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
