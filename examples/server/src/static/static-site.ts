/** Serves a built page: hashed assets for ever, the page itself asked about every time. */
import { readFile } from 'node:fs/promises'
import { contentTypeOf } from './content-type.ts'
import { NOT_BUILT, NOT_FOUND } from './plain-pages.ts'
import { resolveFile, type FoundFile } from './resolve-file.ts'
import { securityHeaders } from './security-headers.ts'

/** Vite's hashed files: `assets/name-<8 characters>.js`. */
const HASHED = /\/assets\/[^/]+-[\w-]{8,}\.\w+$/

/**
 * What is in a build is public, and pages of others may embed it: a script tag with an integrity value is a request that
 * has to be allowed by name.
 */
const embeddable = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }

/** Answers a request for one site. */
export type SiteHandler = (request: Request, url: URL) => Promise<Response>

/** What a site is like. */
export interface SiteOptions {
  /** The address that it is below, with a slash at both ends. Default `/`. */
  prefix?: string
  /**
   * Whether every address without a file's ending is a view of its page, as in apps that keep their place in the path.
   * Default false: only the site's own address is.
   */
  views?: boolean
}

/** Builds the handler of the built page in a folder. */
export function createStaticSite(
  root: string,
  { prefix = '/', views = false }: SiteOptions = {},
): SiteHandler {
  return async (request, url) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return notAllowed()
    const pathname = url.pathname.slice(prefix.length - 1)
    const file = pathname === '/' ? undefined : await resolveFile(root, pathname)
    if (file !== undefined) return send(request, url, file)
    // An address without an ending may be a view of the page; one with an ending was meant to be a file.
    if (/\.[^/]*$/.test(pathname)) return text(404, 'There is no such file.\n')
    if (pathname !== '/' && !views) return notFound(request)
    const index = await resolveFile(root, '/index.html')
    return index === undefined ? html(503, NOT_BUILT) : send(request, url, index)
  }
}

/** The answer to what would change something. */
export function notAllowed(): Response {
  return text(405, 'Only GET and HEAD are allowed here.\n', { allow: 'GET, HEAD' })
}

/** The answer at an address that leads nowhere. */
export async function notFound({ method }: Request): Promise<Response> {
  return method === 'GET' || method === 'HEAD' ? html(404, NOT_FOUND) : notAllowed()
}

async function send(request: Request, url: URL, file: FoundFile): Promise<Response> {
  const hashed = HASHED.test(url.pathname)
  const headers: Record<string, string> = {
    ...headersOf(file.path, hashed ? 'public, max-age=31536000, immutable' : 'no-cache'),
    ...(hashed && embeddable),
    etag: `W/"${file.bytes.toString(36)}-${Math.trunc(file.modifiedAt).toString(36)}"`,
    'last-modified': new Date(file.modifiedAt).toUTCString(),
  }
  if (request.headers.get('if-none-match') === headers['etag'])
    return new Response(null, { status: 304, headers })
  return new Response(await readFile(file.path), { headers })
}

function html(status: number, page: string): Response {
  return new Response(page, { status, headers: headersOf('index.html', 'no-store') })
}

function text(status: number, message: string, more: Record<string, string> = {}): Response {
  return new Response(message, { status, headers: { ...headersOf('message.txt', 'no-store'), ...more } })
}

function headersOf(file: string, cacheControl: string): Record<string, string> {
  return { ...securityHeaders, 'content-type': contentTypeOf(file), 'cache-control': cacheControl }
}
