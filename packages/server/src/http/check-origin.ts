/** Refuses writes that a foreign page makes a visitor's browser send (cross-site request forgery). */
import { RequestError } from './request-error'

/**
 * Lets a write pass unless it may come from a foreign page. A browser says where a write comes from, by
 * `Origin` or `Sec-Fetch-Site`; whatever else sends cookies must say so too. Without a cookie and without either
 * header it is not a browser's, and authorization alone decides.
 * @param isAllowed decides about origins other than the request's own
 * @throws RequestError 403 `foreign_origin` or `missing_origin`
 */
export function checkOrigin(request: Request, isAllowed: (origin: string) => boolean): void {
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site')
  const own = new URL(request.url).origin
  // A page cannot set Sec-Fetch-Site. It helps where a proxy ends TLS, so that the own origin looks different here.
  if (site === 'same-origin' || (origin !== null && (origin === own || isAllowed(origin)))) return
  if (origin !== null || site === 'cross-site' || site === 'same-site') {
    throw refuse('foreign_origin', 'Writes from other sites are refused unless their origin is allowed.')
  }
  if (!request.headers.has('cookie')) return
  throw refuse('missing_origin', 'A write with cookies must carry Origin or Sec-Fetch-Site.')
}

function refuse(code: string, detail: string): RequestError {
  return new RequestError({ status: 403, code, detail })
}
