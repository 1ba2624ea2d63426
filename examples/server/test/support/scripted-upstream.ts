/** An upstream whose answers a test writes: what it was asked is kept, and what it says is set. */
import { pastReleases } from '../../src/releases/upstream/release-notes.ts'
import { START } from './start-server.ts'

/** What it does with the next requests. */
export type Script = (request: Request) => Response | Promise<Response>

/** One release as the upstream has it. */
export function upstreamRelease(tag: string, more: object = {}) {
  return {
    id: 7,
    tag_name: tag,
    name: `Agent ${tag}`,
    body: pastReleases[1]?.notes ?? '',
    draft: false,
    prerelease: false,
    published_at: new Date(START).toISOString(),
    assets: [
      {
        id: 70,
        name: `agent-${tag}-linux-x64.deb`,
        content_type: 'application/octet-stream',
        size: 3,
        download_count: 5,
        digest: `sha256:${'ab'.repeat(32)}`,
        browser_download_path: `/download/${tag}/agent.deb`,
      },
    ],
    ...more,
  }
}

/** An upstream that is up and has one release; answers 304 to its own ETag, and counts everything else. */
export function scriptUpstream(now: () => number) {
  const asked: { path: string; etag: string | null; agent: string | null }[] = []
  const state = {
    asked,
    tag: 'v1.0.0',
    /** Set to have it do something else. */
    script: undefined as Script | undefined,
    remaining: 60,
    resetsAt: START + 3_600_000,
    limits(): Record<string, string> {
      return {
        'x-ratelimit-limit': '60',
        'x-ratelimit-remaining': String(state.remaining),
        'x-ratelimit-reset': String(state.resetsAt / 1_000),
        date: new Date(now()).toUTCString(),
      }
    },
    good(request: Request): Response {
      const etag = `"${state.tag}"`
      if (request.headers.get('if-none-match') === etag) {
        return new Response(null, { status: 304, headers: { ...state.limits(), etag } })
      }
      state.remaining -= 1
      return Response.json([upstreamRelease(state.tag)], { headers: { ...state.limits(), etag } })
    },
    async fetch(request: Request): Promise<Response> {
      const { headers } = request
      asked.push({
        path: new URL(request.url).pathname,
        etag: headers.get('if-none-match'),
        agent: headers.get('user-agent'),
      })
      return (state.script ?? state.good)(request)
    },
  }
  return state
}
