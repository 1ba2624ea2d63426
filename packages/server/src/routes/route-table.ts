/** Which route a request is for. */
import { RequestError } from '../http/request-error'
import type { SyncAction } from '../limits/sync-limits'

/** A route. */
export interface SyncRoute {
  /** Its path below the base path. */
  readonly path: string
  /** What it is about. */
  readonly action: SyncAction
  /** Methods it answers, `HEAD` with `GET`. */
  readonly methods: readonly string[]
}

const READ = ['GET', 'HEAD']

const read = (path: string, action: SyncAction): SyncRoute => ({ path, action, methods: READ })
const write = (path: string, action: SyncAction): SyncRoute => ({ path, action, methods: ['POST'] })

const ROUTES = new Map(
  [
    write('/invalidate', 'invalidate'),
    read('/changes', 'changes'),
    write('/webhook', 'webhook'),
    read('/webhook/attempts', 'webhook'),
    ...['health', 'metrics', 'api-metrics', 'errors', 'status'].map((section) =>
      read(`/monitoring/${section}`, 'monitoring'),
    ),
  ].map((route) => [route.path, route]),
)

/**
 * The route of a path, or undefined; one slash at the end is the same route.
 * @param basePath without a slash at its end
 */
export function findRoute(pathname: string, basePath: string): SyncRoute | undefined {
  if (!pathname.startsWith(`${basePath}/`)) return undefined
  const path = pathname.slice(basePath.length)
  return ROUTES.get(path) ?? (path.endsWith('/') ? ROUTES.get(path.slice(0, -1)) : undefined)
}

/** @throws RequestError 405 with `Allow`, unless the route answers the method */
export function checkMethod({ methods }: SyncRoute, method: string): void {
  if (methods.includes(method)) return
  const allow = toAllow(methods)
  throw new RequestError({
    status: 405,
    code: 'method_not_allowed',
    detail: `The method is not allowed here, allowed: ${allow}.`,
    headers: { allow },
  })
}

/** The value of `Allow` (RFC 9110 section 10.2.1). */
export function toAllow(methods: readonly string[]): string {
  return [...methods, 'OPTIONS'].join(', ')
}
