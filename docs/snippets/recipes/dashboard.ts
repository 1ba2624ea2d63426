import {
  DataSyncManager,
  defineFreshness,
  httpPropagate,
  httpResource,
  rememberAutoSync,
} from '@freshline/core'

export interface Customer {
  id: number
  name: string
}
export interface Page {
  rows: Customer[]
  total: number
}

// The server imports the same table.
export const freshness = defineFreshness({
  stats: { ttl: 35_000, interval: 30_000 },
  'customers:list:*': { ttl: 35_000, interval: 30_000, tags: ['customers'] },
})

export const manager = new DataSyncManager({
  freshness,
  propagate: httpPropagate('/api/sync/invalidate'), // the server's cache hears of each save
  defaults: { timeout: 10_000 },
})
rememberAutoSync(manager) // the switch in the toolbar outlives a reload

export const customersPage = (page: number, search: string) =>
  httpResource<Page>(`/api/customers?${new URLSearchParams({ page: String(page), search })}`, {
    key: ['customers', 'list', { page, search }],
  })
