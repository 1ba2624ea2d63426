/** Several built pages on one server, each below an address of its own. */
import { createStaticSite, notAllowed, notFound, type SiteHandler } from './static-site.ts'
import { securityHeaders } from './security-headers.ts'

/** Folders of built pages by the address that each is below, such as `/portal/`. */
export type Sites = Readonly<Record<string, string>>

/**
 * Builds the handler of everything that is not the API: the longest address that fits has the request, and one without
 * its last slash is sent on to it, so that what the page names relatively is found. All other addresses are views of
 * the page in `staticDir`, or lead nowhere where there is none.
 *
 * @throws RangeError for an address that does not begin and end with a slash
 */
export function createSites(sites: Sites, staticDir?: string): SiteHandler {
  const rest = staticDir === undefined ? notFound : createStaticSite(staticDir, { views: true })
  const known = Object.entries(sites)
    .map(([prefix, root]) => ({ prefix: checked(prefix), handle: createStaticSite(root, { prefix }) }))
    .sort((a, b) => b.prefix.length - a.prefix.length)
  return async (request, url) => {
    const { pathname } = url
    const site = known.find(({ prefix }) => pathname.startsWith(prefix) || pathname === prefix.slice(0, -1))
    if (site === undefined) return rest(request, url)
    return pathname.startsWith(site.prefix) ? site.handle(request, url) : redirect(request, site.prefix, url)
  }
}

function redirect(request: Request, prefix: string, { search }: URL): Response {
  if (request.method !== 'GET' && request.method !== 'HEAD') return notAllowed()
  const headers = { ...securityHeaders, location: prefix + search, 'cache-control': 'no-cache' }
  return new Response(null, { status: 308, headers })
}

function checked(prefix: string): string {
  if (/^\/(?:[^/?#]+\/)*$/.test(prefix)) return prefix
  throw new RangeError(
    `sites has ${JSON.stringify(prefix)}; an address must begin and end with a slash, such as "/portal/"`,
  )
}
