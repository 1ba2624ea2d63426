/** What is asked for: the caller's request with defaults applied, conditional or taken past every cache. */
import { checkDuration } from '../base/check'
import { systemClock } from '../base/clock'
import { safeUrl } from '../errors/safe-url'
import { cacheBust } from '../http/cache-bust'
import { addConditions, isConditional } from '../http/validators'
import { toVariant } from '../http/vary'
import { resolveRetry } from '../schedule/backoff'
import { toMark } from './body-mark'
import type { FetchFreshOptions } from './fetch-fresh-options'

/** A request, ready to be sent any number of times. */
export type FreshRequest = ReturnType<typeof toRequest>

/** Methods that may be sent twice (RFC 9110 section 9.2.2). */
const IDEMPOTENT = /^(GET|HEAD|OPTIONS|TRACE|PUT|DELETE)$/

/**
 * Sorts what is fetch's from what is ours, and applies defaults.
 * @throws OptionError
 */
export function toRequest(url: string, options: FetchFreshOptions) {
  // By name, and in one go: a fetcher's context may be given as it is, and has its signal as a getter.
  const {
    forceFresh,
    cacheBust: bust = forceFresh,
    previous,
    conditional = true,
    retry,
    timeout = 30_000,
    clock = systemClock,
    schema,
    transport,
    parse,
    signal,
    ...init
  } = options
  const method = (init.method ?? 'GET').toUpperCase()
  const isRead = /^(GET|HEAD)$/.test(method)
  const headers = new Headers(init.headers)
  if (forceFresh) {
    headers.set('cache-control', 'no-cache')
    init.cache = 'no-store'
  } else {
    // A browser's own cache does not tell the age of what it answers with; Node's fetch has none.
    if (isRead && globalThis.location) init.cache ??= 'no-cache'
    const mark = toMark(previous?.body)
    const isOther = mark && mark.variant !== toVariant(mark.headers, headers)
    if (conditional && isRead && !isOther && !isConditional(headers)) {
      addConditions(headers, previous?.validators)
    }
  }
  const parameter = bust === true ? '_t' : forceFresh && bust
  return {
    /** The URL for an attempt at that time, epoch milliseconds. */
    address: (now: number) => (parameter ? cacheBust(url, now, parameter) : url),
    init: { ...init, headers },
    /** What it is called in messages: method and URL, secrets cut. */
    label: `${method} ${safeUrl(url)}`,
    /** Whether it may be sent twice: a stream is used up by the first attempt. */
    repeatable: (IDEMPOTENT.test(method) || headers.has('idempotency-key')) && !isStream(init.body),
    policy: resolveRetry(retry, 2, (problem) => {
      throw problem
    }),
    timeout: checkDuration('timeout', timeout),
    forceFresh,
    previous,
    clock,
    schema,
    transport,
    parse,
    signal,
  }
}

function isStream(body: unknown): boolean {
  const object = Object(body) as object
  return 'getReader' in object || Symbol.asyncIterator in object
}
