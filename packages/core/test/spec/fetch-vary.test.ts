import { afterEach, describe, expect, it, vi } from 'vitest'
import { fetchFresh } from '@freshline/core'
import { StillClock, type Transport } from './fetch-support'

const lastModified = 'Sat, 21 Nov 2026 10:00:00 GMT'

/** A transport that knows no 304 but by condition, with what it was asked. */
function serve(headers: Record<string, string>) {
  const asked: RequestInit[] = []
  const transport: Transport = async (_, init) => {
    asked.push(init)
    const language = new Headers(init.headers).get('accept-language')
    return new Response(`"${language}"`, { headers: { 'content-type': 'application/json', ...headers } })
  }
  const conditions = () => {
    const sent = new Headers(asked.at(-1)?.headers)
    return [sent.get('if-none-match'), sent.get('if-modified-since')]
  }
  return { asked, transport, conditions }
}

describe('C3: Vary', () => {
  const varying = { vary: 'Accept-Language', etag: '"1"', 'last-modified': lastModified }

  it('lets what was made for other headers be asked for in full', async () => {
    const { transport, conditions } = serve(varying)
    const first = await fetchFresh('/x', { transport, headers: { 'Accept-Language': 'de' } })
    const second = await fetchFresh('/x', {
      transport,
      headers: { 'Accept-Language': 'en' },
      previous: first,
    })
    expect(conditions()).toEqual([null, null])
    expect(second).toMatchObject({ data: 'en', notModified: false })
    await fetchFresh('/x', { transport, headers: { 'Accept-Language': 'EN' }, previous: second })
    expect(conditions()).toEqual(['"1"', lastModified])
  })

  it('is about the named headers only', async () => {
    const { transport, conditions } = serve(varying)
    const first = await fetchFresh('/x', { transport, headers: { 'X-Trace': '1' } })
    await fetchFresh('/x', { transport, headers: { 'X-Trace': '2' }, previous: first })
    expect(conditions()).toEqual(['"1"', lastModified])
  })

  it('holds after a 304 too', async () => {
    const { transport, conditions } = serve(varying)
    const headers = { 'accept-language': 'de' }
    const first = await fetchFresh('/x', { transport, headers })
    const confirm: Transport = async () => new Response(null, { status: 304 })
    const second = await fetchFresh('/x', { transport: confirm, headers, previous: first })
    expect(second.data).toBe('de')
    await fetchFresh('/x', { transport, previous: second })
    expect(conditions()).toEqual([null, null])
  })

  it.each(['*', 'Accept-Language, *', ' * ,x'])('of %o is never fresh', async (vary) => {
    const { transport, conditions } = serve({ vary, etag: '"1"', 'cache-control': 'max-age=60' })
    const first = await fetchFresh('/x', { transport, clock: new StillClock() })
    expect(first.freshFor).toBe(0)
    await fetchFresh('/x', { transport, previous: first })
    expect(conditions()).toEqual([null, null])
  })
})

describe('the cache mode', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('is left out where there is no page, as there is no cache below', async () => {
    const { asked, transport } = serve({})
    await fetchFresh('https://api.example/x', { transport })
    expect(asked[0]).not.toHaveProperty('cache')
  })

  it("passes by a browser's own cache, which does not tell the age of its answers", async () => {
    vi.stubGlobal('location', { href: 'https://api.example/' })
    const { asked, transport } = serve({})
    await fetchFresh('/x', { transport })
    await fetchFresh('/x', { transport, cache: 'default' })
    await fetchFresh('/x', { transport, forceFresh: true })
    await fetchFresh('/x', { transport, method: 'HEAD' })
    expect(asked.map(({ cache }) => cache)).toEqual(['no-cache', 'default', 'no-store', 'no-cache'])
    await fetchFresh('/x', { transport, method: 'POST' })
    expect(asked[4]).not.toHaveProperty('cache')
  })
})
