/** Statistics, the state of synchronisation and the audit log. */
import type { ResponseCache } from '@freshline/server'
import * as v from 'valibot'
import type { AuditAnswer, CacheState, CollectionName, CollectionState, SyncAnswer } from '../api-types.ts'
import { cachedAnswer } from '../cache/cached-answer.ts'
import { readAudit } from '../data/audit.ts'
import { collections } from '../data/collections.ts'
import { readCounter } from '../data/counters.ts'
import { queryNumber, readQuery } from '../data/query.ts'
import { readStats } from '../data/stats.ts'
import { schemaVersion } from '../db/migrate.ts'
import { readAnswer } from '../http/json-answer.ts'
import type { Routes } from '../http/router.ts'
import { check } from '../http/schema-check.ts'
import type { Services } from './services.ts'

const statsQuery = v.object({ days: queryNumber(7, 90, 30) })
const auditQuery = v.object({ limit: queryNumber(1, 200, 50) })

/** Routes at `/api/admin/stats`, `/api/admin/sync` and `/api/admin/audit`. */
export function overviewRoutes(services: Services): Routes {
  const { db, now } = services
  return {
    'GET /api/admin/stats': ({ request, url }) => {
      const { days } = check(statsQuery, readQuery(url.searchParams), 'invalid_query')
      const key = days === 30 ? 'stats' : ['stats', { days }]
      return cachedAnswer(services, request, url, key, () => readStats(db, now(), days))
    },
    'GET /api/admin/audit': ({ request, url }) => {
      const { limit } = check(auditQuery, readQuery(url.searchParams), 'invalid_query')
      const key = limit === 12 ? 'audit' : ['audit', { limit }]
      return cachedAnswer(services, request, url, key, (): AuditAnswer => {
        const items = readAudit(db, limit)
        return { items, updatedAt: items[0]?.at ?? 0 }
      })
    },
    'GET /api/admin/sync': async ({ request }) => readAnswer(request, await readSync(services)),
  }
}

async function readSync({ db, cache, job, now, startedAt }: Services): Promise<SyncAnswer> {
  const states = collections.map(({ name, table }): [CollectionName, CollectionState] => [
    name,
    { ...readCounter(db, name), total: db.number(`SELECT count(*) FROM ${table}`) },
  ])
  return {
    serverTime: now(),
    startedAt,
    collections: Object.fromEntries(states) as Record<CollectionName, CollectionState>,
    stats: readCounter(db, 'stats'),
    lastChange: readAudit(db, 1)[0] ?? null,
    database: {
      status: db.get('PRAGMA quick_check(1)')?.['quick_check'] === 'ok' ? 'ok' : 'error',
      driver: db.driverName,
      journalMode: String(db.get('PRAGMA journal_mode')?.['journal_mode']),
      schemaVersion: schemaVersion(db),
      sizeBytes: db.number('PRAGMA page_count') * db.number('PRAGMA page_size'),
    },
    cache: await readCache(cache),
    job: job.state(),
  }
}

async function readCache(cache: ResponseCache): Promise<CacheState> {
  const [{ name, status, detail, since }, { entries, bytes, hitRatio }, position] = await Promise.all([
    cache.health(),
    cache.stats(),
    cache.log.head(),
  ])
  return {
    enabled: cache.enabled,
    store: name,
    status,
    ...(detail !== undefined && { detail }),
    ...(since !== undefined && { since }),
    entries,
    bytes,
    hitRatio,
    position,
  }
}
