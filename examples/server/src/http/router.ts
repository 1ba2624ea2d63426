/** Matches a method and a path to a route. Paths are plain segments; `:id` takes a whole number from 1. */
import { ApiError } from './api-error.ts'

/** What a handler is given. */
export interface RouteInput {
  request: Request
  url: URL
  /** The number at `:id`, 0 where the path has none. */
  id: number
}

/** Answers one request. */
export type RouteHandler = (input: RouteInput) => Response | Promise<Response>

/** Handlers by `METHOD /path/:id`. */
export type Routes = Record<string, RouteHandler>

/** What matched. */
export interface RouteMatch {
  /** `METHOD /path/:id`, for counting. */
  name: string
  handler: RouteHandler
  id: number
}

/** Builds the matcher; it throws 404, 405 (with `Allow`) or 400. */
export function createRouter(routes: Routes): (method: string, path: string) => RouteMatch {
  const byShape = new Map<string, Map<string, { name: string; handler: RouteHandler }>>()
  for (const [name, handler] of Object.entries(routes)) {
    const [method = '', path = ''] = name.split(' ')
    const methods = byShape.get(path) ?? new Map<string, { name: string; handler: RouteHandler }>()
    byShape.set(path, methods.set(method, { name, handler }))
  }
  return (method, path) => {
    const exact = byShape.get(path)
    const slash = path.lastIndexOf('/')
    const methods = exact ?? byShape.get(`${path.slice(0, slash)}/:id`)
    if (methods === undefined) throw new ApiError('not_found', 'There is nothing at this address.')
    // A HEAD is answered as the GET it asks about; the body is cut where answers leave.
    const found = methods.get(method === 'HEAD' ? 'GET' : method)
    if (found === undefined) throw notAllowed([...methods.keys()])
    return { ...found, id: exact === undefined ? parseId(path.slice(slash + 1)) : 0 }
  }
}

function notAllowed(methods: string[]): ApiError {
  const allow = methods.includes('GET') ? ['HEAD', ...methods] : methods
  return new ApiError('method_not_allowed', `Use ${allow.join(', ')} here.`, {
    headers: { allow: allow.join(', ') },
  })
}

function parseId(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) {
    throw new ApiError('invalid_path', 'The id in the address must be a whole number from 1.')
  }
  return Number(text)
}
