/** The server companion's routes, from `Request` to `Response`; no framework, no socket. */
import type { Target } from '@freshline/core/shared'
import { preflight, withCors } from '../conditional/cors'
import { checkOrigin } from '../http/check-origin'
import { problem } from '../http/problem'
import { readJson } from '../http/read-body'
import { isRequestError, RequestError } from '../http/request-error'
import type { Monitor, MonitorSection } from '../monitoring/monitor'
import { decide } from './authorize'
import { answerChanges } from './changes-route'
import { checkInvalidateBody } from './invalidate-body'
import type { InvalidateContext, InvalidationResult } from './invalidator'
import { answerMonitoring } from './monitoring-route'
import { checkMethod, findRoute, toAllow, type SyncRoute } from './route-table'
import type { SyncServerOptions } from './sync-server-options'
import { createSyncServerParts, type SyncServerParts } from './sync-server-parts'
import type { WebhookAttempt } from './webhook-attempts'

/** A sync server. Its functions need no `this`. */
export interface SyncServer {
  /** Answers a request; never rejects. */
  fetch(request: Request): Promise<Response>
  /**
   * Invalidates as `POST /invalidate` does, the purge included, for the application's own writes. In the list an array
   * key is nested.
   * @throws (rejects with) what the cache rejects with, CodedError `invalid_target`, OptionError for a function
   */
  invalidate(targets: readonly Target[], context?: InvalidateContext): Promise<InvalidationResult>
  /** The latest webhooks that were sent, latest first. Default: 100. */
  webhookAttempts(limit?: number): Promise<readonly WebhookAttempt[]>
  /** What `GET /monitoring/*` tells; undefined where that is switched off. */
  readonly monitor: Monitor | undefined
  /** Gives up purges that wait, and stops measuring. The cache is left open: others may use it. Safe to call twice. */
  close(): void
}

/**
 * Makes a server with these routes below `basePath`:
 * - `POST /invalidate` `{ keys?, tags?, patterns?, paths? }` → `{ invalidated, position, purge }`
 * - `GET /changes?since=&limit=&collection=` → `{ changes, cursor, hasMore, reset }`
 * - `POST /webhook` (Standard Webhooks) `{ event | type, data }` → as `/invalidate`
 * - `GET /webhook/attempts` → the latest webhooks and what became of them
 * - `GET /monitoring/{health,metrics,api-metrics,errors,status}`, JSON or Prometheus text
 *
 * Errors are problem details (RFC 9457) with a permanent `code`. Without `authorize` nothing is allowed.
 * @throws OptionError for an option that has no meaning
 * @example
 * const cache = createResponseCache({ store: redisStore(process.env.REDIS_URL) })
 * const sync = createSyncServer({
 *   cache,
 *   changes: createChangeFeed(cache.log),
 *   authorize: bearerAuth(process.env.SYNC_SECRET),
 *   secret: process.env.WEBHOOK_SECRET,
 *   onWebhook: ({ type }) => (type.startsWith('invoice.') ? [{ tag: 'invoices' }] : []),
 *   basePath: '/api/sync',
 * })
 * http.createServer(toNodeHandler(sync.fetch)).listen(3000)
 */
export function createSyncServer(options: SyncServerOptions = {}): SyncServer {
  const parts = createSyncServerParts(options)
  const { monitor, basePath, purger, report } = parts
  const handle = async (request: Request) => {
    try {
      return await answer(request, parts)
    } catch (error) {
      if (isRequestError(error)) return error.toResponse()
      // One who has gone is no failure; what is told to nobody needs no report.
      if (!request.signal?.aborted) {
        report(error)
        monitor?.recordError(error, { route: nameOf(request, basePath) })
      }
      return problem({
        status: 500,
        code: 'internal',
        detail: 'The server failed; the failure was reported.',
      })
    }
  }
  const watched = monitor?.wrap(handle, { route: (request) => nameOf(request, basePath) }) ?? handle
  return {
    monitor,
    async fetch(request) {
      // Who watches is not counted: what is told would be about the telling.
      const response = await (isMonitoring(request, basePath) ? handle(request) : watched(request))
      try {
        return parts.cors ? withCors(request, response, parts.cors) : response
      } catch (error) {
        // `origins` is a function and throws: then nobody is allowed.
        report(error)
        return response
      }
    },
    invalidate: async (targets, context) => parts.invalidate(targets, context),
    webhookAttempts: async (limit = 100) => parts.attempts.list(limit),
    close() {
      purger?.close()
      // One that was handed in may watch more than this.
      if (options.monitoring === undefined) monitor?.close()
    },
  }
}

function routeOf(request: Request, basePath: string): SyncRoute | undefined {
  return URL.canParse(request.url) ? findRoute(new URL(request.url).pathname, basePath) : undefined
}

function isMonitoring(request: Request, basePath: string): boolean {
  return routeOf(request, basePath)?.action === 'monitoring'
}

/** For counting: paths that are no route are one name. */
function nameOf(request: Request, basePath: string): string {
  const route = routeOf(request, basePath)
  return route ? basePath + route.path : 'unknown'
}

async function answer(request: Request, parts: SyncServerParts): Promise<Response> {
  if (!parts.enabled) throw notFound('switched_off', 'The sync server is switched off.')
  const url = new URL(request.url)
  const route = findRoute(url.pathname, parts.basePath)
  if (!route) throw notFound('unknown_route', 'There is nothing at this address.')
  const asked = parts.cors && preflight(request, parts.cors)
  if (asked) return asked
  if (request.method === 'OPTIONS')
    return new Response(null, { status: 204, headers: { allow: toAllow(route.methods) } })
  checkMethod(route, request.method)
  const leave = parts.admission.enter(route.action)
  try {
    const response = await serve(request, url, route, parts)
    return request.method === 'HEAD' ? new Response(null, response) : response
  } finally {
    leave()
  }
}

/** Counts, authorises, answers: in this order, so that refusals cost little and are counted too. */
async function serve(
  request: Request,
  url: URL,
  route: SyncRoute,
  parts: SyncServerParts,
): Promise<Response> {
  const { admission, authorize, clientId } = parts
  const { action, path } = route
  const told = clientId && admission.count(action, { client: clientId(request) })
  if (path === '/webhook') {
    if (!parts.webhook) throw notConfigured('secret')
    return withFields(await parts.webhook(request, clientId !== undefined), told)
  }
  if (action === 'invalidate') checkOrigin(request, parts.isForeignAllowed)
  const decision = await decide(authorize, request, { action, route: path })
  if (!decision.allowed) {
    if (!told) admission.count(action, 'denied')
    throw decision.refusal
  }
  const fields = told ?? admission.count(action, { principal: decision.principal })
  try {
    return withFields(await run(request, url, route, parts), fields)
  } catch (error) {
    if (!isRequestError(error)) throw error
    return withFields(error.toResponse(), fields)
  }
}

async function run(
  request: Request,
  url: URL,
  { action, path }: SyncRoute,
  parts: SyncServerParts,
): Promise<Response> {
  const { limits, clock, changes, monitor } = parts
  switch (action) {
    case 'invalidate': {
      if (!parts.cache && !parts.purger) throw notConfigured('cache')
      const bounds = { limit: limits.bodyBytes, timeout: limits.bodyTimeout, depth: limits.jsonDepth, clock }
      const { paths, ...targets } = checkInvalidateBody(await readJson(request, bounds), limits)
      return toJson(await parts.invalidate([targets], { paths }))
    }
    case 'changes':
      if (!changes) throw notConfigured('changes')
      return answerChanges(request, url, changes, clock)
    case 'webhook':
      if (!parts.webhook) throw notConfigured('secret')
      return toJson({ attempts: await parts.attempts.list(100) })
    case 'monitoring':
      if (!monitor) throw notConfigured('monitoring')
      return answerMonitoring(request, path.slice('/monitoring/'.length) as MonitorSection, monitor)
  }
}

function toJson(body: unknown): Response {
  return Response.json(body, { headers: { 'cache-control': 'no-store' } })
}

function withFields(response: Response, fields: Readonly<Record<string, string>> = {}): Response {
  for (const [name, value] of Object.entries(fields)) response.headers.set(name, value)
  return response
}

function notFound(code: string, detail: string): RequestError {
  return new RequestError({ status: 404, code, detail })
}

function notConfigured(option: string): RequestError {
  return notFound('not_configured', `Nothing is here unless the server is given \`${option}\`.`)
}
