/** The companion's routes under `/api/sync`: invalidation, the feed of changes, webhooks and monitoring. */
import { bearerAuth, createMonitor, createSyncServer } from '@freshline/server'
import type { Authorize, Monitor, ResponseCache, SyncServer, WebhookEvent } from '@freshline/server'
import { createPurge, type PurgeSettings } from '../cache/purge.ts'
import { createChangeSource } from '../data/changes.ts'
import type { Database } from '../db/database.ts'
import { isAllowedOrigin, isLocalOrigin } from '../http/origin.ts'

/** What the companion may be told; without them it is for the page that this server serves alone. */
export interface SyncSettings {
  /** Lets other servers in, as `Authorization: Bearer`. At least 16 characters. */
  secret?: string
  /** What webhooks are signed with (Standard Webhooks). */
  webhookSecret?: string
  /** A caching proxy before this server. */
  purge?: PurgeSettings
}

/** What it stands on. */
export interface SyncParts {
  db: Database
  cache: ResponseCache
  monitor: Monitor
  onError: (error: unknown) => void
}

/** A page asks a few times a minute; a test's, a hundred times as often. */
const RATE = { requests: 12_000, per: 60_000 }

/** Builds it. */
export function createSync(
  { db, cache, monitor, onError }: SyncParts,
  { secret, webhookSecret, purge }: SyncSettings,
): SyncServer {
  return createSyncServer({
    basePath: '/api/sync',
    cache,
    changes: createChangeSource(db),
    authorize: createAuthorize(secret),
    monitoring: monitor,
    origins: isLocalOrigin,
    limits: { rate: RATE },
    onWebhook: ({ type }: WebhookEvent) => targetsOf(type),
    onError,
    ...(webhookSecret !== undefined && { secret: webhookSecret }),
    ...(purge !== undefined && { purge: createPurge(purge) }),
  })
}

/** The monitor that the API's own routes are counted by as well. */
export function createApiMonitor(
  db: Database,
  cache: ResponseCache,
  disk: string,
  onError: (error: unknown) => void,
): Monitor {
  return createMonitor({
    cache,
    checks: { database: () => checkDatabase(db) },
    thresholds: { errorRate: 0.05, p95: 1_000, eventLoopDelay: 200, diskUsed: 0.95 },
    slowAfter: 500,
    disk,
    onError,
  })
}

/**
 * The demo has no sign-in: pages of this server and of this machine may do everything, and reading is open as it is
 * everywhere else. To invalidate takes an Origin, which only pages have, or the secret.
 */
function createAuthorize(secret: string | undefined): Authorize {
  const bearer = secret === undefined ? undefined : bearerAuth(secret)
  return (request, context) => {
    const origin = request.headers.get('origin')
    if (origin !== null && isAllowedOrigin(origin, new URL(request.url))) return true
    if (origin === null && context.action !== 'invalidate') return true
    return bearer?.(request, context) ?? false
  }
}

/** `customer.updated` and its like: whatever shows a record of that kind. */
function targetsOf(type: string) {
  const [kind = ''] = type.split('.')
  const tag = { key: 'keys', license: 'keys', customer: 'customers', user: 'users' }[kind]
  return tag === undefined ? [] : [{ tags: [tag, 'stats', 'audit'] }]
}

function checkDatabase(db: Database) {
  const said = db.get('PRAGMA quick_check(1)')?.['quick_check']
  return said === 'ok' ? { status: 'ok' } : { status: 'down', detail: String(said) }
}
