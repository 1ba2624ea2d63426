/** The demo's hand on the upstream: what it does, what it publishes, what is left of the budget. Not in production. */
import { ApiError } from '../http/api-error.ts'
import { readJson } from '../http/json-body.ts'
import type { Routes } from '../http/router.ts'
import type { ReleaseParts } from './open-releases.ts'

/** Routes at `/api/demo`; each is handed to the upstream's own back door. */
export function demoReleaseRoutes({ client, feed }: ReleaseParts): Routes {
  const hand = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const init =
      body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    let answer: Response
    try {
      answer = await client.send(path, { method, ...init })
    } catch {
      throw new ApiError('upstream_unavailable', 'The release service is not running.')
    }
    // What it refused has changed nothing, and the pause that it asked for is still to be kept.
    if (method !== 'GET' && answer.ok) await feed.forgive()
    return new Response(await answer.arrayBuffer(), {
      status: answer.status,
      headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    })
  }
  return {
    'GET /api/demo/upstream': () => hand('GET', '/_control'),
    'PUT /api/demo/upstream': async ({ request }) => hand('PUT', '/_control', await readJson(request)),
    'POST /api/demo/releases': async ({ request }) =>
      hand('POST', '/_control/releases', await readJson(request)),
    'PUT /api/demo/budget': async ({ request }) => hand('PUT', '/_control/budget', await readJson(request)),
  }
}
