import { describe, expect, it } from 'vitest'
import { createHttpCache, type HttpCache } from '@freshline/core'
import { fakeClock } from '@freshline/test-utils'

// Orders of events that a single caller never sees: older answers that come late, answers that are cleared away
// while they arrive, and storages that misbehave. The transport is a function here, answered by hand.

interface Pending {
  readonly url: string
  readonly headers: Headers
  answer(text: string, headers?: Record<string, string>, status?: number): void
  fail(): void
}

function setup(options: Parameters<typeof createHttpCache>[0] = {}) {
  const clock = fakeClock(Date.UTC(2026, 10, 22, 12))
  const pending: Pending[] = []
  const cache = createHttpCache({
    clock,
    onError: () => {},
    ...options,
    transport: (input, init) =>
      new Promise((resolve, reject) => {
        pending.push({
          url: String(input),
          headers: new Headers(init?.headers),
          answer(text, headers = { 'cache-control': 'max-age=3600' }, status = 200) {
            const dated = { date: new Date(clock.now()).toUTCString(), ...headers }
            resolve(new Response(status === 304 ? null : text, { status, headers: dated }))
          },
          fail: () => reject(new TypeError('fetch failed')),
        })
      }),
  })
  const next = async (count: number) => {
    for (let turn = 0; pending.length < count && turn < 1000; turn++) await new Promise(setImmediate)
    const last = pending[count - 1]
    if (!last) throw new Error(`no request ${count}`)
    return last
  }
  const text = async (init?: RequestInit) => (await cache('https://a.example/x', init)).text()
  return { clock, cache, pending, next, text }
}

const quiet = async () => {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
}

describe('answers out of order', () => {
  it.each(['reload', 'no-cache'] as const)('an older one never replaces that of a later %s', async (mode) => {
    const { clock, pending, next, text } = setup()
    const slow = text()
    const first = await next(1)
    clock.jump(1000)
    const fast = text({ cache: mode })
    ;(await next(2)).answer('new')
    expect(await fast).toBe('new')
    clock.jump(1000)
    first.answer('old', { 'cache-control': 'max-age=3600', date: new Date(clock.now() - 2000).toUTCString() })
    expect(await slow).toBe('old')
    await quiet()
    expect(await text()).toBe('new')
    expect(pending.length).toBe(2)
  })

  it('an older update in the background never replaces a later reload', async () => {
    const { clock, next, text } = setup()
    const control = { 'cache-control': 'max-age=10, stale-while-revalidate=3600' }
    const first = text()
    ;(await next(1)).answer('v1', control)
    await first
    clock.jump(20_000)
    expect(await text()).toBe('v1')
    const background = await next(2)
    clock.jump(1000)
    const reload = text({ cache: 'reload' })
    ;(await next(3)).answer('v3', { 'cache-control': 'max-age=3600' })
    expect(await reload).toBe('v3')
    clock.jump(1000)
    background.answer('v2', control)
    await quiet()
    expect(await text()).toBe('v3')
  })

  it('a late confirmation of what was replaced does not bring it back', async () => {
    const { clock, next, text } = setup()
    const first = text()
    ;(await next(1)).answer('v1', { 'cache-control': 'max-age=10', etag: '"1"' })
    await first
    clock.jump(20_000)
    const slow = text()
    const asked = await next(2)
    expect(asked.headers.get('if-none-match')).toBe('"1"')
    clock.jump(1000)
    const reload = text({ cache: 'reload' })
    ;(await next(3)).answer('v2', { 'cache-control': 'max-age=3600', etag: '"2"' })
    expect(await reload).toBe('v2')
    asked.answer('', { 'cache-control': 'max-age=3600', etag: '"1"' }, 304)
    expect(await slow).toBe('v1')
    await quiet()
    expect(await text()).toBe('v2')
  })
})

describe('what is forgotten while it arrives', () => {
  it.each(['clear', 'delete', 'POST'] as const)(
    '%s: the answer reaches who asked, and nobody later',
    async (how) => {
      const { cache, next, text } = setup()
      const early = text()
      const first = await next(1)
      if (how === 'clear') await cache.clear()
      else if (how === 'delete') await cache.delete('https://a.example/x#y')
      else {
        const post = text({ method: 'POST' })
        ;(await next(2)).answer('done', {})
        await post
      }
      first.answer('old')
      expect(await early).toBe('old')
      await quiet()
      const later = text()
      const asked = await next(how === 'POST' ? 3 : 2)
      asked.answer('new')
      expect(await later).toBe('new')
    },
  )

  it('clear while the body streams', async () => {
    let push: (text: string) => void = () => {}
    let end: () => void = () => {}
    let calls = 0
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        push = (text) => controller.enqueue(new TextEncoder().encode(text))
        end = () => controller.close()
      },
    })
    const cache = createHttpCache({
      transport: async () =>
        calls++ === 0
          ? new Response(body, { headers: { 'cache-control': 'max-age=3600' } })
          : new Response('new', { headers: { 'cache-control': 'max-age=3600' } }),
    })
    const early = await cache('https://a.example/x')
    push('ol')
    await cache.clear()
    push('d')
    end()
    expect(await early.text()).toBe('old')
    await quiet()
    expect(await (await cache('https://a.example/x')).text()).toBe('new')
  })

  it.each(['a failure', '503'])(
    'what was invalidated does not stand in for %s that comes after',
    async (how) => {
      const { clock, next, text } = setup()
      const first = text()
      ;(await next(1)).answer('old', { 'cache-control': 'max-age=10, stale-if-error=3600' })
      await first
      await quiet()
      clock.jump(20_000)
      const asking = text()
      const slow = await next(2)
      const post = text({ method: 'POST' })
      ;(await next(3)).answer('done', {})
      await post
      if (how === '503') slow.answer('down', {}, 503)
      else slow.fail()
      expect(await asking.catch((error: Error) => error.message)).toBe(
        how === '503' ? 'down' : 'fetch failed',
      )
    },
  )

  it('a later caller does not join a request from before the clearing', async () => {
    const { cache, pending, next, text } = setup()
    const early = text()
    const first = await next(1)
    await cache.clear()
    const later = text()
    const second = await next(2)
    first.answer('old')
    second.answer('new')
    expect(await Promise.all([early, later])).toEqual(['old', 'new'])
    expect(pending.length).toBe(2)
    expect(await text()).toBe('new')
  })
})

describe('what is too large to be kept', () => {
  it('takes the place of what was kept: the older is not used any more', async () => {
    const { next, text } = setup({ maxBytes: 100 })
    const first = text()
    ;(await next(1)).answer('small')
    await first
    const reload = text({ cache: 'reload' })
    ;(await next(2)).answer('x'.repeat(1000))
    expect((await reload).length).toBe(1000)
    const again = text()
    ;(await next(3)).answer('y'.repeat(1000))
    expect((await again)[0]).toBe('y')
  })
})

describe('a storage that misbehaves', () => {
  const failing = (work: () => unknown) =>
    createHttpCache({
      onError: () => {},
      transport: async () => new Response('well', { headers: { 'cache-control': 'max-age=3600' } }),
      storage: {
        get: async () => work(),
        set: async () => work(),
        delete: async () => work(),
        keys: async () => work() as string[],
      },
    })
  const answers = async (cache: HttpCache) => {
    await expect(cache('https://a.example/x').then((response) => response.text())).resolves.toBe('well')
    await expect(cache('https://a.example/x').then((response) => response.text())).resolves.toBe('well')
    await cache.clear()
    await cache.delete('https://a.example/x')
  }

  it('by rejecting', async () => {
    await answers(failing(() => Promise.reject(new Error('full'))))
  })

  it('by throwing at once', async () => {
    const boom = () => {
      throw new Error('closed')
    }
    const cache = createHttpCache({
      onError: () => {},
      transport: async () => new Response('well', { headers: { 'cache-control': 'max-age=3600' } }),
      storage: { get: boom, set: boom, delete: boom, keys: boom },
    })
    await answers(cache)
  })

  const entry = {
    status: 200,
    statusText: '',
    url: '',
    headers: [],
    variant: [],
    body: null,
    size: 0,
    run: 0,
  }
  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'x'],
    ['a number', 1],
    ['an object', {}],
    ['a list of null', [null]],
    ['a list of texts', ['x']],
    ['an empty entry', [{}]],
    ['a status that is none', [{ ...entry, status: 9999, wall: 0, monotonic: 0 }]],
    ['no times', [entry]],
    ['bad headers', [{ ...entry, headers: [['bad name\n', 'x']], wall: 0, monotonic: 0 }]],
    ['headers that are no pairs', [{ ...entry, headers: ['x', null], wall: 0, monotonic: 0 }]],
    ['a variant of nonsense', [{ ...entry, variant: [null], wall: 0, monotonic: 0 }]],
    ['a body that became an object', [{ ...entry, body: { 0: 1 }, size: 1, wall: 0, monotonic: 0 }]],
    ['a body that is shorter', [{ ...entry, body: new Uint8Array(2), size: 3, wall: 0, monotonic: 0 }]],
    ['an own member named constructor', [{ ...entry, constructor: null, headers: null }]],
  ])('by answering %s', async (_, value) => {
    const cache = failing(() => value)
    await expect(cache('https://a.example/x').then((response) => response.text())).resolves.toBe('well')
    await expect(
      cache('https://a.example/x', { cache: 'no-cache' }).then((response) => response.text()),
    ).resolves.toBe('well')
  })
})
