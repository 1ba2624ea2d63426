/** The demo's hand on the release service. A server in production has no such routes. */
import { defineResource, fetchFresh, HttpError, httpResource } from '@freshline/core'
import type {
  BudgetPut,
  LicenseKey,
  LicenseOutcome,
  ListAnswer,
  ReleasePublish,
  UpstreamControlAnswer,
  UpstreamModePut,
} from '@freshline/example-server/api-types'
import { intervals } from './pace'
import { send } from './send'

const { key, origin, fetcher } = httpResource<UpstreamControlAnswer>('/api/demo/upstream', {
  key: 'demo:upstream',
})

/** What the release service does on purpose, and what it thinks of our budget; `null` where there is no demo. */
export const upstream = defineResource<UpstreamControlAnswer | null>({
  key,
  origin,
  async fetcher(context) {
    try {
      return await fetcher(context)
    } catch (error) {
      if (error instanceof HttpError && error.status === 404) return null
      throw error
    }
  },
  // A server without a demo will not have one later: it is not asked again.
  interval: ({ data }) => (data === null ? 0 : intervals.demo),
  refreshOnVisible: false,
  retry: false,
})

/** What can be done to it. */
export type DemoAct =
  | { act: 'mode'; put: UpstreamModePut }
  | { act: 'publish'; put: ReleasePublish }
  | { act: 'budget'; put: BudgetPut }

/** Does it. */
export function perform(demo: DemoAct): Promise<UpstreamControlAnswer> {
  switch (demo.act) {
    case 'mode':
      return send('PUT', '/api/demo/upstream', demo.put)
    case 'publish':
      return send('POST', '/api/demo/releases', demo.put)
    case 'budget':
      return send('PUT', '/api/demo/budget', demo.put)
  }
}

/** A key that a check of it will find to be so. The sample ones are read from the demo's admin routes, and kept nowhere. */
export async function sampleKey(outcome: LicenseOutcome): Promise<string> {
  if (outcome === 'malformed') return 'FL-2345-67'
  if (outcome === 'unknown') return 'FL-2222-3333-4444-5555'
  const status = outcome === 'valid' ? 'active' : outcome
  const { data } = await fetchFresh<ListAnswer<LicenseKey>>(
    `/api/admin/keys?status=${status}&pageSize=50&sort=-createdAt`,
    { cache: 'no-store', retry: 1, timeout: 10_000 },
  )
  // One that is past its end, and that nobody has marked so yet, would be found to be expired.
  const found = data.items.find(
    ({ expiresAt }) => outcome !== 'valid' || expiresAt === null || expiresAt > Date.now(),
  )
  if (found === undefined) throw new Error(`The demo has no ${status} key.`)
  return found.key
}
