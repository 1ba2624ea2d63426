/** Whole responses as what is kept: their head as text, their body as bytes, and back. */
import { ageOf, varyNames, type Storable } from './storable'

/** Between two machines, not about the answer (RFC 9110 section 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Statuses whose answers have no body. */
const BODILESS = new Set([101, 103, 204, 205, 304])

/** The head of a kept answer. */
export interface KeptHead {
  readonly status: number
  readonly statusText: string
  readonly headers: readonly (readonly [string, string])[]
  /** Its `Age` when it was kept, in ms. */
  readonly age: number
  /** Which header fields of the request it was chosen by, and what they said. */
  readonly vary: readonly string[]
  readonly variant: string
  /** Requests with `Authorization` may have it. */
  readonly isForAll: boolean
}

/** The head of an answer, made now, to a request with these headers. */
export function toKeptHead(response: Response, asked: Headers, isForAll: boolean, now: number): KeptHead {
  const vary = varyNames(response.headers)
  const listed = (response.headers.get('connection') ?? '').toLowerCase().split(',')
  const own = new Set(listed.map((name) => name.trim()))
  const headers: [string, string][] = []
  response.headers.forEach((value, name) => {
    if (!HOP_BY_HOP.has(name) && !own.has(name)) headers.push([name, value])
  })
  // RFC 9110 section 6.6.1: dated when it is sent on, it would be young by its date and old by its `Age`.
  if (!response.headers.has('date')) headers.push(['date', new Date(now).toUTCString()])
  return {
    status: response.status,
    statusText: response.statusText,
    headers,
    age: ageOf(response.headers),
    vary,
    variant: toVariant(vary, asked),
    isForAll,
  }
}

/** What a request says in the fields that an answer varies by, as one text. */
export function toVariant(vary: readonly string[], asked: Headers): string {
  return JSON.stringify(vary.map((name) => [name, asked.get(name)?.trim() ?? null]))
}

/** A response of what was kept. */
export function toResponse(
  { status, statusText, headers: fields, age }: KeptHead,
  body: Uint8Array,
  { residence, isStale }: { readonly residence: number | undefined; readonly isStale: boolean },
): Response {
  const headers = new Headers()
  for (const [name, value] of fields) headers.append(name, value)
  // How long it lay here is only said of what lay here.
  if (residence !== undefined) headers.set('age', `${Math.floor((age + Math.max(0, residence)) / 1000)}`)
  if (isStale) {
    // Nobody further down may take it for fresh, whatever it said of itself when it was.
    for (const name of ['expires', 'surrogate-control', 'cdn-cache-control']) headers.delete(name)
    headers.set('cache-control', 'no-store')
  }
  const content = BODILESS.has(status) ? null : (body as Uint8Array<ArrayBuffer>)
  return new Response(content, { status, statusText, headers })
}

/** How long an answer may be used, for the cache. */
export function toLifetimes(
  storable: Storable,
  plan: { readonly ttl: number; readonly isTtlGiven: boolean },
) {
  const { lifetime, staleIfError, isStrict } = storable
  const own = plan.isTtlGiven ? Math.min(plan.ttl, lifetime ?? plan.ttl) : (lifetime ?? plan.ttl)
  return {
    ttl: own,
    staleIfError: isStrict ? 0 : staleIfError,
    staleWhileRevalidate: isStrict ? 0 : undefined,
  }
}
