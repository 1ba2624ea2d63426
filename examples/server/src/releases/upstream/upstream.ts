/**
 * A service for releases in the manner of GitHub's: ETags, 60 requests an hour for each client, of which unchanged
 * answers (304) are free. A fetch handler, so that it runs inside the example server or on a port of its own.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { conditional } from '@freshline/server'
import { Database } from '../../db/database.ts'
import { migrate } from '../../db/migrate.ts'
import { ApiError } from '../../http/api-error.ts'
import { budgetHeaders, countRequest, readBudget, type ClientBudget } from './client-budget.ts'
import { control } from './control.ts'
import { ModeSwitch } from './mode-switch.ts'
import { downloadAsset, latestRelease, listReleases, seedReleases } from './release-store.ts'
import { upstreamMigrations } from './schema.ts'

/** What `createUpstream` takes. */
export interface UpstreamOptions {
  /** SQLite file of its own; `:memory:` for one that is gone with it. */
  dbFile: string
  /** Epoch milliseconds. Default: the system's clock. */
  now?: () => number
}

/** A running upstream. */
export interface Upstream {
  /** Answers a request; `Response.error()` stands for a connection that is to be dropped. */
  fetch(request: Request): Promise<Response>
  /** Gives up delayed answers and closes the database. */
  close(): Promise<void>
}

const REPO = '/repos/keyring/agent'
const DOWNLOAD = /^\/keyring\/agent\/releases\/download\/[^/]+\/([^/]+)$/

/** What a network in a hotel answers in the place of whatever was asked for. */
const GARBAGE = '<!doctype html><title>Welcome</title><h1>Accept the terms to use this network</h1>'

/** Makes it; the database is opened and filled at the first request. */
export function createUpstream({ dbFile, now = Date.now }: UpstreamOptions): Upstream {
  const mode = new ModeSwitch(now)
  const closing = new AbortController()
  let opened: Promise<Database> | undefined

  async function answer(request: Request): Promise<Response> {
    const db = await (opened ??= open(dbFile, now()))
    closing.signal.throwIfAborted()
    const url = new URL(request.url)
    if (url.pathname.startsWith('/_control')) return control({ db, mode, now: now() }, request, url)
    const { mode: word, latencyMs, retryAfterSeconds } = mode.read()
    if (word === 'down') return Response.error()
    if (word === 'slow') {
      await delay(latencyMs, undefined, { signal: AbortSignal.any([closing.signal, request.signal]) })
    }
    if (word === 'error') return problem(500, 'The service has a bad day.')
    if (word === 'busy') return problem(429, 'Slow down.', { 'retry-after': String(retryAfterSeconds) })
    if (word === 'garbage') return new Response(GARBAGE, { headers: { 'content-type': 'text/html' } })
    return serve(db, request, url)
  }

  function serve(db: Database, request: Request, url: URL): Response | Promise<Response> {
    if (request.method !== 'GET') return problem(405, 'Only GET is allowed here.', { allow: 'GET' })
    const [, file] = DOWNLOAD.exec(url.pathname) ?? []
    if (file !== undefined) return download(db, decodeURIComponent(file))
    const client = request.headers.get('user-agent') ?? ''
    if (client === '') return problem(403, 'Say who you are: send a User-Agent.')
    const budget = readBudget(db, client, now())
    if (url.pathname === '/rate_limit') return Response.json(budget, { headers: budgetHeaders(budget) })
    if (budget.remaining === 0) return problem(403, 'Rate limit exceeded.', budgetHeaders(budget))
    return counted(db, client, budget, request, url)
  }

  /** Everything that costs one of the budget, unless the client holds the answer already. */
  async function counted(
    db: Database,
    client: string,
    budget: ClientBudget,
    request: Request,
    url: URL,
  ): Promise<Response> {
    const body = find(db, url)
    const answered =
      body === undefined
        ? problem(404, 'There is nothing at this address.')
        : await conditional(request, body, { private: true, maxAge: 60_000, clock: { now } })
    const after = answered.status === 304 ? budget : countRequest(db, client, now())
    for (const [name, value] of Object.entries(budgetHeaders(after))) answered.headers.set(name, value)
    answered.headers.set('date', new Date(now()).toUTCString())
    return answered
  }

  return {
    async fetch(request) {
      try {
        return await answer(request)
      } catch (error) {
        if (error instanceof ApiError) return error.toResponse()
        if (closing.signal.aborted || request.signal.aborted) return Response.error()
        throw error
      }
    },
    async close() {
      closing.abort()
      const db = await opened?.catch(() => undefined)
      db?.close()
    },
  }
}

function find(db: Database, url: URL): unknown {
  if (url.pathname === `${REPO}/releases/latest`) return latestRelease(db)
  if (url.pathname !== `${REPO}/releases`) return undefined
  const asked = Number(url.searchParams.get('per_page') ?? 30)
  return listReleases(db, asked >= 1 && asked <= 100 ? Math.floor(asked) : 30)
}

function download(db: Database, name: string): Response {
  const found = downloadAsset(db, name)
  if (found === undefined) return problem(404, 'There is no such file.')
  const { type, content } = found
  return new Response(new Uint8Array(content), {
    headers: {
      'content-type': type,
      'content-length': String(content.byteLength),
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  })
}

function problem(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ message }, { status, headers: { 'cache-control': 'no-store', ...headers } })
}

async function open(file: string, now: number): Promise<Database> {
  const db = await Database.open(file)
  try {
    migrate(db, upstreamMigrations)
    seedReleases(db, now)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
