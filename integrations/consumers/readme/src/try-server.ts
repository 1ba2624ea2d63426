// The README's server example: one load, a 304 for who holds the answer, and an invalidation by a page.
import assert from 'node:assert/strict'
import { loads } from './blocks/app/database'
import { getStores, sync } from './blocks/server'

const url = 'http://127.0.0.1/api/stores'
const first = await getStores(new Request(url))
assert.equal(first.status, 200)
assert.deepEqual(await first.json(), ['Bakery'])
const held = { 'if-none-match': first.headers.get('etag') ?? '' }
assert.equal((await getStores(new Request(url, { headers: held }))).status, 304)
assert.deepEqual(loads, ['stores'])

const invalidate = (headers: Record<string, string>) =>
  sync.fetch(
    new Request('http://127.0.0.1/api/sync/invalidate', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1', ...headers },
      body: JSON.stringify({ tags: ['stores'] }),
    }),
  )
assert.equal((await invalidate({})).ok, false)
assert.equal((await invalidate({ cookie: 'session=1' })).status, 200)
await getStores(new Request(url))
assert.deepEqual(loads, ['stores', 'stores'])
