/** A whole site: two servers on one Redis and one database, and a caching proxy before them that visitors talk to. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  freePort,
  startNginx,
  startRedis,
  type Nginx,
  type NginxPlaces,
  type RedisServer,
} from '@freshline/test-utils/servers'

const serverFolder = dirname(createRequire(import.meta.url).resolve('@freshline/example-server/package.json'))

/** By which the proxy knows that an address is to be asked for anew. */
const TOKEN = 'the-proxy-knows-this'

/** What a site is to be like. */
export interface SiteOptions {
  /** Whether the proxy keeps every answer for an hour, whatever the headers say. */
  readonly isStubborn: boolean
  /** Whether the servers tell the proxy what has changed. */
  readonly purges: boolean
}

/** A running site. */
export interface Site {
  /** Where visitors go: the proxy. */
  readonly origin: string
  /** The two servers behind it. */
  readonly instances: readonly string[]
  readonly redis: RedisServer
  /** The proxy's log: one line for each request, `GET /path HIT`. */
  log(): Promise<readonly string[]>
  /** Ends all of it. */
  close(): Promise<void>
}

/** Starts a site; everything is on ports of its own. */
export async function startSite(options: SiteOptions): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'freshline-site-'))
  const ports = [await freePort(), await freePort()]
  const started: { close(): Promise<void> }[] = []
  const close = async () => {
    for (const each of started.reverse()) await each.close()
    await rm(folder, { recursive: true, force: true })
  }
  const keep = <T extends { close(): Promise<void> }>(each: T): T => (started.push(each), each)
  try {
    const redis = keep(await startRedis())
    const nginx: Nginx = keep(await startNginx((places) => configuration(places, ports, options)))
    // One after the other: the first fills the database.
    for (const port of ports) {
      const env = {
        PORT: String(port),
        DB_FILE: join(folder, 'demo.sqlite'),
        REDIS_URL: redis.url,
        ...(options.purges && { PURGE_URL: nginx.origin, PURGE_TOKEN: TOKEN }),
      }
      keep(await startServer(env))
    }
    return {
      origin: nginx.origin,
      instances: ports.map((port) => `http://127.0.0.1:${port}`),
      redis,
      log: async () => (await nginx.log()).trim().split('\n'),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function configuration(places: NginxPlaces, ports: readonly number[], { isStubborn }: SiteOptions): string {
  const stubborn = 'proxy_ignore_headers Cache-Control Expires Vary Set-Cookie; proxy_cache_valid 200 1h;'
  return `
    log_format cache '$request_method $request_uri $upstream_cache_status';
    access_log ${places.log} cache;
    proxy_cache_path ${places.cache} keys_zone=answers:1m inactive=1h;
    map $http_x_purge_token $asks_anew { default 0; "${TOKEN}" 1; }
    upstream dashboard { ${ports.map((port) => `server 127.0.0.1:${port};`).join(' ')} }
    server {
      listen 127.0.0.1:${places.port};
      proxy_set_header Host $http_host;
      location / { proxy_pass http://dashboard; }
      location /api/admin/ {
        proxy_pass http://dashboard;
        proxy_cache answers;
        proxy_cache_key $request_uri;
        proxy_cache_bypass $asks_anew;
        ${isStubborn ? stubborn : ''}
      }
    }`
}

async function startServer(env: Record<string, string>): Promise<{ close(): Promise<void> }> {
  const child = spawn(process.execPath, [join(serverFolder, 'src/main.ts')], {
    env: { ...process.env, JOB_INTERVAL_MS: '0', SEED: '7', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await untilListening(child)
  return {
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

function untilListening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (output.includes('listening on')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`The server ended with code ${code}: ${output}`)))
  })
}
