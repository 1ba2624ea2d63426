/** Everything under `/api`: routing, counting, faults, origins, and one place where failures become answers. */
import type { Monitor } from '@freshline/server'
import { consentRoutes, type ConsentOptions } from '../consent/consent-routes.ts'
import { isOpenPath, openPreflight, openToAll } from '../consent/open-answer.ts'
import { collections } from '../data/collections.ts'
import type { OpenRequest } from '../debug/request-log.ts'
import { applyFault } from '../faults/apply-fault.ts'
import { ApiError } from '../http/api-error.ts'
import { checkOrigin, preflight, withCors } from '../http/origin.ts'
import { createRouter } from '../http/router.ts'
import { licenseRoutes, type LicenseOptions } from '../licenses/license-routes.ts'
import { demoReleaseRoutes } from '../releases/demo-release-routes.ts'
import { releaseRoutes } from '../releases/release-routes.ts'
import { collectionRoutes } from './collection-routes.ts'
import { debugRoutes, faultRoutes, placesRoutes } from './demo-routes.ts'
import { overviewRoutes } from './overview-routes.ts'
import type { Services } from './services.ts'

/** What the monitoring counts; the companion's own routes count by themselves. */
const COUNTED = /^\/api\/(admin|releases|validate-license)(\/|$)/

/** What the API takes besides its services. */
export interface ApiOptions {
  /** Whether `/api/debug/*` is there. */
  debug: boolean
  /** Aborted when the app closes: delayed answers are given up. */
  closing: AbortSignal
  /** How the consent banner is published. */
  consent: ConsentOptions
  /** How many license checks one client may make. */
  licenses: LicenseOptions
  /** Told of failures that are nobody's fault but ours. */
  onError: (error: unknown) => void
}

/** Builds the handler of `/api/*`. */
export function createApi(
  services: Services,
  options: ApiOptions,
): (request: Request, url: URL) => Promise<Response> {
  const route = createRouter({
    ...overviewRoutes(services),
    ...Object.assign({}, ...collections.map((collection) => collectionRoutes(services, collection))),
    ...faultRoutes(services),
    ...placesRoutes(services),
    ...releaseRoutes(services.releases),
    ...licenseRoutes(services, options.licenses),
    ...(options.debug ? { ...debugRoutes(services), ...demoReleaseRoutes(services.releases) } : {}),
  })

  const routeConsent = consentRoutes(services, options.consent)
  const watch = createWatch(services.monitor)

  async function answer(request: Request, url: URL, entry: OpenRequest | undefined): Promise<Response> {
    const { faults, sync } = services
    const fault = faults.draw(request.method, url.pathname)
    if (fault !== null) entry?.fault(fault.mode)
    if (url.pathname.startsWith('/api/sync/')) {
      // It counts by itself, and looks at origins by itself.
      entry?.route(`${request.method} ${url.pathname.split('/', 4).join('/')}`)
      return fault === null
        ? sync.fetch(request)
        : applyFault(fault, request, (received) => sync.fetch(received), options.closing)
    }
    const isOpen = isOpenPath(url.pathname)
    if (request.method === 'OPTIONS') return (isOpen && openPreflight(request)) || preflight()
    if (!isOpen) checkOrigin(request, url)
    const found = routeConsent(request.method, url.pathname) ?? route(request.method, url.pathname)
    const { name, handler, id } = found
    entry?.route(name)
    const handle = async (received: Request) => {
      const response = await handler({ request: received, url, id })
      // Told before it is answered: whoever reads next, here or elsewhere, reads what was written.
      if (!isRead(received)) await services.publisher.publish()
      return response
    }
    if (!COUNTED.test(url.pathname)) return handle(request)
    return watch(name, request, () =>
      answerSafely(name, () =>
        fault === null ? handle(request) : applyFault(fault, request, handle, options.closing),
      ),
    )
  }

  /** Failures as answers; those that are ours are counted by what they are. */
  async function answerSafely(name: string | undefined, work: () => Promise<Response>): Promise<Response> {
    try {
      return await work()
    } catch (error) {
      const response = toErrorAnswer(error, options.onError)
      if (response.status >= 500 && !options.closing.aborted)
        services.monitor.recordError(error, { route: name })
      return response
    }
  }

  return async (request, url) => {
    // Asking for the counters must not change them.
    const isWatched = !/^\/api\/(debug|sync\/monitoring)\//.test(url.pathname)
    const entry = isWatched ? services.log.begin(request.method, url) : undefined
    const response = await answerSafely(undefined, () => answer(request, url, entry))
    entry?.end(response.status)
    if (response.type === 'error') return response
    return isOpenPath(url.pathname) ? openToAll(request, response) : withCors(request, url, response)
  }
}

/** Counts requests by the name of their route. */
function createWatch(monitor: Monitor) {
  const known = new Map<string, (request: Request, work: () => Promise<Response>) => Promise<Response>>()
  return (name: string, request: Request, work: () => Promise<Response>): Promise<Response> => {
    const watched =
      known.get(name) ?? monitor.wrap((_request, run: () => Promise<Response>) => run(), { route: name })
    known.set(name, watched)
    return watched(request, work)
  }
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD'
}

function toErrorAnswer(error: unknown, onError: (error: unknown) => void): Response {
  if (error instanceof ApiError) return error.toResponse()
  onError(error)
  return new ApiError('internal', 'Something went wrong on the server.').toResponse()
}
