/** Reads the environment variables that `main.ts` runs by, and says clearly which one makes no sense. */
import { fileURLToPath } from 'node:url'
import type { PlacesAnswer } from './api-types.ts'
import type { CacheOptions } from './cache/open-cache.ts'
import type { ReleaseOptions } from './releases/open-releases.ts'
import type { SyncSettings } from './routes/sync-server.ts'
import type { Sites } from './static/sites.ts'

/** How to run. */
export interface Settings {
  host: string
  port: number
  dbFile: string
  sites: Sites
  staticDir?: string
  jobIntervalMs: number
  seed: number | undefined
  debug: boolean
  places: Partial<PlacesAnswer>
  cache: CacheOptions
  sync: SyncSettings
  releases: ReleaseOptions
}

/** Settings from `env`; throws with the variable, its value and what is allowed. */
export function readSettings(env: Env): Settings {
  return {
    host: env['HOST'] || '127.0.0.1',
    port: whole(env, 'PORT', 4_173, 65_535),
    dbFile: env['DB_FILE'] || fromHere('../data/freshline-demo.sqlite'),
    sites: readSites(env),
    ...(env['STATIC_DIR'] && { staticDir: env['STATIC_DIR'] }),
    jobIntervalMs: whole(env, 'JOB_INTERVAL_MS', 4_000, 3_600_000),
    seed: env['SEED'] ? whole(env, 'SEED', 0, 2 ** 32 - 1) : undefined,
    debug: env['NODE_ENV'] !== 'production',
    places: readPlaces(env),
    cache: readCache(env),
    sync: readSync(env),
    releases: readReleases(env),
  }
}

/** The built examples, and the page that leads to them unless another has been named. */
function readSites(env: Env): Sites {
  const folders = { '/dashboard/': 'admin-dashboard', '/portal/': 'portal', '/widget/': 'widget' }
  const first = env['STATIC_DIR'] ? {} : { '/': 'start' }
  return Object.fromEntries(
    Object.entries({ ...first, ...folders }).map(([prefix, name]) => [
      prefix,
      fromHere(`../../${name}/dist`),
    ]),
  )
}

type Env = Readonly<Record<string, string | undefined>>

function readPlaces(env: Env): Partial<PlacesAnswer> {
  const at = (name: string) => address(env, name, /^https?:\/\//, 'begin with http:// or https://')
  const [hostPage, proxy] = [at('HOST_PAGE_URL'), at('PROXY_URL')]
  return { ...(hostPage !== undefined && { hostPage }), ...(proxy !== undefined && { proxy }) }
}

function readCache(env: Env): CacheOptions {
  const redisUrl = address(env, 'REDIS_URL', /^rediss?:\/\//, 'begin with redis:// or rediss://')
  const enabled = !/^(false|0|no|off)$/i.test(env['CACHE_ENABLED'] ?? '')
  return { enabled, ...(redisUrl !== undefined && { redisUrl }) }
}

function readReleases(env: Env): ReleaseOptions {
  const url = address(env, 'RELEASES_URL', /^https?:\/\//, 'begin with http:// or https://')
  return url === undefined ? {} : { url }
}

function readSync(env: Env): SyncSettings {
  const secret = env['SYNC_SECRET']
  if (secret && secret.length < 16) throw new Error('SYNC_SECRET must have at least 16 characters')
  const proxy = address(env, 'PURGE_URL', /^https?:\/\//, 'begin with http:// or https://')
  return {
    ...(secret && { secret }),
    ...(env['WEBHOOK_SECRET'] && { webhookSecret: env['WEBHOOK_SECRET'] }),
    ...(proxy !== undefined && { purge: { url: proxy, token: env['PURGE_TOKEN'] ?? '' } }),
  }
}

/** Never shown in messages: addresses may hold passwords. */
function address(env: Env, name: string, scheme: RegExp, allowed: string): string | undefined {
  const text = env[name]
  if (text === undefined || text === '') return undefined
  if (scheme.test(text) && URL.canParse(text)) return text
  throw new Error(`${name} is no address; it must ${allowed}`)
}

function whole(env: Env, name: string, fallback: number, max: number): number {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (value <= max) return value
  throw new Error(`${name} is ${JSON.stringify(text)}; it must be a whole number from 0 to ${max}`)
}

function fromHere(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}
