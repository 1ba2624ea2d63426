/** Puts a fetch handler on Node's `http`, through srvx, which is loaded at the first request. */
import { problem } from '../http/problem'

/** A handler in the shape of `fetch`. */
export type FetchHandler = (request: Request) => Response | Promise<Response>

/* oxlint-disable typescript/consistent-type-imports -- no file of the library imports `node:` at its top */

/** What `http.createServer`, Express and Connect call. */
export type NodeHandler = (
  request: import('node:http').IncomingMessage,
  response: import('node:http').ServerResponse,
) => void

/* oxlint-enable typescript/consistent-type-imports */

/** Options of `toNodeHandler`. */
export interface NodeHandlerOptions {
  /**
   * Told what went wrong: the handler threw, answered no `Response`, or its body broke off. Not told of clients that
   * went away. Default: `console.error`.
   */
  readonly onError?: ((error: unknown) => void) | undefined
  /**
   * Whose `X-Forwarded-Proto`, `-Host` and `-For` make up `request.url`: `true` for any sender's, `'loopback'` for
   * those of this machine, or addresses of proxies. Any client can send them. Default: nobody's.
   */
  readonly trustProxy?: boolean | 'loopback' | string[] | undefined
}

type Bridge = (...message: Parameters<NodeHandler>) => unknown

/**
 * The handler for Node's `http`, Express 5 and whatever else calls with `(req, res)`. Bodies stream both ways;
 * `request.signal` aborts when the client goes away. A failure is answered with 500 as problem details, where nothing was
 * sent yet, and cuts the answer off where something was; it is reported, and never an unhandled rejection. In Express,
 * mount it before body parsers; below a mount path the handler sees what follows it, as all middleware does.
 */
export function toNodeHandler(handler: FetchHandler, options: NodeHandlerOptions = {}): NodeHandler {
  const report = toReporter(options.onError)
  let bridge: Promise<Bridge> | undefined
  const load = async (): Promise<Bridge> => {
    const { toNodeHandler: convert } = await import('srvx/node')
    const safe = (request: Request) => answer(handler, request, report)
    return convert(safe, { trustProxy: options.trustProxy ?? false }) as Bridge
  }
  return (request, response) => {
    // A body that breaks off destroys the answer with its error; a client that goes away does so without one.
    response.once('close', () => {
      if (response.errored) report(response.errored)
    })
    endDataWithDestroy(request)
    bridge ??= load()
    bridge
      .then((handle) => handle(request, response))
      .catch((error: unknown) => {
        // Not kept, so that the next request tries again.
        bridge = undefined
        report(error)
        fail(response)
      })
  }
}

async function answer(
  handler: FetchHandler,
  request: Request,
  report: (error: unknown) => void,
): Promise<Response> {
  try {
    const response: unknown = await handler(request)
    if (isResponse(response)) return response
    throw new TypeError(`The handler answered ${String(response)} to ${request.method}, not a Response`)
  } catch (error) {
    // A client that went away ends what was done for it: that is no failure of the handler.
    if (!request.signal.aborted) report(error)
    return problem({
      status: 500,
      code: 'internal',
      detail: 'The server failed to answer; the failure was reported.',
    })
  }
}

/** By its members: frameworks answer with classes of their own. The status of `Response.error()` is 0. */
function isResponse(value: unknown): value is Response {
  return (
    typeof value === 'object' && value !== null && 'headers' in value && Number(Object(value).status) >= 200
  )
}

/**
 * A reader that cancels a body destroys the request, and Node's adapter to web streams throws, where nobody can catch
 * it, when bytes that had arrived before are handed out after that: any client could end the process. Nobody wants
 * data of a destroyed request.
 */
function endDataWithDestroy(request: Parameters<NodeHandler>[0]): void {
  const destroy = request.destroy.bind(request)
  request.destroy = (error) => {
    request.removeAllListeners('data')
    return destroy(error)
  }
}

/** The last resort, without the bridge. */
function fail(response: Parameters<NodeHandler>[1]): void {
  if (response.headersSent) return void response.destroy()
  response.statusCode = 500
  response.end()
}

/** A reporter that fails harms nobody. */
function toReporter(onError: NodeHandlerOptions['onError']): (error: unknown) => void {
  return (error) => {
    try {
      if (onError) onError(error)
      else console.error('[Freshline] The server failed to answer.', error)
    } catch (failure) {
      console.error('[Freshline] onError threw.', failure)
    }
  }
}
