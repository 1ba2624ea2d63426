/** A resource that lives at a URL: its fetcher is `fetchFresh`, with validators carried along. */
import { check, TEXT } from '../base/check'
import type { Fetcher } from '../base/fetch-context'
import type { Key } from '../keys'
import { fetchFresh } from './fetch-fresh'
import type { FetchFreshOptions } from './fetch-fresh-options'

/** What `httpResource` takes beside the options of every resource, which it hands on. */
export interface HttpResourceOptions<T = unknown> extends Pick<
  FetchFreshOptions<T>,
  'cacheBust' | 'conditional' | 'schema' | 'transport' | 'parse' | 'clock'
> {
  /** The key. Default: the URL as written, a `*` in it escaped. The cache-busting parameter is never part of it. */
  readonly key?: Key | undefined
  /** What automatic requests are grouped by. Default: the URL's origin; `undefined` where it has none. */
  readonly origin?: string | undefined
  /** What `fetch` is given: headers, credentials and so on. The signal is the manager's. Default: nothing. */
  readonly request?: Omit<RequestInit, 'signal'> | undefined
}

/** What `httpResource` makes: a plain resource object. */
export interface HttpResource<T> {
  readonly key: Key
  readonly fetcher: Fetcher<T>
  readonly origin: string | undefined
}

/**
 * Describes a resource by its URL. Repeating and timing out are left to whoever runs it; `schema` is checked here,
 * before unchanged parts are told, and is not handed on.
 * @throws OptionError for no `url`
 * @example dataSyncManager.register(httpResource<Store[]>('/api/stores', { interval: 15_000, ttl: 'http' }))
 */
export function httpResource<T = unknown, Rest extends object = Record<string, unknown>>(
  url: string | URL,
  options: HttpResourceOptions<T> & Rest = {} as Rest,
): HttpResource<T> & Omit<Rest, keyof HttpResourceOptions> {
  const { key, origin, request, cacheBust, conditional, schema, transport, parse, clock, ...rest } = options
  const address = check('url', url && String(url), TEXT)
  const fixed = {
    ...request,
    cacheBust,
    conditional,
    schema,
    transport,
    parse,
    retry: 0,
    timeout: Infinity,
  }
  return {
    ...rest,
    key: key ?? escapeStars(address),
    origin: origin ?? originOf(address),
    fetcher: ({ forceFresh, previous, signal, clock: own }) =>
      fetchFresh<T>(address, { ...fixed, forceFresh, previous, signal, clock: clock ?? own }),
  }
}

/** A bare `*` would make the key a pattern; one that is escaped already stays as it is. */
function escapeStars(text: string): string {
  return text.replace(/\\[^]|\*/g, (found) => (found === '*' ? '\\*' : found))
}

function originOf(url: string): string | undefined {
  const page = globalThis.location?.href
  return URL.canParse(url, page) ? new URL(url, page).origin : undefined
}
