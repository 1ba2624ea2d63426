import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { startServer, type TestServer } from './support/start-server.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

let server: TestServer
let site: string

beforeEach(async () => {
  const folder = temporaryFolder()
  site = join(folder, 'dist')
  mkdirSync(join(site, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  writeFileSync(join(site, '.env'), 'secret')
  writeFileSync(join(site, 'index.html'), '<!doctype html><title>Dashboard</title>')
  writeFileSync(join(site, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  writeFileSync(join(site, 'assets', 'index-C0ffee12.js'), 'export {}')
  symlinkSync(join(folder, 'secret.txt'), join(site, 'link.txt'))
  server = await startServer({ staticDir: site })
  onTestFinished(() => server.close())
})

/** The path as it is, without a client that tidies it up. */
function rawGet(path: string): Promise<{ status: number | undefined; text: string }> {
  const { hostname, port } = new URL(server.url)
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, agent: false }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      answer.on('end', () => resolve({ status: answer.statusCode, text }))
    })
    sent.on('error', reject).end()
  })
}

describe('the built page', () => {
  it.each(['/', '/keys', '/customers/42?tab=keys', '/index.html'])('is what %s answers', async (path) => {
    const answer = await fetch(server.url + path)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(answer.headers.get('cache-control')).toBe('no-cache')
    expect(await answer.text()).toContain('Dashboard')
  })

  it('comes with a strict content security policy', async () => {
    const { headers } = await fetch(server.url)
    const policy = headers.get('content-security-policy') ?? ''
    for (const part of [
      `default-src 'self'`,
      `script-src 'self'`,
      `style-src 'self'`,
      `connect-src 'self'`,
      `img-src 'self' data:`,
      `frame-ancestors 'none'`,
    ]) {
      expect(policy.split('; ')).toContain(part)
    }
    expect(policy).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('is asked about and answers 304', async () => {
    const etag = (await fetch(server.url)).headers.get('etag') ?? ''
    expect((await fetch(server.url, { headers: { 'if-none-match': etag } })).status).toBe(304)
    writeFileSync(join(site, 'index.html'), '<!doctype html><title>Rebuilt dashboard</title>')
    expect((await fetch(server.url, { headers: { 'if-none-match': etag } })).status).toBe(200)
  })
})

describe('an asset', () => {
  it('with a hash in its name is kept for ever', async () => {
    const answer = await fetch(`${server.url}/assets/index-C0ffee12.js`)
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })

  it('with a hash in its name may be embedded by pages of others, which no page may be', async () => {
    const allowed = async (path: string) => {
      const { headers } = await fetch(server.url + path, { headers: { origin: 'https://shop.example' } })
      return [headers.get('access-control-allow-origin'), headers.get('cross-origin-resource-policy')]
    }
    expect(await allowed('/assets/index-C0ffee12.js')).toEqual(['*', 'cross-origin'])
    expect(await allowed('/')).toEqual([null, null])
    expect(await allowed('/favicon.svg')).toEqual([null, null])
  })

  it('without one is asked about', async () => {
    const answer = await fetch(`${server.url}/favicon.svg`)
    expect(answer.headers.get('content-type')).toBe('image/svg+xml')
    expect(answer.headers.get('cache-control')).toBe('no-cache')
  })

  it('that is not there answers 404, not the page', async () => {
    expect((await fetch(`${server.url}/assets/index-gone1234.js`)).status).toBe(404)
  })

  it('is only read', async () => {
    expect((await fetch(server.url, { method: 'POST' })).status).toBe(405)
    const head = await fetch(`${server.url}/favicon.svg`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })
})

describe('a path that leads out', () => {
  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/....//secret.txt',
    '//../secret.txt',
    '/%252e%252e/secret.txt',
    '/secret.txt%00.html',
    '/link.txt',
    '/.env',
    '/assets/%2e%2e/.env',
    '/etc/passwd.txt',
    '/%E0%A4%A.txt',
  ])('%s finds nothing', async (path) => {
    const { status, text } = await rawGet(path)
    expect(status).toBe(404)
    expect(text).not.toContain('secret')
  })
})

describe('without a build', () => {
  it('says which command makes one, and the API works', async () => {
    const bare = await startServer({ staticDir: join(site, 'nothing') })
    onTestFinished(() => bare.close())
    const answer = await fetch(bare.url)
    const text = await answer.text()
    expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8'])
    expect(text).toContain('npm run demo')
    expect(text).not.toMatch(/<style|<script|style=/)
    expect((await bare.get('/api/admin/stats')).status).toBe(200)
  })
})

describe('the other parts of the examples', () => {
  it('are found by the API', async () => {
    const alone = await server.get('/api/places')
    expect([alone.status, alone.body]).toEqual([200, { hostPage: null, proxy: null }])
    const proxied = await startServer({ places: { proxy: 'http://127.0.0.1:4175' } })
    onTestFinished(() => proxied.close())
    expect((await proxied.get('/api/places')).body).toEqual({
      hostPage: null,
      proxy: 'http://127.0.0.1:4175',
    })
  })
})

describe('sites', () => {
  const withSites = async () => {
    for (const [name, title] of [
      ['start', 'All examples'],
      ['portal', 'Portal'],
      ['deep', 'Deep'],
    ] as const) {
      mkdirSync(join(site, name, 'assets'), { recursive: true })
      writeFileSync(join(site, name, 'index.html'), `<!doctype html><title>${title}</title>`)
      writeFileSync(join(site, name, 'assets', 'index-C0ffee12.js'), `'${title}'`)
    }
    const many = await startServer({
      sites: {
        '/': join(site, 'start'),
        '/portal/': join(site, 'portal'),
        '/portal/deep/': join(site, 'deep'),
        '/later/': join(site, 'later'),
      },
    })
    onTestFinished(() => many.close())
    return many
  }

  it.each([
    ['/', 'All examples'],
    ['/?a=1', 'All examples'],
    ['/portal/', 'Portal'],
    ['/portal/index.html', 'Portal'],
    ['/portal/deep/', 'Deep'],
    ['/assets/index-C0ffee12.js', 'All examples'],
    ['/portal/assets/index-C0ffee12.js', 'Portal'],
    ['/portal/deep/assets/index-C0ffee12.js', 'Deep'],
  ])('at %s are told apart by the longest address', async (path, title) => {
    const { url } = await withSites()
    const answer = await fetch(url + path)
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining(title)])
    expect(answer.headers.get('content-security-policy')).toContain(`script-src 'self'`)
    expect(answer.headers.get('cache-control')).toBe(
      path.endsWith('.js') ? 'public, max-age=31536000, immutable' : 'no-cache',
    )
    const again = { headers: { 'if-none-match': answer.headers.get('etag') ?? '' } }
    expect((await fetch(url + path, again)).status).toBe(304)
  })

  it('without the last slash are sent on, with what was asked', async () => {
    const { url } = await withSites()
    for (const [path, to] of [
      ['/portal', '/portal/'],
      ['/portal/deep?speed=10', '/portal/deep/?speed=10'],
    ] as const) {
      const answer = await fetch(url + path, { redirect: 'manual' })
      expect([answer.status, answer.headers.get('location')]).toEqual([308, to])
    }
    expect((await fetch(`${url}/portal`, { method: 'POST' })).status).toBe(405)
  })

  it('have pages at their own address only', async () => {
    const { url } = await withSites()
    for (const path of ['/portals', '/portal/view', '/portal/index-gone.js', '/nowhere']) {
      expect([path, (await fetch(url + path)).status]).toEqual([path, 404])
    }
    expect(await (await fetch(`${url}/nowhere`)).text()).toContain('href="/"')
    expect((await fetch(`${url}/nowhere`, { method: 'DELETE' })).status).toBe(405)
  })

  it('that are not built say so, and the others work', async () => {
    const { url } = await withSites()
    expect((await fetch(`${url}/later/`)).status).toBe(503)
    expect((await fetch(`${url}/portal/`)).status).toBe(200)
  })

  it('leave the API alone, and what has no site leads nowhere', async () => {
    const bare = await startServer({ sites: { '/portal/': site } })
    onTestFinished(() => bare.close())
    expect((await bare.get('/api/admin/stats')).status).toBe(200)
    expect((await fetch(bare.url)).status).toBe(404)
  })

  it.each(['portal', '/portal', 'portal/', '//', '/a//b/', '/a?b/'])(
    'refuse the address %s',
    async (prefix) => {
      await expect(startServer({ sites: { [prefix]: site } })).rejects.toThrow(
        `sites has "${prefix}"; an address must begin and end with a slash`,
      )
    },
  )
})
