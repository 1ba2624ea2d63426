/** Everything under `/api`: routing, counting, faults, origins, and one place where failures become answers. */
import { collections } from '../data/collections.ts'
import type { OpenRequest } from '../debug/request-log.ts'
import { applyFault } from '../faults/apply-fault.ts'
import { ApiError } from '../http/api-error.ts'
import { checkOrigin, preflight, withCors } from '../http/origin.ts'
import { createRouter } from '../http/router.ts'
import { collectionRoutes } from './collection-routes.ts'
import { debugRoutes, faultRoutes } from './demo-routes.ts'
import { overviewRoutes } from './overview-routes.ts'
import type { Services } from './services.ts'

/** What the API takes besides its services. */
export interface ApiOptions {
  /** Whether `/api/debug/*` is there. */
  debug: boolean
  /** Aborted when the app closes: delayed answers are given up. */
  closing: AbortSignal
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
    ...(options.debug ? debugRoutes(services) : {}),
  })

  async function answer(request: Request, url: URL, entry: OpenRequest | undefined): Promise<Response> {
    if (request.method === 'OPTIONS') return preflight()
    checkOrigin(request, url)
    const { name, handler, id } = route(request.method, url.pathname)
    entry?.route(name)
    const handle = async (received: Request) => handler({ request: received, url, id })
    const fault = url.pathname.startsWith('/api/admin/') ? services.faults.draw(request.method) : null
    if (fault === null) return handle(request)
    entry?.fault(fault.mode)
    return applyFault(fault, request, handle, options.closing)
  }

  return async (request, url) => {
    // Asking for the counters must not change them.
    const entry = url.pathname.startsWith('/api/debug/') ? undefined : services.log.begin(request.method, url)
    let response: Response
    try {
      response = await answer(request, url, entry)
    } catch (error) {
      response = toErrorAnswer(error, options.onError)
    }
    entry?.end(response.status)
    return response.type === 'error' ? response : withCors(request, url, response)
  }
}

function toErrorAnswer(error: unknown, onError: (error: unknown) => void): Response {
  if (error instanceof ApiError) return error.toResponse()
  onError(error)
  return new ApiError('internal', 'Something went wrong on the server.').toResponse()
}
