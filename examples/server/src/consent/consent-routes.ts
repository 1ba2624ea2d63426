/** The routes of the consent banner: one that every page on the web may read, and those of its editor. */
import { readQuery } from '../data/query.ts'
import { ApiError } from '../http/api-error.ts'
import { AttemptLimit, type AttemptRate } from '../http/attempt-limit.ts'
import { readAnswer, writeAnswer } from '../http/json-answer.ts'
import { readJson } from '../http/json-body.ts'
import type { RouteHandler, RouteMatch } from '../http/router.ts'
import { check } from '../http/schema-check.ts'
import { actorOf } from '../routes/actor.ts'
import type { Services } from '../routes/services.ts'
import { answerSchema, contentSchema, publishSchema, restoreSchema } from './banner-schema.ts'
import type { ConsentAnswer } from './consent-contract.ts'
import { probeEdge } from './edge-probe.ts'
import { openAnswer } from './open-answer.ts'
import { readConsent, readPublished } from './read-consent.ts'
import { countAnswer, publishDraft, restoreVersion, saveDraft, type ConsentWrite } from './write-consent.ts'

/** What an app says of its banners. */
export interface ConsentOptions {
  /** For how long any cache may answer with the published banner unasked, in milliseconds. Default an hour. */
  maxAge?: number
  /**
   * How many answers of visitors one address may send: a CDN in front is one, with all its visitors, and what it says of
   * them is not believed. One too many is not counted, which the visitor does not notice. Default: 600 a minute.
   */
  answers?: AttemptRate
}

const HOUR = 3_600_000

/** Site names: short words with hyphens. */
const PATH = /^\/api\/(consent|admin\/consent)\/([a-z\d][a-z\d-]{0,39})(?:\/([a-z]+))?$/

/** A handler by `METHOD place`, of one site. */
type SiteHandlers = Record<string, (site: string) => RouteHandler>

/** Builds what finds the route of a path; undefined where the path is none of the banner's. */
export function consentRoutes(
  services: Services,
  options: ConsentOptions,
): (method: string, path: string) => RouteMatch | undefined {
  const read = reader(services, options)
  const handlers: SiteHandlers = {
    ...openHandlers(services, options, read),
    ...editorHandlers(services, read),
  }
  return (method, path) => {
    const [, area, site = '', action] = PATH.exec(path) ?? []
    if (area === undefined) return undefined
    const place = `/api/${area}/:site${action === undefined ? '' : `/${action}`}`
    const name = `${method === 'HEAD' ? 'GET' : method} ${place}`
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined
    if (handler !== undefined) return { name, handler: handler(site), id: 0 }
    const allowed = Object.keys(handlers)
      .filter((known) => known.endsWith(` ${place}`))
      .map((known) => known.split(' ', 1)[0] ?? '')
    if (allowed.length === 0) return undefined
    const allow = (allowed.includes('GET') ? ['HEAD', ...allowed] : allowed).join(', ')
    throw new ApiError('method_not_allowed', `Use ${allow} here.`, { headers: { allow } })
  }
}

/** Answers with the banner of a site, as a page gets it that asks this server. */
type Reader = (site: string, request: Request) => Promise<Response>

function reader({ db, cache }: Services, { maxAge = HOUR }: ConsentOptions): Reader {
  return async (site, request) => {
    // Whoever passes the CDN by ends here: the cache lets go when a version is published, and only then.
    const { data } = await cache.load(['consent', 'published', site], () => readPublished(db, site))
    return openAnswer(request, data, maxAge)
  }
}

/** What pages of others may ask. */
function openHandlers({ db, now }: Services, options: ConsentOptions, read: Reader): SiteHandlers {
  const limit = new AttemptLimit(options.answers ?? { attempts: 600, per: 60_000 }, now)
  return {
    'GET /api/consent/:site':
      (site) =>
      ({ request }) =>
        read(site, request),
    'POST /api/consent/:site/answers':
      (site) =>
      ({ request, url }) => {
        const { version, answer } = check(answerSchema, readQuery(url.searchParams), 'invalid_query')
        limit.check(request, 'Too many answers in a short time.')
        countAnswer(db, site, version, answer as ConsentAnswer)
        return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })
      },
  }
}

function editorHandlers({ db, now, places }: Services, read: Reader): SiteHandlers {
  const writing = (request: Request, site: string): ConsentWrite => {
    const ifMatch = request.headers.get('if-match')
    return { db, site, actor: actorOf(request), at: now(), ifMatch, places }
  }
  return {
    // Not from the cache: it counts answers, which come without being told.
    'GET /api/admin/consent/:site':
      (site) =>
      ({ request }) =>
        readAnswer(request, readConsent(db, site, places)),
    'PUT /api/admin/consent/:site/draft':
      (site) =>
      async ({ request }) => {
        const draft = check(contentSchema, await readJson(request), 'validation_failed')
        return writeAnswer(request, saveDraft(writing(request, site), draft))
      },
    'POST /api/admin/consent/:site/publish':
      (site) =>
      async ({ request }) => {
        const { asksAgain = false } = check(publishSchema, await readJson(request), 'validation_failed')
        return writeAnswer(request, publishDraft(writing(request, site), asksAgain))
      },
    'POST /api/admin/consent/:site/restore':
      (site) =>
      async ({ request }) => {
        const { version } = check(restoreSchema, await readJson(request), 'validation_failed')
        return writeAnswer(request, restoreVersion(writing(request, site), version))
      },
    'GET /api/admin/consent/:site/edge':
      (site) =>
      async ({ request }) => {
        // Unknown sites are not asked for at the CDN's expense.
        readPublished(db, site)
        const own = (asked: Request) => read(site, asked)
        return readAnswer(request, await probeEdge({ cdnUrl: places.proxy, site, now: now(), read: own }))
      },
  }
}
