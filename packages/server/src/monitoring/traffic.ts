/** Requests counted by route: how many, how they ended, how long they took. Nothing of a request but that is kept. */
import { createBoundedLabels, type BoundedLabels } from './bounded-labels'
import { LatencySketch } from './latency-sketch'
import { createSlidingWindow, type SlidingWindow } from './sliding-window'

/** Upper bounds of the buckets that Prometheus collects, in seconds. */
export const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const

/** One answered request. */
export interface Handled {
  /** The route's name, such as `/stores/:id`; never a URL. */
  readonly route: string
  /** The request's method; those that HTTP does not know count as `OTHER`. */
  readonly method: string
  /** Status code of the answer; 0 where there was none. */
  readonly status: number
  /** Time from request to answer, in milliseconds. */
  readonly duration: number
}

/** What happened in a slice of time. */
export interface Recent {
  requests: number
  failures: number
  readonly latency: LatencySketch
}

/** The account of one route. */
export interface RouteAccount {
  /** Counts by `METHOD status`, since the start. */
  readonly outcomes: Map<string, number>
  /** Counts by the buckets of {@link DURATION_BUCKETS}, each alone, the last for all that took longer. */
  readonly buckets: number[]
  requests: number
  failures: number
  slow: number
  inProgress: number
  /** Time of all requests together, in milliseconds. */
  totalTime: number
  readonly recent: SlidingWindow<Recent>
}

/** Accounts of all routes, and of all together. */
export interface Traffic {
  readonly routes: BoundedLabels<RouteAccount>
  readonly recent: SlidingWindow<Recent>
  /** Notes that a request has begun; answers what is called with its end. */
  begin(route: string): (handled: Omit<Handled, 'route'>) => void
}

/** What traffic is counted with. */
export interface TrafficOptions {
  /** Most routes that are told apart. */
  readonly maxRoutes: number
  /** From when on a request counts as slow, in milliseconds. */
  readonly slowAfter: number
  /** The span of what counts as recent, in milliseconds. */
  readonly window: number
  /** Time that never goes back, in milliseconds. */
  readonly now: () => number
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY'])

/** A server that failed; a client's mistakes are not the server's errors. */
const isFailure = (status: number): boolean => status >= 500 || status === 0

/** Makes empty accounts. */
export function createTraffic({ maxRoutes, slowAfter, window, now }: TrafficOptions): Traffic {
  const slidingWindow = () =>
    createSlidingWindow<Recent>(window, now, () => ({
      requests: 0,
      failures: 0,
      latency: new LatencySketch(),
    }))
  const recent = slidingWindow()
  const routes = createBoundedLabels<RouteAccount>(maxRoutes, () => ({
    outcomes: new Map(),
    buckets: Array.from({ length: DURATION_BUCKETS.length + 1 }, () => 0),
    requests: 0,
    failures: 0,
    slow: 0,
    inProgress: 0,
    totalTime: 0,
    recent: slidingWindow(),
  }))
  return {
    routes,
    recent,
    begin(route) {
      const account = routes.of(route)
      account.inProgress++
      return ({ method, status, duration }) => {
        account.inProgress--
        const outcome = `${METHODS.has(method) ? method : 'OTHER'} ${toStatus(status)}`
        account.outcomes.set(outcome, (account.outcomes.get(outcome) ?? 0) + 1)
        const failures = Number(isFailure(status))
        account.requests++
        account.failures += failures
        account.slow += Number(duration >= slowAfter)
        account.totalTime += duration
        const found = DURATION_BUCKETS.findIndex((bound) => duration <= bound * 1_000)
        const place = found < 0 ? DURATION_BUCKETS.length : found
        account.buckets[place] = (account.buckets[place] ?? 0) + 1
        for (const slice of [recent.current(), account.recent.current()]) {
          slice.requests++
          slice.failures += failures
          slice.latency.add(duration)
        }
      }
    },
  }
}

/** Status codes are three digits (RFC 9110 section 15); whatever else a handler makes up is one label. */
function toStatus(status: number): number {
  return status >= 100 && status <= 599 ? Math.floor(status) : 0
}

/** What a window holds, as one account. */
export function sumRecent(window: SlidingWindow<Recent>): Recent {
  const sum = { requests: 0, failures: 0, latency: new LatencySketch() }
  for (const slice of window.all()) {
    sum.requests += slice.requests
    sum.failures += slice.failures
    sum.latency.merge(slice.latency)
  }
  return sum
}
