/**
 * Who may call from a browser: the page this server serves, and pages on this machine (a development server).
 * Others may not read answers, and their writes are refused before anything happens.
 */
import { ApiError } from './api-error.ts'

const LOCAL = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/

/** Throws 403 for a write from a foreign page. Requests without an Origin don't come from one. */
export function checkOrigin(request: Request, url: URL): void {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return
  const origin = request.headers.get('origin')
  if (origin === null || isAllowedOrigin(origin, url)) return
  throw new ApiError('forbidden_origin', 'Writes from other sites are refused.')
}

/** Adds the CORS headers that let a local development page read `response`. */
export function withCors(request: Request, url: URL, response: Response): Response {
  response.headers.append('vary', 'origin')
  const origin = request.headers.get('origin')
  if (origin === null || !isAllowedOrigin(origin, url)) return response
  response.headers.set('access-control-allow-origin', origin)
  response.headers.set('access-control-expose-headers', 'etag, retry-after, date, location')
  return response
}

/** Answers a preflight. */
export function preflight(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': 'content-type, if-match, if-none-match, cache-control, pragma, x-actor',
      'access-control-max-age': '600',
    },
  })
}

/** Whether pages of an origin may do what the page of this server may. */
export function isAllowedOrigin(origin: string, url: URL): boolean {
  return origin === url.origin || isLocalOrigin(origin)
}

/** Whether an origin is on this machine. */
export function isLocalOrigin(origin: string): boolean {
  return LOCAL.test(origin)
}
