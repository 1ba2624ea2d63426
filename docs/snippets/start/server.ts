import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'

const stores = [
  { id: 1, name: 'North' },
  { id: 2, name: 'South' },
]

createServer(async (request, response) => {
  const { name } = Object(await json(request).catch(() => undefined))
  const [, id] = /^\/api\/stores(?:\/(\d+))?(?:\?|$)/.exec(request.url ?? '') ?? []
  const store = stores.find((each) => String(each.id) === id)
  if (store && name && request.method === 'PUT') store.name = name
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(store ?? stores))
}).listen(3000)
