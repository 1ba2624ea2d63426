/** The published banner as every page on the web may read it, with caching fields that are wrong for it on purpose. */
import { conditional, preflight, withCors } from '@freshline/server'
import { etagOf } from '../http/json-answer.ts'
import type { PublishedBanner } from './consent-contract.ts'

/** Anybody, without cookies. */
const EVERYBODY = { origins: '*' } as const

/**
 * Answers with the banner, and allows every cache to keep it for `maxAge` milliseconds unasked. That is what many an API
 * is sent with, by habit or by a proxy's default; the widget has to show what is published all the same.
 */
export function openAnswer(request: Request, banner: PublishedBanner, maxAge: number): Promise<Response> {
  const body = JSON.stringify(banner)
  return conditional(request, body, {
    contentType: 'application/json; charset=utf-8',
    etag: etagOf(body),
    public: true,
    maxAge,
    // For pages that are isolated (COEP), and to tell how long it took.
    headers: { 'cross-origin-resource-policy': 'cross-origin', 'timing-allow-origin': '*' },
  })
}

/** Whether a path is open to pages of every origin. */
export function isOpenPath(path: string): boolean {
  return path.startsWith('/api/consent/')
}

/** The answer, readable for every page, whatever its status. */
export function openToAll(request: Request, response: Response): Response {
  return withCors(request, response, EVERYBODY)
}

/** The answer to a preflight from any page. */
export function openPreflight(request: Request): Response | undefined {
  return preflight(request, { ...EVERYBODY, methods: ['GET', 'HEAD', 'POST'] })
}
