// Node, ES modules: every entry point of every package loads, and a manager and a server talk over HTTP.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { DataSyncManager, httpResource } from '@freshline/core'
import { conditional, createResponseCache, toNodeHandler } from '@freshline/server'

const require = createRequire(import.meta.url)
const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))
for (const name of Object.keys(dependencies).filter((each) => each.startsWith('@freshline/'))) {
  const { exports } = require(`${name}/package.json`)
  for (const entry of Object.keys(exports).filter((each) => each !== './package.json')) {
    const path = name + entry.slice(1)
    const imported = Object.keys(await import(path))
    const required = Object.keys(require(path))
    assert.deepEqual(imported.toSorted(), required.toSorted(), `${path} offers one set of names`)
  }
}

const statuses = []
const cache = createResponseCache({ ttl: 60_000 })
const handler = async (request) => {
  const { data } = await cache.load('stores', async () => ['Bakery'])
  const response = await conditional(request, data)
  statuses.push(response.status)
  return response
}
const server = createServer(toNodeHandler(handler)).listen(0, '127.0.0.1')
await once(server, 'listening')

const manager = new DataSyncManager()
const url = `http://127.0.0.1:${server.address().port}/stores`
const registration = manager.register(httpResource(url, { key: 'stores' }))
const first = await registration.refresh()
const second = await registration.refresh()
assert.deepEqual(first.data, ['Bakery'])
assert.equal(second.data, first.data, 'an unchanged answer keeps the object')
assert.deepEqual(statuses, [200, 304])

// Nothing below keeps the process alive: it has to end by itself.
manager.dispose()
server.close()
server.closeAllConnections()
