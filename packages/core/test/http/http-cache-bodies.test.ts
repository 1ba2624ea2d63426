import { describe, expect, it } from 'vitest'
import { createHttpCache } from '@freshline/core'
import { useOrigin } from './support'

const origin = useOrigin()
const hour = { 'cache-control': 'max-age=3600' }
const turns = async () => {
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate)
}

/** A transport that answers by hand, and a cache before it. */
function byHand(headers: Record<string, string> = hour, options = {}) {
  const calls: {
    controller: ReadableStreamDefaultController<Uint8Array>
    signal: AbortSignal | undefined
  }[] = []
  let pulls = 0
  const cached = createHttpCache({
    ...options,
    transport: async (_, init) => {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => void calls.push({ controller, signal: init.signal ?? undefined }),
        pull: () => void pulls++,
      })
      return new Response(body, { headers })
    },
  })
  const send = (text: string, call = calls.length - 1) =>
    calls[call]?.controller.enqueue(new TextEncoder().encode(text))
  const end = (call = calls.length - 1) => calls[call]?.controller.close()
  return { calls, cached, send, end, pulls: () => pulls }
}

const address = 'https://api.example/x'

describe('bodies', () => {
  it('arrive as they are sent, and are kept once they are whole', async () => {
    const { calls, cached, send, end } = byHand()
    const reader = (await cached(address)).body?.getReader()
    send('one')
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('one')
    send('two')
    end()
    await reader?.read()
    expect((await reader?.read())?.done).toBe(true)
    expect(await (await cached(address)).text()).toBe('onetwo')
    expect(calls).toHaveLength(1)
  })

  it('can be read in every way, by everybody, also when kept', async () => {
    const { url, asked, cached } = await origin.serve(() => ({
      headers: { ...hour, 'content-type': 'application/json' },
      body: '{"a":1}',
    }))
    for (let round = 0; round < 2; round++) {
      expect(await (await cached(url)).json()).toEqual({ a: 1 })
      expect(await (await cached(url)).text()).toBe('{"a":1}')
      expect((await (await cached(url)).arrayBuffer()).byteLength).toBe(7)
      expect(await (await (await cached(url)).blob()).text()).toBe('{"a":1}')
      const response = await cached(url)
      const clone = response.clone()
      expect(clone).toMatchObject({ url, status: 200, statusText: 'OK', ok: true, redirected: false })
      expect(await Promise.all([response.text(), clone.clone().text()])).toEqual(['{"a":1}', '{"a":1}'])
    }
    expect(asked).toHaveLength(1)
  })

  it('are not spoilt by who reads them', async () => {
    const { cached, send, end } = byHand()
    const response = await cached(address)
    send('abc')
    end()
    const reader = response.body?.getReader()
    const chunk = (await reader?.read())?.value
    chunk?.fill(0)
    await reader?.read()
    const second = new Uint8Array(await (await cached(address)).arrayBuffer())
    second.fill(0)
    expect(await (await cached(address)).text()).toBe('abc')
  })

  it('that break off are not kept, nor those that are too short', async () => {
    for (const spoil of ['error', 'short']) {
      const { calls, cached, send, end } = byHand({ ...hour, 'content-length': '5' })
      const text = cached(address).then((response) => response.text())
      await turns()
      send('123')
      if (spoil === 'error') calls[0]?.controller.error(new Error('cut'))
      else end()
      await text.catch(() => {})
      const second = cached(address).then((response) => response.text())
      await turns()
      expect(calls).toHaveLength(2)
      send('12345')
      end()
      await second
      expect(await (await cached(address)).text()).toBe('12345')
      expect(calls).toHaveLength(2)
    }
  })

  // A page sees the length of another origin's answers, and not that they are coded.
  it.each([{ 'content-encoding': 'gzip' }, {}])(
    'whose length is that of a coded form are kept: %o',
    async (coding) => {
      const { calls, cached, send, end } = byHand({ ...hour, 'content-length': '5', ...coding })
      const text = cached(address).then((response) => response.text())
      await turns()
      send('decoded by fetch')
      end()
      await text
      expect(await (await cached(address)).text()).toBe('decoded by fetch')
      expect(calls).toHaveLength(1)
    },
  )

  it('that are endless are handed on, and not held', async () => {
    const { cached, send, calls } = byHand(hour, { maxBytes: 1000 })
    const controller = new AbortController()
    const response = await cached(address, { signal: controller.signal })
    const reader = response.body?.getReader()
    for (let round = 0; round < 100; round++) {
      send('x'.repeat(100))
      expect((await reader?.read())?.value?.byteLength).toBe(100)
    }
    controller.abort(new Error('enough'))
    await expect(reader?.read()).rejects.toThrow('enough')
    void cached(address)
    await turns()
    expect(calls).toHaveLength(2)
  })

  it('are not read ahead of a slow reader without bound', async () => {
    let pulls = 0
    const cached = createHttpCache({
      transport: async () => {
        const pull = (controller: ReadableStreamDefaultController) => {
          pulls++
          controller.enqueue(new Uint8Array(10_000))
        }
        return new Response(new ReadableStream({ pull }), { headers: hour })
      },
    })
    const response = await cached(address)
    await turns()
    expect(pulls).toBeGreaterThan(5)
    expect(pulls).toBeLessThan(12)
    await response.body?.cancel()
  })

  it('that are left unread are kept where they are short', async () => {
    const { url, asked, cached } = await origin.serve(() => ({ headers: hour, body: 'short' }))
    await cached(url)
    await expect.poll(async () => (await cached(url)).headers.get('age')).toBe('0')
    expect(asked.length).toBeLessThan(10)
  })

  it('of 204 and HEAD are null', async () => {
    const { url, asked, cached } = await origin.serve((request) =>
      request.url === '/none' ? { status: 204, headers: hour } : { headers: hour, body: 'get' },
    )
    const none = url.replace('stores', 'none')
    await (await cached(none)).text()
    const second = await cached(none)
    expect([second.status, second.body]).toEqual([204, null])
    await (await cached(url)).text()
    const head = await cached(url, { method: 'HEAD' })
    expect([head.status, head.body, head.headers.get('age')]).toEqual([200, null, '0'])
    expect(asked).toHaveLength(2)
  })
})

describe('callers at the same time', () => {
  it('share one request, each with a body of its own', async () => {
    const { calls, cached, send, end } = byHand()
    const texts = [1, 2, 3].map(() => cached(address).then((response) => response.text()))
    await turns()
    send('shared')
    end()
    expect(await Promise.all(texts)).toEqual(['shared', 'shared', 'shared'])
    expect(calls).toHaveLength(1)
  })

  it.each([
    ['no-store', { 'cache-control': 'no-store' }],
    ['no-cache', { 'cache-control': 'no-cache' }],
    ['max-age=0', { 'cache-control': 'max-age=0' }],
    ['no lifetime', {}],
    ['Vary: *', { ...hour, vary: '*' }],
  ])('do not share what may be used once only: %s', async (_, headers) => {
    const { calls, cached, send, end } = byHand(headers)
    const texts = [1, 2].map(() => cached(address).then((response) => response.text()))
    await turns()
    expect(calls).toHaveLength(2)
    send('a', 0)
    end(0)
    send('b', 1)
    end(1)
    expect((await Promise.all(texts)).sort()).toEqual(['a', 'b'])
  })

  it('do not share with other headers, credentials or redirections, nor what is asked anew', async () => {
    const { calls, cached } = byHand()
    const inits: RequestInit[] = [
      {},
      { headers: { 'x-a': '1' } },
      { credentials: 'omit' },
      { redirect: 'manual' },
      { cache: 'no-cache' },
      { cache: 'reload' },
      { headers: { 'cache-control': 'max-age=5' } },
      { method: 'HEAD' },
    ]
    for (const init of inits) void cached(address, init)
    await turns()
    expect(calls).toHaveLength(inits.length)
  })

  it('leave one by one: the request ends with the last', async () => {
    const { calls, cached, send, end } = byHand()
    const [first, second] = [new AbortController(), new AbortController()]
    const left = cached(address, { signal: first.signal })
    const stays = cached(address, { signal: second.signal })
    const third = cached(address)
    first.abort()
    await expect(left).rejects.toMatchObject({ name: 'AbortError' })
    const response = await stays
    second.abort()
    await expect(response.text()).rejects.toMatchObject({ name: 'AbortError' })
    send('whole')
    end()
    expect(await (await third).text()).toBe('whole')
    expect(calls[0]?.signal?.aborted).toBe(false)
    expect(calls).toHaveLength(1)
  })

  it('leave the body without waiting for each other', async () => {
    const { cached, send, end } = byHand()
    const [first, second] = await Promise.all([cached(address), cached(address)])
    await first.body?.cancel()
    send('whole')
    end()
    expect(await second.text()).toBe('whole')
    const [third, fourth] = await Promise.all([cached(`${address}?2`), cached(`${address}?2`)])
    await fourth.body?.cancel()
    send('whole')
    end()
    expect(await third.text()).toBe('whole')
  })

  it('abort while the answer is kept: nothing of it is', async () => {
    const { calls, cached, send, end } = byHand()
    const controller = new AbortController()
    const response = await cached(address, { signal: controller.signal })
    send('par')
    controller.abort()
    await expect(response.text()).rejects.toMatchObject({ name: 'AbortError' })
    const second = cached(address).then((other) => other.text())
    await turns()
    expect(calls).toHaveLength(2)
    send('whole')
    end()
    expect(await second).toBe('whole')
  })

  it('that were aborted before get nothing, not even what is kept', async () => {
    const { cached, send, end } = byHand()
    const text = cached(address).then((response) => response.text())
    await turns()
    send('x')
    end()
    await text
    await expect(cached(address, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    })
  })
})
