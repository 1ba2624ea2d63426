/** What a page of another origin may send and read: the answer's half of CORS (Fetch standard section 3.3). */
import { checkDuration, OptionError } from '@freshline/core/shared'
import type { ConditionalRequest } from './policy'
import { addVary, joinNames } from './field-names'

/** Options of `withCors` and `preflight`. */
export interface CorsOptions {
  /** Who may read: `'*'` for everybody, origins such as `https://app.example`, or a function that decides. */
  readonly origins: '*' | readonly string[] | ((origin: string) => boolean)
  /** Whether cookies may come along; not with `'*'`. Default: false. */
  readonly credentials?: boolean | undefined
  /** Further answer fields that a page may read. Default: none beside those that the client reads. */
  readonly expose?: readonly string[] | undefined
  /** Methods that a preflight allows. Default: `GET, HEAD, POST, PUT, PATCH, DELETE`. */
  readonly methods?: readonly string[] | undefined
  /** Further request fields that a preflight allows, such as `Authorization`. Default: those that the client sends. */
  readonly allowHeaders?: readonly string[] | undefined
  /** How long a browser may remember a preflight, in milliseconds. Default: 10 min. */
  readonly maxAge?: number | undefined
}

/** All that the client reads. Some need no permission, and are named so that no one has to know which. */
const EXPOSED = [
  'ETag',
  'Last-Modified',
  'Age',
  'Date',
  'Expires',
  'Retry-After',
  'Vary',
  'Location',
  'Content-Location',
]

/** All that the client may send that makes a request a preflighted one. */
const ALLOWED = ['Content-Type', 'If-None-Match', 'If-Modified-Since', 'If-Match', 'Cache-Control', 'Pragma']

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/**
 * The answer, readable for pages of the origins that are allowed. Whatever the status: a 304, a 412 or a 429 that a page
 * may not read is a network error to it. `Vary: Origin` is there for every request, or a cache would give one page the
 * permission of another.
 * @throws OptionError for origins and names that are none
 */
export function withCors(request: ConditionalRequest, response: Response, options: CorsOptions): Response {
  const headers = new Headers(response.headers)
  allowOrigin(request, headers, options)
  if (headers.has('access-control-allow-origin')) {
    const held = headers.get('access-control-expose-headers')?.split(',') ?? []
    headers.set('access-control-expose-headers', joinNames('expose', [...EXPOSED, ...held], options.expose))
  }
  const { status, statusText, body } = response
  return new Response(body, { status, statusText, headers })
}

/**
 * The answer to a preflight, or `undefined` where the request is none.
 * @throws OptionError for origins, names and a time that are none
 */
export function preflight(request: ConditionalRequest, options: CorsOptions): Response | undefined {
  if (request.method !== 'OPTIONS' || request.headers.get('access-control-request-method') === null)
    return undefined
  const headers = new Headers()
  allowOrigin(request, headers, options)
  if (headers.has('access-control-allow-origin')) {
    const age = Math.floor(checkDuration('maxAge', options.maxAge ?? 600_000, true) / 1000)
    headers.set('access-control-allow-methods', joinNames('methods', [], options.methods ?? METHODS))
    headers.set('access-control-allow-headers', joinNames('allowHeaders', ALLOWED, options.allowHeaders))
    headers.set('access-control-max-age', String(age))
  }
  return new Response(null, { status: 204, headers })
}

function allowOrigin(
  request: ConditionalRequest,
  headers: Headers,
  { origins, credentials }: CorsOptions,
): void {
  if (origins === '*' && credentials) throw new OptionError('credentials', true, 'false where origins is *')
  const isAllowed = checkOrigins(origins)
  if (origins === '*') return headers.set('access-control-allow-origin', '*')
  addVary(headers, 'Origin')
  const origin = request.headers.get('origin')
  if (origin === null || !isAllowed(origin)) return
  headers.set('access-control-allow-origin', origin)
  if (credentials) headers.set('access-control-allow-credentials', 'true')
}

/**
 * The `origins` option as a function, for checking it where it enters.
 * @throws OptionError for what is no origin
 */
export function checkOrigins(origins: unknown): (origin: string) => boolean {
  if (origins === '*') return () => true
  if (typeof origins === 'function') return (origin) => origins(origin) === true
  if (!Array.isArray(origins))
    throw new OptionError('origins', origins, "'*', an array of origins, or a function")
  for (const origin of origins) {
    // A path, a slash at the end or a capital would never equal what a browser sends.
    if (typeof origin !== 'string' || !URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw new OptionError('origins', origin, 'scheme, host and port alone, such as https://app.example')
    }
  }
  return (origin) => origins.includes(origin)
}
