// Node, CommonJS: every entry point of every package can be required, and the adapter's core is the program's:
// a manager is nothing to a second copy.
const assert = require('node:assert/strict')
const { once } = require('node:events')
const { createServer } = require('node:http')
const { DataSyncManager, httpResource } = require('@freshline/core')
const { conditional, toNodeHandler } = require('@freshline/server')
const { createSyncStore } = require('@freshline/vanilla')
const { dependencies } = require('./package.json')

for (const name of Object.keys(dependencies).filter((each) => each.startsWith('@freshline/'))) {
  const { exports } = require(`${name}/package.json`)
  for (const entry of Object.keys(exports).filter((each) => each !== './package.json')) {
    assert.notDeepEqual(Object.keys(require(name + entry.slice(1))), [], `${name} ${entry} has exports`)
  }
}

async function main() {
  const server = createServer(toNodeHandler((request) => conditional(request, ['Bakery'])))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const manager = new DataSyncManager()
  const url = `http://127.0.0.1:${server.address().port}/stores`
  const store = createSyncStore(httpResource(url, { key: 'stores' }), { manager })
  const data = await new Promise((resolve, reject) => {
    store.subscribe((snapshot) =>
      snapshot.data ? resolve(snapshot.data) : snapshot.error && reject(snapshot.error),
    )
  })
  assert.deepEqual(data, ['Bakery'])
  manager.dispose()
  server.close()
  server.closeAllConnections()
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
