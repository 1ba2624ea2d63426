// A marker stands in every place that holds a secret; everything is driven, failures included; everything that is
// printed, shown, copied, measured or told is collected; the marker is nowhere.
import {
  createHttpCache,
  DataSyncManager,
  fetchFresh,
  httpPropagate,
  httpResource,
  userMessage,
} from '@freshline/core'
import { deltaResource } from '@freshline/core/delta'
import { collectMetrics } from '@freshline/core/metrics'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { installDevtools, type Devtools } from '../../src/index'
import { mountPanel } from '../../src/panel'
import { toJson } from '../../src/panel/model/copy'
import { Redactor } from '../../src/redact'

/** Of a kind that reads like a token, and one that does not: only its name says that it is a secret. */
const TOKEN = 'CANARY0f9e8d7c6b5a49382716a0b1'
const WORD = 'canary-bird'
/** What may be shown: the beginning of a token, by which it is known again. */
const SHOWN = TOKEN.slice(0, 8)
const leaks = (text: string) => text.includes(WORD) || text.includes(TOKEN.slice(0, SHOWN.length + 1))

const URLS = [
  `https://user:${WORD}@api.example/a`,
  `https://api.example/b?token=${WORD}&page=2`,
  `https://api.example/c?X-Amz-Signature=${TOKEN}`,
  `https://api.example/d#access_token=${WORD}`,
]

const flush = () => new Promise((resolve) => setTimeout(resolve, 0))
const REQUEST = { headers: { authorization: `Bearer ${TOKEN}`, cookie: `sid=${WORD}`, 'x-api-key': WORD } }

afterEach(() => vi.restoreAllMocks())

/**
 * Collects what is written to the console. Of an error that foreign code threw the message and what lies behind it are
 * that code's own: they are told to whoever runs the page, as they are.
 */
function listenToConsole(): string[] {
  const written: string[] = []
  const all = ['log', 'warn', 'error', 'info', 'debug', 'table', 'group', 'groupCollapsed'] as const
  for (const name of all)
    vi.spyOn(console, name).mockImplementation(
      (...said: unknown[]) => void written.push(JSON.stringify(said)),
    )
  return written
}

/** A server whose every answer, and every failure, has the marker in it. */
function hostileTransport() {
  let at = 0
  return async (): Promise<Response> => {
    const headers = { 'content-type': 'application/json', 'set-cookie': `sid=${WORD}`, etag: `"${TOKEN}"` }
    const good = JSON.stringify({
      password: WORD,
      nested: { apiKey: WORD, list: [TOKEN] },
      note: `key ${TOKEN}`,
    })
    switch (at++ % 6) {
      case 0:
        return new Response(good, { headers })
      case 1:
        throw Object.assign(new TypeError(`fetch failed: token=${WORD}`), { config: REQUEST, code: TOKEN })
      case 2:
        return new Response(good, { status: 500, headers })
      case 3:
        return new Response(`{"password":"${WORD}`, { headers })
      case 4:
        return new Response(`<p>${WORD}</p>`, { headers: { 'content-type': 'text/html' } })
      default:
        return new Response(null, {
          status: 401,
          headers: { ...headers, 'www-authenticate': `Bearer ${TOKEN}` },
        })
    }
  }
}

/** Does with a manager all that can be done, with secrets in every place that has room for one. */
async function drive(manager: DataSyncManager): Promise<void> {
  const transport = hostileTransport()
  const resources = URLS.map((url) =>
    httpResource(url, { transport, request: REQUEST, retry: 0, tags: [`t:${TOKEN}`] }),
  )
  const keyed = httpResource(URLS[0] ?? '', {
    key: ['user', { token: WORD, page: 1 }],
    transport,
    request: REQUEST,
    retry: 0,
  })
  const feed = deltaResource<object>({
    key: `feed:${TOKEN}`,
    url: URLS[1] ?? '',
    load: async () => [{ secret: WORD }],
    idOf: () => TOKEN,
    transport,
    retry: 0,
  })
  const all = [...resources, keyed, feed].map((resource) => manager.register(resource as typeof keyed))
  for (let round = 0; round < 7; round++) {
    await manager.refreshAll({ force: round > 3 })
    await flush()
  }
  await manager.invalidate({ tag: `t:${TOKEN}` })
  await manager
    .mutate(async () => ({ password: WORD }), { invalidates: [keyed.key], propagate: true })
    .catch(() => {})
  await manager
    .mutate(() => Promise.reject(new Error(`refused, password=${WORD}, ${TOKEN}`)), {
      invalidates: [{ tag: TOKEN }],
      optimistic: [{ key: keyed.key, update: () => ({ secret: WORD }) }],
    })
    .catch(() => {})
  manager.pause(`feed:${TOKEN}`)
  manager.resume()
  await manager.refresh(`unknown:${TOKEN}`)
  all[0]?.unregister()
}

const propagate = httpPropagate('https://api.example/invalidate?key=canary-bird', {
  transport: () => Promise.reject(new Error(`password=${WORD}`)),
  headers: REQUEST.headers,
  retry: false,
})

describe('a marker in every place of a secret', () => {
  it('is in no line of the log, at any level', async () => {
    const written: string[] = []
    const log = { level: 'debug', sink: (_: string, line: string) => void written.push(line) } as const
    const manager = new DataSyncManager({ propagate, log, report: () => {} })
    await drive(manager)
    manager.dispose()
    expect(written.length).toBeGreaterThan(50)
    expect(written.filter(leaks)).toEqual([])
  })

  it('is in no message, and in nothing that is told to people', async () => {
    const told: string[] = []
    const manager = new DataSyncManager({ propagate, report: () => {} })
    manager.on('*', ({ snapshot, propagation, reason }) => {
      for (const error of [snapshot?.error, propagation?.error])
        if (error) told.push(String(error), userMessage(error), reason ?? '')
    })
    await drive(manager)
    manager.dispose()
    const transport = hostileTransport()
    for (const url of [...URLS, ...URLS]) {
      const error = await fetchFresh(url, { transport, retry: 0, ...REQUEST }).catch(
        (thrown: unknown) => thrown,
      )
      if (error instanceof Error) told.push(String(error), userMessage(error))
    }
    expect(told.length).toBeGreaterThan(20)
    // What a mutation itself threw is its caller's.
    expect(told.filter((text) => leaks(text) && !text.includes('refused, '))).toEqual([])
  })

  it('is in no figures that leave the page, where keys are not asked for', async () => {
    const manager = new DataSyncManager({ propagate, report: () => {} })
    const told: unknown[] = []
    const collector = collectMetrics(manager, { onReport: (report) => told.push(report) })
    await drive(manager)
    collector.stop()
    const figures = JSON.stringify([manager.metrics(), told])
    manager.dispose()
    expect(figures).toContain('requests')
    expect(leaks(figures)).toBe(false)
  })

  describe('and in the devtools', () => {
    let devtools: Devtools | undefined
    afterEach(() => devtools?.uninstall())

    it('is in nothing that is printed', async () => {
      const written = listenToConsole()
      const manager = new DataSyncManager({ propagate })
      devtools = installDevtools(manager, { name: 'x' })
      const { api } = devtools
      api.log('debug')
      await drive(manager)
      api.status()
      api.metrics()
      for (const { key } of manager.getStatus()) {
        api.inspect(key)
        api.explain(key)
        await api.refresh(key)
        await api.invalidate(key)
      }
      api.explain(`unknown:${TOKEN}`)
      await api.refresh(`token=${WORD}`)
      api.pause(`feed:${TOKEN}`)
      api.help()
      await flush()
      expect(written.length).toBeGreaterThan(100)
      expect(written.filter(leaks)).toEqual([])
      manager.dispose()
    })

    it('is nowhere in the panel, nor in what it copies', async () => {
      listenToConsole()
      const manager = new DataSyncManager({ propagate, report: () => {} })
      devtools = installDevtools(manager, { name: 'x', panel: async () => ({ mountPanel }) })
      await drive(manager)
      devtools.api.panel()
      await flush()
      const copied = manager
        .getStatus()
        .map(({ key }) => toJson(manager.getSnapshot(key).data, new Redactor(undefined)))
      const shown = [...document.querySelectorAll('*')]
        .map((each) => each.shadowRoot?.innerHTML ?? '')
        .join('')
      expect(leaks(copied.join('\n') + shown + document.documentElement.outerHTML)).toBe(false)
      manager.dispose()
    })

    it('is in no entry of the timeline', async () => {
      const entries: string[] = []
      const target = {
        now: () => performance.now(),
        mark: (...said: unknown[]) => entries.push(JSON.stringify(said)),
        measure: (...said: unknown[]) => (entries.push(JSON.stringify(said)), said[1]),
        clearMarks: () => {},
        clearMeasures: () => {},
      }
      const manager = new DataSyncManager({ propagate, report: () => {} })
      devtools = installDevtools(manager, { name: 'x', performanceTrack: { performance: target as never } })
      await drive(manager)
      await flush()
      expect(entries.length).toBeGreaterThan(20)
      expect(entries.filter(leaks)).toEqual([])
      manager.dispose()
    })
  })

  it('is not printed where nothing is asked to be printed, whatever fails in the background', async () => {
    const written = listenToConsole()
    const manager = new DataSyncManager({ propagate })
    await drive(manager)
    manager.dispose()
    let isDown = false
    const transport = async () => {
      if (isDown) throw new TypeError('fetch failed')
      return new Response('x', { headers: { 'cache-control': 'max-age=0, stale-while-revalidate=60' } })
    }
    const cached = createHttpCache({ transport })
    await (await cached(URLS[1] ?? '', REQUEST)).text()
    await flush()
    isDown = true
    await (await cached(URLS[1] ?? '', REQUEST)).text()
    await flush()
    expect(written.filter(leaks)).toEqual([])
  })
})
