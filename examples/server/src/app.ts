/** The example server as a fetch handler: no socket, no environment variables, everything given by options. */
import { dirname } from 'node:path'
import type { CacheStats } from '@freshline/server'
import type { PlacesAnswer } from './api-types.ts'
import { openCache, type CacheOptions } from './cache/open-cache.ts'
import { Publisher } from './cache/publisher.ts'
import type { ConsentOptions } from './consent/consent-routes.ts'
import { seedConsent } from './consent/seed-consent.ts'
import { Database } from './db/database.ts'
import { migrate } from './db/migrate.ts'
import { RequestLog } from './debug/request-log.ts'
import { FaultSwitch } from './faults/fault-switch.ts'
import { BackgroundJob } from './job/background-job.ts'
import { ApiError } from './http/api-error.ts'
import type { LicenseOptions } from './licenses/license-routes.ts'
import { openReleases, type ReleaseOptions } from './releases/open-releases.ts'
import { createApi } from './routes/api.ts'
import { createApiMonitor, createSync, type SyncSettings } from './routes/sync-server.ts'
import { createRandom } from './seed/random.ts'
import { seedDatabase } from './seed/seed.ts'
import { createSites, type Sites } from './static/sites.ts'

/** Seed of the demo's first data. */
const DEFAULT_SEED = 20_261

/** What `createApp` takes. */
export interface AppOptions {
  /** SQLite file, made and filled where it is missing; `:memory:` for one that is gone with the app. */
  dbFile: string
  /** Folders of built pages by the address that each is below, such as `/portal/`; the longest wins. Default: none. */
  sites?: Sites
  /**
   * Folder of a built page that has all other addresses, as apps have that keep their place in the path. Default: none,
   * and those addresses lead to a page that says so.
   */
  staticDir?: string
  /** Mean time between changes that the background job makes, in milliseconds. Default 0: none. */
  jobIntervalMs?: number
  /** Seed of the first data and of what the job does. Default: a fixed one for the data, the time for the job. */
  seed?: number
  /** Epoch milliseconds. Default: the system's clock. */
  now?: () => number
  /** Whether `/api/debug/requests` is there. Default true. */
  debug?: boolean
  /** The server's own cache. Default: on, in a file beside the database, or in memory where that is. */
  cache?: CacheOptions
  /** Secrets and the proxy of the routes under `/api/sync`. Default: none. */
  sync?: SyncSettings
  /** What else runs for the examples, at other ports. Default: nothing. */
  places?: Partial<PlacesAnswer>
  /** How the consent banner is published. Default: any cache may keep it for an hour. */
  consent?: ConsentOptions
  /** Where releases come from. Default: an upstream inside this process. */
  releases?: ReleaseOptions
  /** How many license checks one client may make. */
  licenses?: LicenseOptions
  /** Told of failures inside the server. Default: the console. */
  onError?: (error: unknown) => void
}

/** A running app. */
export interface App {
  /** Answers a request; `Response.error()` stands for a connection that is to be dropped. */
  fetch(request: Request): Promise<Response>
  /** What the cache has done so far. */
  stats(): Promise<CacheStats>
  /** Makes one background event happen now. */
  tick(): void
  /**
   * Stops the job, refuses further requests, gives up delayed answers, and closes the database once the requests
   * in progress are answered; safe to call twice.
   */
  close(): Promise<void>
}

/** Opens the database, brings it up to date, seeds it once and starts the background job. */
export async function createApp(options: AppOptions): Promise<App> {
  const { now = Date.now, seed = DEFAULT_SEED, onError = console.error, jobIntervalMs = 0 } = options
  const site = createSites(options.sites ?? {}, options.staticDir)
  const db = await openSeeded(options.dbFile, seed, now())
  const jobSeed = options.seed ?? now()
  const cache = openCache(db, options.dbFile, options.cache ?? {}, now, onError)
  const monitor = createApiMonitor(db, cache, dirname(options.dbFile), onError)
  const sync = createSync({ db, cache, monitor, onError }, options.sync ?? {})
  const publisher = new Publisher({ db, onError, invalidate: (tags) => sync.invalidate([{ tags }]) })
  const job = new BackgroundJob({
    db,
    now,
    intervalMs: jobIntervalMs,
    seed: jobSeed,
    onChange: () => void publisher.publish(),
    onError,
  })
  const faults = new FaultSwitch(now, createRandom(jobSeed).next)
  const log = new RequestLog(now)
  const isProxied = options.sync?.purge !== undefined
  const places = { hostPage: options.places?.hostPage ?? null, proxy: options.places?.proxy ?? null }
  const releases = openReleases(options.releases ?? {}, options.dbFile, cache, now)
  const parts = { cache, monitor, sync, publisher, isProxied, places, releases }
  const services = { db, faults, log, job, now, startedAt: now(), ...parts }
  // What was committed before this start, and not told: the process may have ended in between.
  await publisher.publish()
  const closing = new AbortController()
  const { debug = true, consent = {}, licenses = {} } = options
  const api = createApi(services, { debug, closing: closing.signal, consent, licenses, onError })
  const inProgress = new Set<Promise<Response>>()
  job.start()
  return {
    async fetch(request) {
      if (closing.signal.aborted)
        return new ApiError('shutting_down', 'The server is shutting down.').toResponse()
      const url = new URL(request.url)
      const isApi = url.pathname === '/api' || url.pathname.startsWith('/api/')
      const answer = (isApi ? api : site)(request, url)
      inProgress.add(answer)
      try {
        const response = await answer
        return request.method === 'HEAD' ? withoutBody(response) : response
      } finally {
        inProgress.delete(answer)
      }
    },
    stats: () => cache.stats(),
    tick: () => job.tick(),
    async close() {
      job.stop()
      closing.abort()
      await releases.close()
      await Promise.allSettled(inProgress)
      sync.close()
      await cache.close()
      db.close()
    },
  }
}

async function openSeeded(file: string, seed: number, now: number): Promise<Database> {
  const db = await Database.open(file)
  try {
    migrate(db)
    seedDatabase(db, seed, now)
    seedConsent(db, now)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function withoutBody(response: Response): Response {
  if (response.type === 'error') return response
  return new Response(null, { status: response.status, headers: response.headers })
}
