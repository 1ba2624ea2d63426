/** Routes of releases. Pages are told what is known, and how well it is known. */
import { conditional } from '@freshline/server'
import { ApiError } from '../http/api-error.ts'
import { etagOf } from '../http/json-answer.ts'
import type { Routes } from '../http/router.ts'
import type { ReleaseParts } from './open-releases.ts'
import { NoReleases, type ReleaseNews } from './release-feed.ts'
import type { LatestReleaseAnswer, ReleaseListAnswer } from './releases-api.ts'
import { toRelease } from './upstream-answer.ts'

/** Routes at `/api/releases`. */
export function releaseRoutes({ feed, client, now }: ReleaseParts): Routes {
  return {
    'GET /api/releases/latest': async ({ request, url }) => {
      const news = await read(url)
      const release = news.releases.find(({ prerelease }) => !prerelease)
      const answer: LatestReleaseAnswer = {
        release: release === undefined ? null : toRelease(release),
        source: news.source,
      }
      return tell(request, answer, news)
    },
    'GET /api/releases': async ({ request, url }) => {
      const news = await read(url)
      const answer: ReleaseListAnswer = { items: news.releases.map(toRelease), source: news.source }
      return tell(request, answer, news)
    },
    'GET /api/releases/assets/:id': async ({ request, url, id }) => {
      const { releases } = await read(url)
      const asset = releases.flatMap(({ assets }) => assets).find((each) => each.id === id)
      if (asset === undefined) throw new ApiError('not_found', `There is no file with id ${id}.`)
      const headers = {
        'content-type': asset.contentType,
        'content-disposition': `attachment; filename="${asset.name}"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      }
      // Who asks for the head alone has downloaded nothing, and is not counted.
      if (request.method === 'HEAD')
        return new Response(null, { headers: { ...headers, 'content-length': String(asset.size) } })
      const file = await download(asset.path)
      // It has been counted: the figure that is held is one too low.
      await feed.outdate()
      return new Response(file, { headers })
    },
  }

  /** A page that wants to pass by every cache says so by the parameter that Freshline adds. */
  async function read(url: URL): Promise<ReleaseNews> {
    try {
      return await feed.read(url.searchParams.has('_t'))
    } catch (error) {
      if (!(error instanceof NoReleases)) throw error
      const { source } = error
      const seconds = source.retryAt === null ? 2 : Math.max(1, Math.ceil((source.retryAt - now()) / 1_000))
      throw new ApiError(
        'upstream_unavailable',
        'The release service cannot be asked, and nothing is kept yet.',
        {
          source,
          headers: { 'retry-after': String(seconds) },
        },
      )
    }
  }

  async function download(path: string): Promise<ArrayBuffer> {
    try {
      const response = await client.send(path)
      if (response.ok) return await response.arrayBuffer()
      throw new Error(`The upstream answered ${response.status}.`)
    } catch {
      throw new ApiError(
        'upstream_unavailable',
        'The file could not be got from the release service. Try again.',
      )
    }
  }
}

/** Fresh for as long as the data is, counted from when the upstream confirmed it, and not from now. */
function tell(request: Request, answer: object, { freshFor }: ReleaseNews): Promise<Response> {
  const body = JSON.stringify(answer)
  return conditional(request, body, {
    private: true,
    contentType: 'application/json; charset=utf-8',
    etag: etagOf(body),
    ...(freshFor >= 1_000 && { maxAge: freshFor }),
  })
}
