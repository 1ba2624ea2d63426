/** Error answers: problem details (RFC 9457), the same shape from every route. */

/** What an error answer says. */
export interface Problem {
  /** HTTP status code. */
  readonly status: number
  /** Permanent identifier, for programs. */
  readonly code: string
  /** What went wrong and what is allowed, for people. */
  readonly detail: string
  /** Members beside the standard ones, such as the option's name. Default: none. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined
  /** Header fields beside the type, such as `Retry-After`. Default: none. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** What the statuses that this package answers with are called (RFC 9110 section 15). */
const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
}

/** A `Response` of the media type `application/problem+json` that no cache keeps. */
export function problem({ status, code, detail, extra, headers }: Problem): Response {
  const body = { ...extra, title: TITLES[status] ?? 'Error', status, code, detail }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'cache-control': 'no-store', 'content-type': 'application/problem+json', ...headers },
  })
}
