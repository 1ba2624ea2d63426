/** Serves a built single-page app: hashed assets for ever, the page itself asked about every time. */
import { readFile } from 'node:fs/promises'
import { contentTypeOf } from './content-type.ts'
import { resolveFile, type FoundFile } from './resolve-file.ts'
import { securityHeaders } from './security-headers.ts'

/** Vite's hashed files: `assets/name-<8 characters>.js`. */
const HASHED = /\/assets\/[^/]+-[\w-]{8,}\.\w+$/

const NOT_BUILT = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Freshline example server</title></head>
  <body>
    <h1>The dashboard is not built yet</h1>
    <p>The server is running; its API is at <a href="/api/admin/stats">/api/admin/stats</a>.</p>
    <p>To build the dashboard and serve it here, run this at the root of the repository:</p>
    <pre>npm run demo</pre>
    <p>To build it alone, and then reload this page:</p>
    <pre>pnpm --filter @freshline/example-admin-dashboard build</pre>
  </body>
</html>
`

/** Builds the handler for everything that is not the API. */
export function createStaticSite(root: string): (request: Request, url: URL) => Promise<Response> {
  return async (request, url) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return text(405, 'Only GET and HEAD are allowed here.\n', { allow: 'GET, HEAD' })
    }
    const file = url.pathname === '/' ? undefined : await resolveFile(root, url.pathname)
    if (file !== undefined) return send(request, url, file)
    // An address without an ending is a view of the page; one with an ending was meant to be a file.
    if (/\.[^/]*$/.test(url.pathname)) return text(404, 'There is no such file.\n')
    const index = await resolveFile(root, '/index.html')
    if (index !== undefined) return send(request, url, index)
    return new Response(NOT_BUILT, { status: 503, headers: headersOf('index.html', 'no-store') })
  }
}

async function send(request: Request, url: URL, file: FoundFile): Promise<Response> {
  const hashed = HASHED.test(url.pathname)
  const headers: Record<string, string> = {
    ...headersOf(file.path, hashed ? 'public, max-age=31536000, immutable' : 'no-cache'),
    etag: `W/"${file.bytes.toString(36)}-${Math.trunc(file.modifiedAt).toString(36)}"`,
    'last-modified': new Date(file.modifiedAt).toUTCString(),
  }
  if (request.headers.get('if-none-match') === headers['etag'])
    return new Response(null, { status: 304, headers })
  return new Response(await readFile(file.path), { headers })
}

function text(status: number, message: string, more: Record<string, string> = {}): Response {
  return new Response(message, { status, headers: { ...headersOf('message.txt', 'no-store'), ...more } })
}

function headersOf(file: string, cacheControl: string): Record<string, string> {
  return { ...securityHeaders, 'content-type': contentTypeOf(file), 'cache-control': cacheControl }
}
