/** The published banner, kept fresh in spite of caches. */
import { DataSyncManager, httpResource } from '@freshline/core'
import type { PublishedBanner } from '@freshline/example-server/api-types'
import { createSyncStore, type SyncStore } from '@freshline/vanilla'
import { bannerSchema } from '../banner/check-banner'
import { keepLastGood } from './last-good'
import type { PageStorage } from './page-storage'
import type { EmbedSettings } from './settings'

/** How often is asked while the banner can be seen, in milliseconds. */
export const SHOWN_INTERVAL = 5_000

/** How often is asked while there is nothing on the screen that could be out of date, in milliseconds. */
export const QUIET_INTERVAL = 60_000

/** The most an attempt may take, in milliseconds: an API that hangs is an API that is away. */
const TIMEOUT = 5_000

/** The key in the widget's own manager. */
const KEY = 'banner'

/** A store of the banner. Creating it starts nothing; the first subscriber does. */
export function createLiveBanner(
  { api, site }: EmbedSettings,
  storage: PageStorage,
  isShown: () => boolean,
): SyncStore<PublishedBanner> {
  const manager = new DataSyncManager({
    plugins: [keepLastGood(KEY, `freshline-consent:${site}:banner`, storage)],
    // The console is the page's. What fails is in the state.
    report: () => {},
  })
  const resource = httpResource(`${api}/api/consent/${site}`, {
    key: KEY,
    schema: bannerSchema,
    // Every request has an address of its own, which no cache on the way has an answer for. That, and no header of
    // ours, so that it stays a simple request: one round trip, never a preflight.
    cacheBust: true,
    conditional: false,
    request: { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' },
  })
  return createSyncStore<PublishedBanner>(
    {
      ...resource,
      // A proxy that answers all the same with what it had cannot take a newer one off the screen.
      version: ({ publishedAt }) => publishedAt,
      interval: () => (isShown() ? SHOWN_INTERVAL : QUIET_INTERVAL),
      refreshOnVisible: 'always',
      ttl: SHOWN_INTERVAL,
      timeout: TIMEOUT,
      retry: 1,
    },
    { manager },
  )
}
