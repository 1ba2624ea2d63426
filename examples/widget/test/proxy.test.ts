// @vitest-environment node
import { createServer, request as ask, type IncomingMessage } from 'node:http'
import { expect, it, describe, onTestFinished } from 'vitest'
import { listenOn } from '../host/listen-on'
import { startProxy } from '../host/start-proxy'

const PATH = '/api/consent/a'

async function start(headers: Record<string, string>, ignoresQuery = false) {
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    response.writeHead(200, { etag: `"${asked.length}"`, ...headers }).end(String(asked.length))
  })
  const upstream = await listenOn(server)
  const proxy = await startProxy({ upstream: upstream.url, ignoresQuery })
  onTestFinished(async () => {
    await proxy.close()
    await upstream.close()
  })
  const get = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(proxy.url + path, init)
    const { status } = response
    return { status, headers: response.headers, text: await response.text() }
  }
  return { get, proxy, asked }
}

describe('the stubborn proxy', () => {
  it('answers from what it has, whatever the request says', async () => {
    const { get } = await start({ 'cache-control': 'public, max-age=60' })
    const first = await get(PATH)
    const again = await get(PATH, { headers: { 'cache-control': 'no-cache', pragma: 'no-cache' } })
    expect([first.text, again.text]).toEqual(['1', '1'])
    expect([first, again].map(({ headers }) => headers.get('x-cache'))).toEqual(['MISS', 'HIT'])
    expect(Number(again.headers.get('age'))).toBeGreaterThanOrEqual(0)
    expect(again.headers.get('access-control-allow-origin')).toBe('*')
  })

  it('knows an address by its query, unless it is told not to', async () => {
    const usual = await start({ 'cache-control': 'max-age=60' })
    expect([(await usual.get(PATH)).text, (await usual.get(`${PATH}?_t=1`)).text]).toEqual(['1', '2'])
    const worse = await start({ 'cache-control': 'max-age=60' }, true)
    expect([(await worse.get(PATH)).text, (await worse.get(`${PATH}?_t=1`)).text]).toEqual(['1', '1'])
  })

  it.each(['no-store', 'private, max-age=60', 'no-cache', 'max-age=0', 'public, max-age=60, s-maxage=0'])(
    'keeps nothing that says %s',
    async (control) => {
      const { get } = await start({ 'cache-control': control })
      expect([(await get(PATH)).text, (await get(PATH)).text]).toEqual(['1', '2'])
    },
  )

  it('answers 304 to a client that holds what it has, and keeps apart what Vary keeps apart', async () => {
    const { get } = await start({ 'cache-control': 'max-age=60', vary: 'Origin' })
    const { headers } = await get(PATH)
    expect((await get(PATH, { headers: { 'if-none-match': headers.get('etag') ?? '' } })).status).toBe(304)
    expect((await get(PATH, { headers: { origin: 'https://b.example' } })).text).toBe('2')
  })

  it('hands out script and API, and nothing else', async () => {
    const { get, asked } = await start({})
    expect((await get('/api/admin/consent/a')).status).toBe(404)
    expect((await get('/widget/')).status).toBe(404)
    expect(asked).toHaveLength(0)
    expect((await get('/widget/assets/consent-1.js')).status).toBe(200)
  })

  it.each([
    '/api/consent/../admin/consent/a',
    '/api/consent/%2e%2e/admin/consent/a',
    '/widget/assets/..\\..\\api/admin/consent/a',
    '/widget/assets/../',
  ])('hands on nothing for %s', async (path) => {
    const { proxy, asked } = await start({})
    // As it is, without a client that tidies it up.
    const status = await new Promise((resolve, reject) => {
      ask({ port: proxy.port, host: '127.0.0.1', path, agent: false }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode))
      })
        .on('error', reject)
        .end()
    })
    expect([status, asked.map(({ url }) => url)]).toEqual([404, []])
  })

  it('says so where the server is away', async () => {
    const proxy = await startProxy({ upstream: 'http://127.0.0.1:1' })
    onTestFinished(() => proxy.close())
    expect((await fetch(proxy.url + PATH)).status).toBe(502)
  })
})
