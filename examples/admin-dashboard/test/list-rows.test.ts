// @vitest-environment node
import { createApp, type App } from '@freshline/example-server/app'
import type { LicenseKey, ListAnswer } from '@freshline/example-server/api-types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toPage } from '../src/data/list-rows'
import { firstPage, listPath, type ListView } from '../src/data/list-view'

let app: App
let all: readonly LicenseKey[]

async function ask(path: string): Promise<ListAnswer<LicenseKey>> {
  const response = await app.fetch(new Request(`http://localhost${path}`))
  return (await response.json()) as ListAnswer<LicenseKey>
}

beforeAll(async () => {
  app = await createApp({ dbFile: ':memory:', staticDir: '.', seed: 7 })
  all = (await ask('/api/admin/keys?pageSize=10000&sort=createdAt')).items
})
afterAll(() => app.close())

const fields = { searched: ['key', 'customerName', 'product'], filtered: ['status'] } as const

const views: Partial<ListView>[] = [
  {},
  { page: 3 },
  { page: 9_999 },
  { search: 'beacon' },
  { search: '  Beacon   a ' },
  { search: '%' },
  { search: 'nobody is called so' },
  { status: 'trial' },
  { status: 'revoked', search: 'atlas', sort: 'seats' },
  ...['key', 'product', 'plan', 'seats', 'seatsUsed', 'status', 'customerName'].flatMap((sort) => [
    { sort },
    { sort: `-${sort}`, page: 2 },
  ]),
  // With keys that were never used, and keys that never end.
  { sort: 'lastUsedAt', page: 88 },
  { sort: '-lastUsedAt', page: 88 },
  { sort: 'expiresAt', page: 88 },
  { sort: '-updatedAt' },
]

test.each(views)('the page shows what the server would: %o', async (some) => {
  const view = { ...firstPage, ...some }
  const { items, total } = await ask(listPath('/api/admin/keys', view))
  const page = toPage(all, view, fields)
  expect(page.items.map(({ id }) => id)).toEqual(items.map(({ id }) => id))
  expect(page.total).toBe(total)
})

test('what is held is not put into another order', () => {
  const before = [...all]
  toPage(all, { ...firstPage, sort: 'key' }, fields)
  expect(all).toEqual(before)
})
