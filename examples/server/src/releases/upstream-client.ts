/** Asks the upstream, on condition where something is held, and makes one kind of error of whatever goes wrong. */
import { retryAfterOf, readBudget } from './budget.ts'
import { readReleases, type KeptRelease } from './upstream-answer.ts'
import { UpstreamError } from './upstream-error.ts'
import type { UpstreamGate } from './upstream-gate.ts'

/** Sends a request to the upstream; rejects where there is no connection. */
export type UpstreamFetch = (request: Request) => Promise<Response>

/** What is kept of an answer. */
export interface KeptReleases {
  /** `null` where the answer had none: the next request is then unconditional. */
  etag: string | null
  releases: KeptRelease[]
}

/** What a client is made of. */
export interface UpstreamClientParts {
  /** Base address. */
  url: string
  fetch: UpstreamFetch
  gate: UpstreamGate
  /** How long an answer may take, in milliseconds. */
  timeout: number
  now: () => number
}

/** Who we say we are: the upstream counts by it. */
export const USER_AGENT = 'keyring-portal'

const LIST = '/repos/keyring/agent/releases?per_page=8'

/** The client of one upstream. */
export class UpstreamClient {
  readonly #parts: UpstreamClientParts

  constructor(parts: UpstreamClientParts) {
    this.#parts = parts
  }

  /** The releases; `previous` itself where nothing has changed. Throws `UpstreamError`. */
  async list(previous: KeptReleases | undefined, signal: AbortSignal): Promise<KeptReleases> {
    const { gate, now } = this.#parts
    const etag = previous?.etag ?? null
    const late = AbortSignal.timeout(this.#parts.timeout)
    const headers = { accept: 'application/json', ...(etag !== null && { 'if-none-match': etag }) }
    gate.sent(this.#parts.now())
    try {
      const response = await this.send(LIST, { headers, signal: AbortSignal.any([signal, late]) })
      gate.heard(response.headers, response.status, now())
      const kept = await this.#read(response, previous)
      gate.succeeded()
      return kept
    } catch (error) {
      // Nobody waits any more: that says nothing of the upstream.
      if (signal.aborted) throw error
      const failure = late.aborted ? this.#toLate(error) : toUpstreamError(error)
      gate.failed(failure, now())
      throw failure
    }
  }

  /** Sends a request to a path, under the client's name. */
  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const { url, fetch, timeout } = this.#parts
    const signal = init.signal ?? AbortSignal.timeout(timeout)
    const headers = new Headers(init.headers)
    headers.set('user-agent', USER_AGENT)
    const request = new Request(new URL(path, url), { ...init, headers, signal })
    // Listened to here as well: what stands behind `fetch` may not look at signals.
    return Promise.race([fetch(request), over(signal)])
  }

  #toLate(cause: unknown): UpstreamError {
    return new UpstreamError('timeout', `The upstream took longer than ${this.#parts.timeout} ms.`, { cause })
  }

  async #read(response: Response, previous: KeptReleases | undefined): Promise<KeptReleases> {
    const { status, headers } = response
    const now = this.#parts.now()
    if (status === 304) {
      if (previous !== undefined) return previous
      throw new UpstreamError('garbage', 'The upstream says that nothing has changed, and nothing is held.')
    }
    const retryAt = retryAfterOf(headers, now)
    const budget = readBudget(headers, now)
    if (status === 429 || (status === 403 && (budget?.remaining === 0 || retryAt !== undefined))) {
      const until = retryAt ?? budget?.resetsAt ?? now + 60_000
      throw new UpstreamError('rate_limited', 'The upstream asked for a pause.', { retryAt: until })
    }
    if (!response.ok) {
      throw new UpstreamError(
        'failed',
        `The upstream answered ${status}.`,
        retryAt === undefined ? {} : { retryAt },
      )
    }
    return { etag: headers.get('etag'), releases: await readReleases(response) }
  }
}

/** Rejects when the time is over. */
function over(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = () => reject(signal.reason as Error)
    if (signal.aborted) fail()
    else signal.addEventListener('abort', fail, { once: true })
  })
}

function toUpstreamError(error: unknown): UpstreamError {
  if (error instanceof UpstreamError) return error
  return new UpstreamError('unreachable', 'The upstream could not be reached.', { cause: error })
}
