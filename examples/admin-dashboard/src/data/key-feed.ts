/**
 * All license keys, held in the page and kept by what changed: after the first load a poll transfers the keys that
 * somebody changed since, and nothing else.
 */
import { fetchFresh } from '@freshline/core'
import { deltaResource } from '@freshline/core/delta'
import type { LicenseKey, ListAnswer } from '@freshline/example-server/api-types'
import { connection } from './connection'
import { createFeedLog } from './feed-log'
import { intervals, OVERDUE_AFTER, ttlOf } from './pace'

/** What the feed brought, for the sync page. */
export const keyFeedLog = createFeedLog(connection.transport)

/** One answer, so that no key is missed while pages shift. */
const ALL = '/api/admin/keys?pageSize=10000&sort=createdAt'

/** Every license key, in no particular order. */
export const allKeys = deltaResource<LicenseKey>({
  key: ['keys', 'all'],
  url: '/api/sync/changes',
  collection: 'keys',
  transport: keyFeedLog.feed,
  idOf: ({ id }) => id,
  versionOf: ({ version }) => version,
  interval: intervals.keys,
  ttl: ttlOf(intervals.keys),
  overdueAfter: OVERDUE_AFTER,
  tags: ['keys'],
  async load(context) {
    const { data } = await fetchFresh<ListAnswer<LicenseKey>>(ALL, { ...context, transport: keyFeedLog.load })
    return data.items
  },
})
