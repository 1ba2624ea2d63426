// E6: preview equals live. A page behind the server's own cache and a caching proxy; one reader forces, one does not.
import {
  createHttpCache,
  DataSyncManager,
  fetchFresh,
  fixedEnvironment,
  httpPropagate,
  httpResource,
  type DataSyncManagerOptions,
  type SyncEvent,
} from '@freshline/core'
import { fakeClock, flush } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'

interface Page {
  readonly version: number
}

const origin = 'https://site.example'
const url = `${origin}/page`

/**
 * A site: a document, a response cache before it that loads it once and keeps it until it is told, and a proxy before
 * that, which keeps an answer for as long as its header says, a minute.
 */
function site() {
  const clock = fakeClock()
  const state = { version: 1, loads: 0, isDeaf: false, cached: undefined as number | undefined }
  const serve = async (input: string | URL, init: RequestInit = {}): Promise<Response> => {
    const { pathname } = new URL(String(input))
    const headers = new Headers(init.headers)
    if (pathname === '/invalidate') {
      if (state.isDeaf) return new Response('', { status: 503 })
      const { keys } = JSON.parse(String(init.body)) as { keys: string[] }
      if (keys.includes('page')) {
        state.cached = undefined
        await proxy.delete(url)
      }
      return Response.json({ invalidated: keys.length, position: 'log.1', purge: { ok: true } })
    }
    if (init.method === 'PUT') return Response.json({ version: ++state.version })
    if (headers.get('cache-control') === 'no-cache') state.cached = undefined
    if (state.cached === undefined) state.loads++
    const version = (state.cached ??= state.version)
    const own = { etag: `"v${version}"`, 'cache-control': 'max-age=60' }
    if (headers.get('if-none-match') === own.etag) return new Response(null, { status: 304, headers: own })
    return Response.json({ version } satisfies Page, { headers: own })
  }
  const proxy = createHttpCache({ transport: serve, clock })
  const transport = (input: string | URL, init: RequestInit) => proxy(input, init)
  const resource = (more: { version?: boolean } = {}) =>
    httpResource<Page>(url, {
      key: 'page',
      transport,
      clock,
      ttl: 'http',
      interval: 30_000,
      retry: 0,
      ...(more.version && { version: ({ version }: Page) => version }),
    })
  /** One browser. */
  const browser = (options: DataSyncManagerOptions = {}) =>
    new DataSyncManager({
      clock,
      environment: fixedEnvironment(),
      propagate: httpPropagate(`${origin}/invalidate`, { transport, clock, retry: { delay: () => 20_000 } }),
      ...options,
    })
  const save = async () => (await fetchFresh<Page>(url, { method: 'PUT', transport, clock, retry: 0 })).data
  /** Lets time pass, and everything that was asked come to its end. */
  const pass = async (ms = 0) => {
    await clock.advance(ms)
    for (let turn = 0; turn < 30; turn++) await new Promise(setImmediate)
    await flush()
  }
  return { clock, state, resource, browser, save, pass }
}

describe('E6 preview equals live', () => {
  it('is what a naive reader does not see: proxy and server’s cache both keep yesterday', async () => {
    const { state, resource, browser, pass } = site()
    const manager = browser({ propagate: undefined })
    const live = manager.register(resource())
    await pass()
    state.version = 2
    await pass(30_000)
    expect(live.getSnapshot().data).toEqual({ version: 1 })
    await pass(40_000)
    // The proxy has let go; the server's own cache has not been told.
    expect(live.getSnapshot().data).toEqual({ version: 1 })
    manager.dispose()
  })

  it('one resource, two readers, one of them forced: both end on the same version, and stay there', async () => {
    const { state, resource, browser, pass } = site()
    const manager = browser()
    const live = manager.register(resource({ version: true }))
    const preview = manager.register(resource({ version: true }))
    await pass()
    state.version = 2
    const forced = preview.refresh({ force: true })
    await pass()
    expect((await forced).data).toEqual({ version: 2 })
    expect(live.getSnapshot()).toBe(preview.getSnapshot())
    // The proxy holds the old one under the plain URL for a while: nobody goes back to it.
    await pass(30_000)
    expect(live.getSnapshot()).toMatchObject({ data: { version: 2 }, version: 2 })
    await pass(60_000)
    expect(live.getSnapshot()).toMatchObject({ data: { version: 2 }, freshness: 'fresh', error: undefined })
    manager.dispose()
  })

  it('two browsers, one of them forced: the other is there when the proxy lets go, at the latest', async () => {
    const { state, resource, browser, pass } = site()
    const [editor, viewer] = [browser(), browser()]
    const preview = editor.register(resource())
    const live = viewer.register(resource())
    await pass()
    state.version = 2
    void preview.refresh({ force: true })
    await pass()
    expect(preview.getSnapshot().data).toEqual({ version: 2 })
    expect(live.getSnapshot().data).toEqual({ version: 1 })
    await pass(61_000)
    await pass(30_000)
    expect([preview, live].map((each) => each.getSnapshot().data)).toEqual([{ version: 2 }, { version: 2 }])
    editor.dispose()
    viewer.dispose()
  })

  it('after a save that is propagated, every reader’s next look is at the new version, forced or not', async () => {
    const { state, resource, browser, save, pass } = site()
    const [editor, viewer] = [browser(), browser()]
    const events: SyncEvent[] = []
    editor.on('mutated', (event) => events.push(event))
    const preview = editor.register(resource())
    const live = viewer.register(resource())
    await pass()
    const loads = state.loads
    const saved = editor.mutate(save, { invalidates: ['page'], propagate: true })
    await pass()
    expect(await saved).toEqual({ version: 2 })
    expect(events[0]?.propagation).toMatchObject({ propagated: 'done', report: { purge: { ok: true } } })
    expect(preview.getSnapshot()).toMatchObject({ data: { version: 2 }, freshness: 'fresh' })
    await pass(30_000)
    expect(live.getSnapshot()).toMatchObject({ data: { version: 2 }, freshness: 'fresh' })
    // One load for both: the server's cache is still one.
    expect(state.loads).toBe(loads + 1)
    editor.dispose()
    viewer.dispose()
  })

  it('a server’s cache that is told late: shown in between may be yesterday, afterwards it is today', async () => {
    const { state, resource, browser, save, pass } = site()
    const editor = browser({ propagateTimeout: 5000, report: () => {} })
    const preview = editor.register(resource({ version: true }))
    await pass()
    state.isDeaf = true
    void editor.mutate(save, {
      invalidates: ['page'],
      commit: [{ key: 'page', data: (answer: Page) => answer }],
    })
    await pass()
    expect(preview.getSnapshot()).toMatchObject({ data: { version: 2 } })
    await pass(5000)
    // The server's cache answered the client's own request with the version from before: it is not shown.
    expect(preview.getSnapshot()).toMatchObject({ data: { version: 2 }, freshness: 'stale' })
    state.isDeaf = false
    await pass(20_000)
    await pass(1000)
    expect(preview.getSnapshot()).toMatchObject({ data: { version: 2 }, freshness: 'fresh' })
    expect(state.cached).toBe(2)
    editor.dispose()
  })
})
