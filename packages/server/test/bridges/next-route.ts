/** A route handler module as Next has it: one function for each method, called with a subclass of Request. */
import { createEndpoint } from './endpoint'

/** What Next passes: a Request with members of its own. */
export class NextLikeRequest extends Request {
  /** The parsed address. */
  readonly nextUrl: URL

  constructor(request: Request) {
    const { method, headers, body, signal } = request
    // `duplex` is not in TypeScript's RequestInit; Node asks for it wherever the body is a stream.
    super(request.url, { method, headers, body, signal, ...(body && { duplex: 'half' }) } as RequestInit)
    this.nextUrl = new URL(request.url)
  }
}

type Method = (request: NextLikeRequest) => Promise<Response>

/** The module of a route: `export const GET = …` and so on. */
export function createRoute(): { GET: Method; PUT: Method; OPTIONS: Method } {
  const handler = createEndpoint()
  return { GET: handler, PUT: handler, OPTIONS: handler }
}

/** What Next does with it: a HEAD goes to `GET`. */
export function callRoute(route: Record<string, Method>, request: Request): Promise<Response> {
  const method = route[request.method === 'HEAD' ? 'GET' : request.method]
  return method ? method(new NextLikeRequest(request)) : Promise.resolve(new Response(null, { status: 405 }))
}
