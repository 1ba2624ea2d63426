import { describe, expect, it } from 'vitest'
import { useWorld, type Outcome, type Step } from './steps'

// `RequestInit.cache` (Fetch standard, "HTTP-network-or-cache fetch"), over a real fetch. The fields that a mode
// makes the request carry are looked at where they arrive.

const world = useWorld()
const date = 'Thu, 01 Jan 2026 00:00:00 GMT'
const validators = [
  { by: 'etag' as const, field: 'ETag', value: '"a"', condition: 'if-none-match' },
  { by: 'lm' as const, field: 'Last-Modified', value: date, condition: 'if-modified-since' },
]
const noConditions = { 'if-none-match': null, 'if-modified-since': null }
/** Sent with modes that go past every cache (steps on `no-store` and `reload`). */
const past = { 'cache-control': 'no-cache', pragma: 'no-cache' }
/** Sent with mode `no-cache`. */
const confirm = { 'cache-control': 'max-age=0' }
const mode = (cache: RequestCache, more: RequestInit = {}): RequestInit => ({
  cache,
  ...(cache === 'only-if-cached' && { mode: 'same-origin' }),
  ...more,
})

describe.each(validators)('with $field', ({ by, field, value, condition }) => {
  const fresh = { headers: { 'Cache-Control': 'max-age=3600', [field]: value } }
  const stale = { headers: { 'Cache-Control': 'max-age=1', [field]: value } }
  const newer = { headers: { 'Cache-Control': 'max-age=3600', [field]: by === 'etag' ? '"b"' : date } }
  const confirmed = by as Outcome

  describe('default', () => {
    it('fresh: from the cache', async () => {
      await world.run([
        { init: mode('default'), reply: fresh },
        { init: mode('default'), expect: 'cached' },
      ])
    })

    it('stale: confirmed', async () => {
      await world.run([
        { init: mode('default'), reply: stale },
        { wait: 2, init: mode('default'), expect: confirmed, sent: { [condition]: value } },
      ])
    })

    it('empty: asked plainly, and stored', async () => {
      await world.run([
        {
          init: mode('default'),
          reply: fresh,
          sent: { ...noConditions, 'cache-control': null, pragma: null },
        },
        { expect: 'cached' },
      ])
    })
  })

  describe('no-store', () => {
    const step: Step = { init: mode('no-store'), reply: newer, sent: { ...noConditions, ...past } }

    it('fresh: asked past the cache, which stays as it was', async () => {
      await world.run([{ reply: fresh }, step, { expect: 'cached', from: 0 }])
    })

    it('stale: asked past the cache, which stays as it was', async () => {
      await world.run([{ reply: stale }, { ...step, wait: 2 }, { expect: confirmed, from: 0 }])
    })

    it('empty: asked, and not stored', async () => {
      await world.run([step, { reply: fresh }])
    })

    it('does not evict: force-cache still finds the old', async () => {
      await world.run([
        { reply: stale },
        { ...step, wait: 2 },
        { init: mode('force-cache'), expect: 'cached', from: 0 },
      ])
    })
  })

  describe('reload', () => {
    const step: Step = { init: mode('reload'), reply: newer, sent: { ...noConditions, ...past } }

    it('fresh: asked without conditions, and stored', async () => {
      await world.run([{ reply: fresh }, step, { expect: 'cached', from: 1 }])
    })

    it('stale: asked without conditions, and stored', async () => {
      await world.run([{ reply: stale }, { ...step, wait: 2 }, { expect: 'cached', from: 1 }])
    })

    it('empty: asked, and stored', async () => {
      await world.run([step, { expect: 'cached' }])
    })

    it('what it stores is confirmed by its own validator', async () => {
      const short = { headers: { ...newer.headers, 'Cache-Control': 'max-age=1' } }
      await world.run([
        { reply: fresh },
        { ...step, reply: short },
        { wait: 2, expect: confirmed, from: 1, sent: { [condition]: by === 'etag' ? '"b"' : date } },
      ])
    })
  })

  describe('no-cache', () => {
    const step: Step = { init: mode('no-cache'), expect: confirmed, sent: { [condition]: value, ...confirm } }

    it('fresh: confirmed all the same', async () => {
      await world.run([{ reply: fresh }, step, { expect: 'cached', from: 0 }])
    })

    it('stale: confirmed', async () => {
      await world.run([{ reply: stale }, { ...step, wait: 2 }])
    })

    it('empty: asked without conditions, and stored', async () => {
      await world.run([
        { init: mode('no-cache'), reply: fresh, sent: { ...noConditions, ...confirm } },
        { expect: 'cached' },
      ])
    })

    it('an answer in full replaces what was held', async () => {
      await world.run([
        { reply: fresh },
        { init: mode('no-cache'), expect: 'fetched', reply: newer },
        { expect: 'cached', from: 1 },
      ])
    })
  })

  describe('force-cache', () => {
    it('fresh: from the cache', async () => {
      await world.run([{ reply: fresh }, { init: mode('force-cache'), expect: 'cached' }])
    })

    it('stale: from the cache, without asking', async () => {
      await world.run([
        { reply: stale },
        { wait: 99999, init: mode('force-cache'), expect: 'cached', has: { age: '99999' } },
      ])
    })

    it('stale: what is stale stays stale for others', async () => {
      await world.run([
        { reply: stale },
        { wait: 2, init: mode('force-cache'), expect: 'cached' },
        { expect: confirmed },
      ])
    })

    it('empty: asked plainly, and stored', async () => {
      await world.run([
        {
          init: mode('force-cache'),
          reply: fresh,
          sent: { ...noConditions, 'cache-control': null, pragma: null },
        },
        { expect: 'cached' },
      ])
    })

    it('after no-store: asked', async () => {
      await world.run([
        { init: mode('no-store'), reply: fresh },
        { init: mode('force-cache'), reply: fresh },
      ])
    })
  })

  describe('only-if-cached', () => {
    it('fresh: from the cache', async () => {
      await world.run([{ reply: fresh }, { init: mode('only-if-cached'), expect: 'cached' }])
    })

    it('stale: from the cache, without asking', async () => {
      await world.run([{ reply: stale }, { wait: 99999, init: mode('only-if-cached'), expect: 'cached' }])
    })

    it('empty: a network error, without asking', async () => {
      const [taken] = await world.run([{ init: mode('only-if-cached'), expect: 'rejected' }])
      expect(taken?.error).toBeInstanceOf(TypeError)
    })

    it('after no-store: a network error', async () => {
      await world.run([
        { init: mode('no-store'), reply: fresh },
        { init: mode('only-if-cached'), expect: 'rejected' },
      ])
    })

    it('after reload: from the cache', async () => {
      await world.run([
        { init: mode('reload'), reply: stale },
        { wait: 5, init: mode('only-if-cached'), expect: 'cached' },
      ])
    })

    it('of another variant: a network error', async () => {
      const reply = { headers: { ...fresh.headers, Vary: 'X-Foo' } }
      const init = mode('only-if-cached', { headers: { 'X-Foo': '2' } })
      await world.run([
        { init: { headers: { 'X-Foo': '1' } }, reply },
        { init, expect: 'rejected' },
      ])
    })
  })

  describe.each([
    ['If-Modified-Since', date],
    ['If-None-Match', '"mine"'],
    ['If-Unmodified-Since', date],
    ['If-Match', '"mine"'],
    ['If-Range', '"mine"'],
  ])('default with %s of the caller is no-store', (name, given) => {
    const init = mode('default', { headers: { [name]: given } })
    const own = { ...noConditions, [name.toLowerCase()]: given }

    it.each([
      ['fresh', fresh],
      ['stale', stale],
    ])('%s: asked with it alone, and nothing changes', async (_, held) => {
      await world.run([
        { reply: held },
        { wait: 2, init, reply: newer, sent: { ...own, ...past } },
        { init: mode('force-cache'), expect: 'cached', from: 0 },
      ])
    })

    it('empty: asked, and not stored', async () => {
      await world.run([{ init, reply: fresh, sent: own }, { reply: fresh }])
    })
  })

  describe.each(['no-cache', 'reload', 'no-store', 'force-cache'] as const)(
    '%s with conditions of the caller',
    (cache) => {
      it('asks with those where it asks', async () => {
        const init = mode(cache, { headers: { 'If-None-Match': '"mine"' } })
        const path = world.path()
        await world.run([{ reply: stale }], path)
        world.clock.jump(2000)
        world.origin.replies.set(path, newer)
        const before = world.origin.exchanges.length
        const response = await world.fetch(world.origin.url + path, init)
        await response.text()
        const [sent] = world.origin.exchanges.slice(before)
        expect(world.origin.exchanges.length - before).toBe(cache === 'force-cache' ? 0 : 1)
        expect(response.status).toBe(200)
        expect(sent ? sent.headers['if-none-match'] : '"mine"').toContain('"mine"')
      })
    },
  )
})

describe('fields that the caller gave stay', () => {
  it.each(['no-store', 'reload', 'no-cache'] as const)('%s', async (cache) => {
    const headers = { 'Cache-Control': 'no-transform', Pragma: 'mine' }
    await world.run([
      { init: mode(cache, { headers }), sent: { 'cache-control': /no-transform/, pragma: 'mine' } },
    ])
  })
})

describe('modes and methods', () => {
  it.each(['no-store', 'reload', 'no-cache', 'default', 'force-cache'] as const)(
    'POST with %s always reaches the origin, and invalidates',
    async (cache) => {
      const fresh = { headers: { 'Cache-Control': 'max-age=3600' } }
      await world.run([{ reply: fresh }, { init: mode(cache, { method: 'POST' }) }, { reply: fresh }])
    },
  )

  it('POST with only-if-cached is a network error', async () => {
    await world.run([{ init: mode('only-if-cached', { method: 'POST' }), expect: 'rejected' }])
  })
})

describe('modes and vary', () => {
  const reply = { headers: { 'Cache-Control': 'max-age=3600', Vary: 'X-Foo' } }
  const one = { headers: { 'X-Foo': '1' } }
  const two = { headers: { 'X-Foo': '2' } }

  it('force-cache does not use another variant', async () => {
    await world.run([
      { init: one, reply },
      { init: mode('force-cache', two), reply },
      { init: one, expect: 'cached', from: 0 },
    ])
  })

  it('reload of one variant leaves the other', async () => {
    await world.run([
      { init: one, reply },
      { init: two, reply },
      { init: mode('reload', two), reply },
      { init: one, expect: 'cached', from: 0 },
      { init: two, expect: 'cached', from: 2 },
    ])
  })
})

describe('a mode that is none', () => {
  it('is refused, as fetch does', async () => {
    const init = { cache: 'sometimes' } as unknown as RequestInit
    await world.run([{ init, expect: 'rejected' }])
  })

  it('only-if-cached without mode same-origin is refused, or answered from the cache alone', async () => {
    const [taken] = await world.run([{ init: { cache: 'only-if-cached' }, expect: 'rejected' }])
    expect(taken?.error).toBeInstanceOf(TypeError)
  })
})

describe('a Request as input', () => {
  it('brings its mode, method and headers', async () => {
    const path = world.path()
    const fresh = { headers: { 'Cache-Control': 'max-age=3600', Vary: 'X-Foo' } }
    world.origin.replies.set(path, fresh)
    const ask = (init?: RequestInit) => world.fetch(new Request(world.origin.url + path, init))
    const first = await (await ask()).text()
    expect(await (await ask()).text()).toBe(first)
    expect(await (await ask({ cache: 'reload' })).text()).not.toBe(first)
    const before = world.origin.exchanges.length
    await (await ask({ headers: { 'X-Foo': '1' } })).text()
    await (await ask({ method: 'PUT', body: 'x' })).text()
    expect(world.origin.exchanges.slice(before)).toMatchObject([
      { method: 'GET', headers: { 'x-foo': '1' } },
      { method: 'PUT', body: 'x' },
    ])
  })

  it('is overridden by init, as with fetch', async () => {
    const path = world.path()
    world.origin.replies.set(path, { headers: { 'Cache-Control': 'max-age=3600' } })
    const request = new Request(world.origin.url + path, { cache: 'reload', headers: { 'X-Foo': '1' } })
    const first = await (await world.fetch(request.clone())).text()
    expect(await (await world.fetch(request.clone(), { cache: 'default' })).text()).toBe(first)
    await (await world.fetch(request, { headers: { 'X-Bar': '2' } })).text()
    expect(world.origin.exchanges.at(-1)?.headers).toMatchObject({ 'x-bar': '2' })
    expect(world.origin.exchanges.at(-1)?.headers['x-foo']).toBeUndefined()
  })
})
