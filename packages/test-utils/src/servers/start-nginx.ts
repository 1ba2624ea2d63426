// A real nginx in a folder of its own, in the foreground, as a caching proxy in front of a test's servers.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from './find-program'
import { freePort } from './free-port'

/** A running nginx. */
export interface Nginx {
  /** Where it listens. */
  readonly origin: string
  /** What it has logged so far: a line for each request, in the form that the configuration names. */
  log(): Promise<string>
  /** Ends it and removes its folder. */
  close(): Promise<void>
}

/** What a configuration is made of. */
export interface NginxPlaces {
  /** The port to listen on, of 127.0.0.1. */
  readonly port: number
  /** A folder for the cache. */
  readonly cache: string
  /** The file for the log of requests. */
  readonly log: string
}

/** How long it may take to listen, in milliseconds. */
const PATIENCE = 10_000

/**
 * Starts nginx with what `http` answers as the content of its `http` block.
 * @throws Error where nginx is not installed, or refuses the configuration
 */
export async function startNginx(http: (places: NginxPlaces) => string): Promise<Nginx> {
  const program = findProgram('nginx')
  if (program === undefined) throw new Error('nginx is not installed')
  const folder = await mkdtemp(join(tmpdir(), 'freshline-nginx-'))
  const places = { port: await freePort(), cache: join(folder, 'cache'), log: join(folder, 'access.log') }
  await mkdir(join(folder, 'temp'))
  await writeFile(join(folder, 'nginx.conf'), configuration(folder, http(places)))
  const child = spawn(
    program,
    ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await untilListening(places.port, () => child.exitCode !== null)
  } catch (cause) {
    await close()
    throw new Error(`nginx does not listen: ${complaints}`, { cause })
  }
  return { origin: `http://127.0.0.1:${places.port}`, log: () => readFile(places.log, 'utf8'), close }
}

/** Everything that nginx writes goes into the folder, whoever runs it. */
function configuration(folder: string, http: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `
    daemon off;
    master_process off;
    pid ${folder}/nginx.pid;
    events { worker_connections 256; }
    http {
      ${temporary.map((name) => `${name}_temp_path ${folder}/temp/${name};`).join('\n')}
      ${http}
    }`
}

async function untilListening(port: number, hasEnded: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE
  while (!(await isListening(port))) {
    if (hasEnded() || Date.now() > end) throw new Error(`Nothing listens on port ${port}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => (socket.destroy(), resolve(true)))
    socket.once('error', () => resolve(false))
  })
}
