/** Tells a `createSyncServer` of the server companion, or whatever speaks its `POST /invalidate`, by HTTP. */
import { checkDuration } from '../base/check'
import { systemClock, type Clock } from '../base/clock'
import { CodedError } from '../base/coded-error'
import { isRetryable, retryAfterOf, UnknownError } from '../errors'
import { parseTargets, type Target } from '../keys'
import { resolveRetry, type RetryOption } from '../schedule/backoff'
import { fetchFresh, type Transport } from '../transport'
import { pause } from '../transport/limited'

/** Options of {@link httpPropagate}. Durations are milliseconds. */
export interface HttpPropagateOptions {
  /** Header fields, or what answers them for each attempt (a token that is renewed). Default: none of our own. */
  readonly headers?: HeadersInit | (() => HeadersInit | Promise<HeadersInit>) | undefined
  /** Whether cookies go along. Default: as `fetch` does, to the same origin. */
  readonly credentials?: RequestCredentials | undefined
  /** Whether the request outlives the page, where the browser can and it is small enough. Default true. */
  readonly keepalive?: boolean | undefined
  /**
   * How often, and after what wait, a failed request is repeated: it does no harm to be told twice. The wait is never
   * shorter than the server's `Retry-After`. Default 5, which takes half a minute or so.
   */
  readonly retry?: RetryOption | undefined
  /** How long each attempt may take. Default 10 s. */
  readonly timeout?: number | undefined
  /** Sends the request. Default: the global `fetch`. */
  readonly transport?: Transport | undefined
  /** Source of time and timers. Default: the system's. */
  readonly clock?: Clock | undefined
}

/** What the server answers. */
export interface PropagateReport {
  /** How many cached answers became stale. */
  readonly invalidated: number
  /** Where the server's log stands after it. */
  readonly position: string
  /** What became of telling the CDN; null where there is none. */
  readonly purge: {
    /** Whether it was told. */
    readonly ok: boolean
    /** The status that it answered with. */
    readonly status?: number | undefined
    /** What it said. */
    readonly detail?: string | undefined
  } | null
}

/** Tells the server's cache; resolves with its report. */
export type HttpPropagate = (targets: readonly Target[]) => Promise<PropagateReport>

/** A request that outlives its page may have a body of 64 KiB at most, all of them together. */
const MOST_KEPT_ALIVE = 20_000

/**
 * The `propagate` option of a manager: POSTs what mutations invalidate to the server's cache, all of it in one request.
 * A CDN that the server could not tell counts as a failure, and is repeated like one.
 *
 * @example new DataSyncManager({ propagate: httpPropagate('/api/sync/invalidate') })
 *
 * @throws OptionError for bad options. The function it answers rejects with the errors of `fetchFresh`; with an
 *   UnknownError whose `cause` is the report, where the CDN was not told; with `no_propagate` for a predicate
 */
export function httpPropagate(url: string | URL, init: HttpPropagateOptions = {}): HttpPropagate {
  const { headers, keepalive = true, clock = systemClock, transport, credentials } = init
  const timeout = checkDuration('timeout', init.timeout ?? 10_000)
  const policy = resolveRetry(init.retry, 5)
  const label = 'telling the server’s cache'
  const attempt = async (body: string) => {
    const own = new Headers(typeof headers === 'function' ? await headers() : headers)
    own.set('content-type', 'application/json')
    const { data } = await fetchFresh<PropagateReport>(url, {
      method: 'POST',
      headers: own,
      body,
      keepalive: keepalive && body.length < MOST_KEPT_ALIVE,
      ...(credentials && { credentials }),
      retry: false,
      timeout,
      transport,
      clock,
    })
    if (data?.purge?.ok === false) throw new UnknownError(`${label}: its CDN was not told`, { cause: data })
    return data
  }
  return async (targets) => {
    const body = toWire(targets)
    for (let repetition = 1; ; repetition++) {
      try {
        return await attempt(body)
      } catch (error) {
        if (repetition > policy.limit || !isRetryable(error)) throw error
        const wait = Math.max(policy.delay(repetition, error), retryAfterOf(error) ?? 0)
        await pause({ clock, label }, wait)
      }
    }
  }
}

/** Canonical keys, tags and patterns; what there is none of is left out. */
function toWire(targets: readonly Target[]): string {
  const { keys, tags, patterns, predicate } = parseTargets(targets)
  if (predicate) throw new CodedError('no_propagate', 'A predicate cannot be told to the server')
  const some = <T>(list: readonly T[]) => (list.length > 0 ? list : undefined)
  return JSON.stringify({
    keys: some(keys),
    tags: some(tags),
    patterns: some(patterns.map(({ source }) => source)),
  })
}
