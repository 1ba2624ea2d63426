// What a project's page talks to: its built files, and a list of stores that can be read (with an ETag) and added to.
// The pages get a strict policy with trusted types, where the framework itself can live with them (Vue 3.4 cannot).
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"
const trusted = "require-trusted-types-for 'script'"

/**
 * Serves a folder on a free port; answers its address, the list's statuses so far, and how to end it. `policy: false`
 * is for a page with a script in it, `trustedTypes: false` for a framework that cannot live with them.
 */
export async function serveFolder(folder, { policy: isStrict = true, trustedTypes = true }) {
  const csp = [...(isStrict ? [policy] : []), ...(isStrict && trustedTypes ? [trusted] : [])].join('; ')
  const names = ['Bakery', 'Florist']
  const statuses = []
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost')
    if (pathname === '/api/stores' && request.method === 'POST') {
      const { name } = JSON.parse(await textOf(request))
      names.push(name)
      return json(request, response, { name }, 201)
    }
    if (pathname === '/api/stores') statuses.push(json(request, response, names))
    else if (pathname === '/favicon.ico') response.writeHead(204).end()
    else if (pathname === '/api/stats') json(request, response, { users: 3 })
    else await file(folder, pathname, response, csp)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    statuses,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function json(request, response, body, status = 200) {
  const text = JSON.stringify(body)
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`
  const held = request.headers['if-none-match'] === etag
  const headers = { 'content-type': 'application/json', etag, 'cache-control': 'no-cache' }
  response.writeHead(held ? 304 : status, headers).end(held ? undefined : text)
  return held ? 304 : status
}

async function file(folder, pathname, response, csp) {
  const path = join(folder, normalize(pathname === '/' ? '/index.html' : pathname))
  try {
    const body = await readFile(path)
    const type = `${types[extname(path)] ?? 'application/octet-stream'}; charset=utf-8`
    response
      .writeHead(200, { 'content-type': type, ...(csp && { 'content-security-policy': csp }) })
      .end(body)
  } catch {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found')
  }
}

async function textOf(request) {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  return text
}
