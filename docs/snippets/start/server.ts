import { createServer } from 'node:http'

const stores = [
  { id: 1, name: 'North' },
  { id: 2, name: 'South' },
]

createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  const [, id] = /^\/api\/stores(?:\/(\d+))?$/.exec(request.url ?? '') ?? []
  const store = stores.find((each) => String(each.id) === id)
  if (store && request.method === 'PUT') store.name = JSON.parse(body).name
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(store ?? stores))
}).listen(3000)
