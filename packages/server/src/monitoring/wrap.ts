/** Watches a handler without changing what it does. */
import type { MonitorParts } from './monitor-parts'
import { redact } from './redact'

/** How a watched handler's requests are named. */
export interface WrapOptions {
  /**
   * The route's name, such as `/stores/:id`, or a function that names it. Never the URL itself: there are as many as
   * visitors like. What is longer than 120 UTF-16 units is cut, control characters are left out.
   */
  readonly route: string | ((request: Request) => string)
}

/**
 * Answers a handler that does the same and is watched. The time ends with the answer's head, as a body may stream for
 * ever. What it throws is counted as a failure and thrown on.
 */
export type Wrap = <Rest extends unknown[], Answer extends Response | Promise<Response>>(
  handler: (request: Request, ...rest: Rest) => Answer,
  options: WrapOptions,
) => (request: Request, ...rest: Rest) => Promise<Response>

const MAX_ROUTE = 120

/**
 * Makes `wrap` for a monitor's accounts.
 * @param afterwards called after each request; must not throw
 */
export function createWrap(parts: MonitorParts, afterwards: () => void): Wrap {
  const { traffic, errors, slow, settings } = parts
  const { clock, slowAfter } = settings
  return (handler, { route: naming }) =>
    async (request, ...rest) => {
      const route = nameOf(request, naming, parts)
      const startedAt = clock.monotonic()
      const end = traffic.begin(route)
      const account = (status: number) => {
        const duration = Math.max(0, clock.monotonic() - startedAt)
        const { method } = request
        end({ method, status, duration })
        const told = { route, method, status, duration, at: clock.now() }
        if (duration >= slowAfter) slow.add({ ...told, ...senderOf(request, parts) })
        afterwards()
      }
      let response: Response
      try {
        response = await handler(request, ...rest)
      } catch (error) {
        errors.record(error, clock.now(), route)
        account(0)
        throw error
      }
      account(response.status)
      return response
    }
}

function nameOf(request: Request, naming: WrapOptions['route'], { report }: MonitorParts): string {
  try {
    const name = typeof naming === 'string' ? naming : naming(request)
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    return name.replace(/[\u0000-\u001f\u007f]/g, '').slice(0, MAX_ROUTE)
  } catch (error) {
    report(error)
    return 'unnamed'
  }
}

function senderOf(request: Request, { settings, report }: MonitorParts) {
  const { userAgent, address } = settings
  try {
    const agent = userAgent ? request.headers.get('user-agent') : null
    return {
      ...(agent !== null && { userAgent: redact(agent, 200) }),
      ...(address && { address: address(request) }),
    }
  } catch (error) {
    report(error)
    return {}
  }
}
