/** The latest slow requests, a bounded number of them, for whoever wants to know what was slow and when. */

/** One slow request. */
export interface SlowRequest {
  /** The route's name; never a URL. */
  readonly route: string
  /** In capitals. */
  readonly method: string
  /** Status of the answer; 0 where there was none. */
  readonly status: number
  /** In milliseconds. */
  readonly duration: number
  /** When it was answered, epoch milliseconds. */
  readonly at: number
  /** The sender's `User-Agent`, where the monitor was told to keep it. */
  readonly userAgent?: string | undefined
  /** The sender's address, where the monitor was told to keep it. */
  readonly address?: string | undefined
}

/** The latest slow requests. */
export interface SlowRequests {
  add(request: SlowRequest): void
  /** Latest first. */
  list(): readonly SlowRequest[]
}

const MAX = 50

/** Makes an empty list of at most 50. */
export function createSlowRequests(): SlowRequests {
  const kept: SlowRequest[] = []
  return {
    add(request) {
      kept.push(request)
      if (kept.length > MAX) kept.shift()
    },
    list: () => [...kept].reverse(),
  }
}
