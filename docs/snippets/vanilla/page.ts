import type * as core from '@freshline/core'
import type * as vanilla from '@freshline/vanilla'

declare const Freshline: typeof core & typeof vanilla & { defineFreshnessIndicator(): void }
// ---
const stats = Freshline.createSyncStore(
  Freshline.httpResource<{ users: number }>('/api/stats', { interval: 15_000 }),
)
const users = document.querySelector('#users')
if (users) Freshline.bindText(users, stats, ({ data }) => data?.users ?? '…')
Freshline.defineFreshnessIndicator() // <freshness-indicator sync-key="/api/stats"> on the page comes to life
