// What a page of another origin may read and what it has to ask for first, in a real browser: the page runs the
// client, the server answers with the companion.
import { gzipSync } from 'node:zlib'
import type * as Freshline from '@freshline/core'
import { openBrowser, type TestBrowser } from '@freshline/test-utils/browser'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { conditional, preflight, toNodeHandler, withCors } from '../../src/index'
import { serve, type Served } from '../bridges/raw-request'

declare const freshline: typeof Freshline

let browser: TestBrowser
let pages: Served
let api: Served
let page: Page
/** What reached the API: method, path, and whether it was conditional. */
let seen: string[]

const origin = (): string => `http://127.0.0.1:${pages.port}`
const at = (path: string): string => `http://127.0.0.1:${api.port}${path}`

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  const conditions = ['if-none-match', 'if-modified-since'].filter((name) => request.headers.has(name))
  seen.push([request.method, pathname, ...conditions].join(' '))
  const cors = { origins: pathname.startsWith('/closed') ? ['https://other.example'] : [origin()] }
  const asked = pathname.startsWith('/bare') ? undefined : preflight(request, cors)
  if (asked) return asked
  if (pathname === '/bare-zipped') return zipped()
  const etag = pathname.startsWith('/plain') ? null : undefined
  const headers = { age: '10', 'retry-after': '7' }
  const response = await conditional(request, { a: 1 }, { etag, maxAge: 60_000, headers })
  if (!pathname.startsWith('/bare')) return withCors(request, response, cors)
  // As servers do it that know no more of CORS than this.
  response.headers.set('access-control-allow-origin', '*')
  return response
}

/** Compressed by somebody who tells the length: a page of another origin sees that, and not the coding. */
function zipped(): Response {
  const bytes = gzipSync('a'.repeat(1000))
  const length = String(bytes.byteLength)
  const coding = { 'content-encoding': 'gzip', 'content-length': length, 'content-type': 'text/plain' }
  const headers = { ...coding, 'cache-control': 'max-age=60', 'access-control-allow-origin': '*' }
  return new Response(bytes, { headers })
}

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: { contents: `export * from '@freshline/core'`, resolveDir: import.meta.dirname },
    bundle: true,
    format: 'iife',
    globalName: 'freshline',
    conditions: ['@freshline/source'],
    write: false,
  })
  const script = outputFiles[0]?.text ?? ''
  const headers = { 'content-type': 'text/html; charset=utf-8' }
  pages = await serve(
    toNodeHandler(
      () => new Response(`<!doctype html><title>a</title><script>${script}</script>`, { headers }),
    ),
  )
  api = await serve(toNodeHandler(answer))
  browser = await openBrowser()
  page = await browser.newTab(origin())
})

afterAll(async () => {
  await browser?.close()
  await Promise.all([pages?.close(), api?.close()])
})

beforeEach(() => {
  seen = []
})

/** Two loads in the page, the second knowing the first; what the page could read of both. */
const loadTwice = (url: string, options: object = {}) =>
  page.evaluate(
    async ([address, json]) => {
      const given = JSON.parse(json) as Freshline.FetchFreshOptions
      const first = await freshline.fetchFresh(address, given)
      const second = await freshline.fetchFresh(address, { ...given, previous: first })
      const read = ({ validators, freshFor = -1, headers, status }: typeof first) => ({
        etag: validators.etag !== undefined,
        // The time that the request took is counted: whole tens are enough.
        freshFor: Math.ceil(freshFor / 10_000) * 10_000,
        retryAfter: headers.get('retry-after'),
        status,
      })
      return [read(first), read(second), first.data === second.data] as const
    },
    [url, JSON.stringify(options)] as const,
  )

describe('a page of another origin', () => {
  it('loads without a preflight, needs one to be conditional, and reads all that the client reads', async () => {
    const told = { etag: true, freshFor: 50_000, retryAfter: '7' }
    expect(await loadTwice(at('/full'))).toEqual([{ ...told, status: 200 }, { ...told, status: 304 }, true])
    expect(seen).toEqual(['GET /full', 'OPTIONS /full', 'GET /full if-none-match'])
  })

  it('never needs a preflight with conditional: false; the browser asks on a condition of its own', async () => {
    const [, second, isSame] = await loadTwice(at('/simple'), { conditional: false })
    expect([second.status, isSame]).toEqual([200, true])
    expect(seen).toEqual(['GET /simple', 'GET /simple if-none-match'])
  })

  it('asks for leave to pass every cache', async () => {
    await loadTwice(at('/forced'), { forceFresh: true })
    expect(seen[0]).toBe('OPTIONS /forced')
  })

  it('cannot read what the server does not expose', async () => {
    const [first] = await loadTwice(at('/bare'), { conditional: false })
    expect(first).toEqual({ etag: false, freshFor: 60_000, retryAfter: null, status: 200 })
  })

  it('cannot read anything where it is not allowed', async () => {
    const code = await page.evaluate(
      (url) => freshline.fetchFresh(url, { retry: 0 }).catch(({ code: failed }: { code: string }) => failed),
      at('/closed'),
    )
    expect(code).toBe('network')
  })
})

describe('createHttpCache', () => {
  it('keeps what is compressed, though a page of another origin sees only the length of that', async () => {
    const read = await page.evaluate(async (url) => {
      const cached = freshline.createHttpCache()
      const texts = []
      for (let round = 0; round < 3; round++) {
        const answered = await cached(url)
        const { length } = await answered.text()
        texts.push([
          length,
          ...['content-encoding', 'content-length'].map((name) => answered.headers.get(name)),
        ])
      }
      return texts
    }, at('/bare-zipped'))
    expect(new Set(read.map((each) => JSON.stringify(each))).size).toBe(1)
    expect(read[0]).toEqual([1000, null, expect.stringMatching(/^\d\d$/)])
    expect(seen).toEqual(['GET /bare-zipped'])
  })
})

describe('the cache of the browser', () => {
  it('is asked past by default, and may answer where that is said', async () => {
    await loadTwice(at('/plain'))
    expect(seen).toEqual(['GET /plain', 'GET /plain'])
    await loadTwice(at('/plain'), { cache: 'default' })
    expect(seen).toHaveLength(2)
  })
})
