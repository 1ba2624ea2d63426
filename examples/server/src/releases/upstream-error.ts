/** Why the upstream could not be asked, in one word that the page has words for. */
import type { UpstreamReason } from './releases-api.ts'

/** Thrown by whatever asks the upstream. */
export class UpstreamError extends Error {
  readonly reason: UpstreamReason
  /** When it may be asked again at the earliest, epoch milliseconds; 0 where it said nothing of that. */
  readonly retryAt: number

  constructor(reason: UpstreamReason, message: string, options: { retryAt?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'UpstreamError'
    this.reason = reason
    this.retryAt = options.retryAt ?? 0
  }
}

/** Thrown in the place of a request that can wait: what is held was confirmed a moment ago, and the budget is short. */
export class NotYet extends Error {
  constructor() {
    super('What is held is recent enough for what is left of the budget.')
    this.name = 'NotYet'
  }
}
