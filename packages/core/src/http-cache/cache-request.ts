/** A request as the cache sees it: where to, under which conditions, and what the transport is given. */
import type { CacheControl } from '../http/cache-control'
import { readRequestControl } from '../http/reuse'

/** A request, sorted. */
export interface CacheRequest {
  /** In upper case. */
  readonly method: string
  /** Absolute, without fragment. */
  readonly url: string
  readonly headers: Headers
  readonly mode: RequestCache
  readonly redirect: RequestRedirect
  readonly asked: CacheControl
  readonly signal: AbortSignal | undefined
  /** What the transport is given, as far as the cache changes nothing. */
  readonly address: string
  readonly init: RequestInit
}

/** Members that a Request hands on to `fetch`. */
const HANDED_ON = 'method credentials redirect mode referrer referrerPolicy integrity keepalive cache signal'

/** By which a client asks for changes of what it holds itself, or for a part. */
const CONDITION = /^(if-|range$)/

/** Whether what is held is the answer, however stale. */
export function isForced(mode: RequestCache): boolean {
  return mode === 'force-cache' || mode === 'only-if-cached'
}

/**
 * Sorts the arguments of `fetch`.
 * @throws (rejects with) TypeError where `fetch` would
 */
export async function toCacheRequest(
  input: string | URL | Request,
  given: RequestInit = {},
): Promise<CacheRequest> {
  const init: RequestInit & Record<string, unknown> = { ...given }
  // By shape: Requests of other frames, and of other implementations, are some too.
  const source = typeof input === 'object' && 'url' in input ? input : undefined
  const address = source ? source.url : String(input)
  if (source) {
    for (const name of HANDED_ON.split(' ') as (keyof Request & keyof RequestInit)[]) {
      if (init[name] === undefined) init[name as string] = source[name]
    }
  }
  const method = (init.method ?? 'GET').toUpperCase()
  if (source && init.body === undefined && !/^(GET|HEAD)$/.test(method))
    init.body = await source.arrayBuffer()
  const headers = new Headers(init.headers ?? source?.headers)
  // oxlint-disable-next-line no-restricted-properties -- a `<base>` moves what fetch resolves against
  const url = new URL(address, globalThis.document?.baseURI ?? globalThis.location?.href)
  url.hash = ''
  let mode = init.cache ?? 'default'
  // A client's own conditions are for the server to answer (Fetch standard, HTTP-network-or-cache fetch); so is
  // what this cache does not handle: parts, checksums, other schemes.
  const isOwn = !isForced(mode) && [...headers.keys()].some((name) => CONDITION.test(name))
  if (isOwn || init.integrity || !url.protocol.startsWith('http')) mode = 'no-store'
  return {
    method,
    url: url.href,
    headers,
    mode,
    redirect: init.redirect ?? 'follow',
    asked: readRequestControl(headers),
    signal: init.signal ?? undefined,
    address,
    init,
  }
}
