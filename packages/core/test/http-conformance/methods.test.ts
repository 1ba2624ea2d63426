import { describe, expect, it } from 'vitest'
import { fakeClock } from '@freshline/test-utils'
import { Origin, type Reply } from './origin'
import { useWorld, type Step } from './steps'

// What methods store, and what they invalidate (RFC 9111 sections 2, 3, 4 and 4.4).

const world = useWorld()
const fresh: Reply = { headers: { 'Cache-Control': 'max-age=3600' } }
const unsafe = ['POST', 'PUT', 'DELETE', 'PATCH', 'NOTIFY', 'PURGE']
const safe = ['HEAD', 'OPTIONS']
const by = (method: string, more: RequestInit = {}): RequestInit => ({ method, ...more })

describe.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'NOTIFY'])('%s', (method) => {
  it('always reaches the origin, and stores nothing', async () => {
    await world.run([
      { init: by(method), reply: fresh },
      { init: by(method), reply: fresh },
      { reply: fresh },
      { expect: 'cached' },
    ])
  })

  it('with Content-Location stores nothing either', async () => {
    const path = world.path()
    const reply = { headers: { ...fresh.headers, 'Content-Location': path } }
    await world.run([{ init: by(method), reply }, { reply: fresh }], path)
  })

  it('is never answered from what GET stored', async () => {
    await world.run([{ reply: fresh }, { init: by(method), reply: fresh }])
  })

  it('is not made conditional', async () => {
    const reply: Reply = { headers: { 'Cache-Control': 'max-age=1', ETag: '"a"', 'Last-Modified': -999 } }
    await world.run([
      { reply },
      { wait: 2, init: by(method), sent: { 'if-none-match': null, 'if-modified-since': null } },
    ])
  })
})

describe.each(unsafe)('%s', (method) => {
  it.each([200, 201, 204, 299, 303])('invalidates by %i', async (status) => {
    const change: Step = {
      init: by(method, { redirect: 'manual' }),
      reply: { status, headers: { Location: '/elsewhere' } },
    }
    await world.run([{ reply: fresh }, change, { reply: fresh }, { expect: 'cached' }])
  })

  it.each([400, 404, 409, 412, 500, 503])('leaves what is held after %i', async (status) => {
    await world.run([
      { reply: fresh },
      { init: by(method), reply: { status } },
      { expect: 'cached', from: 0 },
    ])
  })
})

describe.each(safe)('%s', (method) => {
  it('invalidates nothing', async () => {
    await world.run([
      { reply: fresh },
      { init: by(method), expect: 'any', reply: { ...fresh, body: null } },
      { expect: 'cached', from: 0 },
    ])
  })
})

describe('an invalidation', () => {
  const invalidated = async (change: Reply, at: string, method = 'POST') => {
    const changed = world.path()
    await world.run([{ reply: fresh }], at)
    await world.run([{ init: by(method), reply: change }], changed)
    const before = world.origin.exchanges.length
    await (await world.fetch(world.origin.url + at)).text()
    return world.origin.exchanges.length > before
  }

  it.each(['Location', 'Content-Location'])('reaches what %s names, absolute or relative', async (field) => {
    for (const method of unsafe) {
      const [a, b] = [world.path(), world.path()]
      expect(await invalidated({ status: 201, headers: { [field]: a } }, a, method), method).toBe(true)
      expect(await invalidated({ status: 201, headers: { [field]: world.origin.url + b } }, b, method)).toBe(
        true,
      )
      const c = world.path()
      expect(await invalidated({ status: 201, headers: { [field]: c.slice(1) } }, c, method)).toBe(true)
    }
  })

  it.each(['Location', 'Content-Location'])('does not follow %s of a failure', async (field) => {
    const path = world.path()
    expect(await invalidated({ status: 409, headers: { [field]: path } }, path)).toBe(false)
  })

  it.each(['Location', 'Content-Location'])('survives a %s that is no address', async (field) => {
    const path = world.path()
    expect(await invalidated({ status: 201, headers: { [field]: 'http://[' } }, path)).toBe(false)
  })

  it.each(['Location', 'Content-Location'])('does not follow %s to another origin', async (field) => {
    const other = await new Origin(fakeClock(world.clock.now())).listen()
    try {
      const path = world.path()
      other.replies.set(path, fresh)
      const first = await (await world.fetch(other.url + path)).text()
      await world.run([{ init: by('POST'), reply: { status: 201, headers: { [field]: other.url + path } } }])
      expect(await (await world.fetch(other.url + path)).text()).toBe(first)
      expect(other.exchanges.length).toBe(1)
    } finally {
      await other.close()
    }
  })

  it('reaches every variant', async () => {
    const reply: Reply = { headers: { ...fresh.headers, Vary: 'X-Foo' } }
    const [a, b] = [{ headers: { 'X-Foo': 'a' } }, { headers: { 'X-Foo': 'b' } }]
    await world.run([
      { init: a, reply },
      { init: b, reply },
      { init: by('POST') },
      { init: a, reply },
      { init: b, reply },
    ])
  })

  it('does not reach other addresses, of other queries', async () => {
    await world.run([
      { suffix: '?a=1', reply: fresh },
      { suffix: '?a=2', reply: fresh },
      { suffix: '?a=1', init: by('PUT', { body: 'x' }) },
      { suffix: '?a=2', expect: 'cached', from: 1 },
      { suffix: '?a=1', reply: fresh },
    ])
  })

  it('disregards the fragment', async () => {
    await world.run([{ suffix: '#a', reply: fresh }, { suffix: '#b', init: by('DELETE') }, { reply: fresh }])
  })

  it('reaches an answer that was on its way when it succeeded', async () => {
    const path = world.path()
    let release: () => void = () => {}
    const after = new Promise<void>((done) => (release = done))
    world.origin.replies.set(path, ({ method }) => (method === 'GET' ? { ...fresh, after } : {}))
    const early = world.fetch(world.origin.url + path).then((response) => response.text())
    while (!world.origin.exchanges.some(({ url, method }) => url === path && method === 'GET')) {
      await new Promise(setImmediate)
    }
    await (await world.fetch(world.origin.url + path, by('POST'))).text()
    release()
    const old = await early
    await world.run([{ reply: fresh }], path)
    expect(old).toContain('GET')
  })

  it('happens before the caller hears of the success', async () => {
    const path = world.path()
    await world.run([{ reply: fresh }], path)
    const response = await world.fetch(world.origin.url + path, by('POST'))
    const next = await world.fetch(world.origin.url + path)
    expect(await next.text()).toContain('GET')
    expect(world.origin.exchanges.at(-1)?.method).toBe('GET')
    await response.text()
  })
})

describe('HEAD', () => {
  it('does not answer for GET', async () => {
    await world.run([
      { init: by('HEAD'), reply: { ...fresh, body: null } },
      { reply: fresh },
      { expect: 'cached' },
    ])
  })

  it('has no body, wherever it comes from', async () => {
    const [, head] = await world.run([
      { reply: fresh },
      { init: by('HEAD'), expect: 'any', reply: { ...fresh, body: null } },
    ])
    expect(head?.text).toBe('')
    expect(head?.response?.status).toBe(200)
  })

  it('that shows a new validator does not make the old answer newer', async () => {
    await world.run([
      { reply: { headers: { 'Cache-Control': 'max-age=10', ETag: '"a"' } } },
      {
        init: by('HEAD'),
        wait: 5,
        expect: 'any',
        reply: { headers: { 'Cache-Control': 'max-age=3600', ETag: '"b"' }, body: null },
      },
      { wait: 10, expect: 'fetched' },
    ])
  })
})

describe('requests with a body', () => {
  it('arrive whole', async () => {
    const bodies: BodyInit[] = [
      'text',
      new Uint8Array([116, 101, 120, 116]),
      new Blob(['text']),
      new URLSearchParams('text'),
    ]
    for (const body of bodies) {
      const [sent] = await world.run([{ init: by('POST', { body }) }])
      expect(sent?.exchanges[0]?.body).toMatch(/^text=?$/)
    }
  })

  it('arrive whole as a stream', async () => {
    const body = new Blob(['text']).stream()
    const init = { method: 'PUT', body, duplex: 'half' } as RequestInit
    const [sent] = await world.run([{ init }])
    expect(sent?.exchanges[0]?.body).toBe('text')
  })
})
