import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { useWorld, until } from './steps'

// Bodies: whole, partial, cut, huge, empty, encoded (RFC 9111 sections 3.3 and 3.4, RFC 9110 section 14).

const world = useWorld()
const hour = { 'Cache-Control': 'max-age=3600' }

describe('cut short', () => {
  it.each(['short', 'cut'] as const)('%s: the caller hears of it, and nothing is reused', async (fault) => {
    const path = world.path()
    await world.run(
      [{ reply: { headers: hour, fault }, expect: 'failed' }, { reply: { headers: hour } }],
      path,
    )
    await world.run([{ expect: 'any' }], path)
  })

  it.each(['short', 'cut'] as const)('%s: does not replace what is held', async (fault) => {
    const stale = { headers: { 'Cache-Control': 'max-age=1', ETag: '"a"' } }
    await world.run([
      { reply: stale },
      { wait: 2, expect: 'failed', reply: { headers: { ...hour, ETag: '"b"' }, fault } },
      { expect: 'etag', from: 0, sent: { 'if-none-match': '"a"' } },
    ])
  })

  it('in the background: nothing is unhandled, the old stays', async () => {
    const headers = { 'Cache-Control': 'max-age=1, stale-while-revalidate=60' }
    await world.run([
      { reply: { headers } },
      { wait: 2, expect: 'revalidating', reply: { headers: hour, fault: 'short' }, from: 0 },
      { expect: 'revalidating', reply: { headers: hour }, from: 0 },
      { expect: 'cached' },
    ])
  })

  it('by the caller, who leaves: what was not read to its end is not reused as whole', async () => {
    const path = world.path()
    const whole = 'x'.repeat(3_000_000)
    world.origin.replies.set(path, { headers: hour, body: whole })
    const answer = await world.fetch(world.origin.url + path)
    await answer.body?.cancel()
    const next = await world.fetch(world.origin.url + path)
    expect((await next.text()).length).toBe(whole.length)
  })

  it('by an abort: the next caller gets the whole', async () => {
    const path = world.path()
    const whole = 'x'.repeat(3_000_000)
    world.origin.replies.set(path, { headers: hour, body: whole })
    const controller = new AbortController()
    const answer = await world.fetch(world.origin.url + path, { signal: controller.signal })
    controller.abort()
    await expect(answer.text()).rejects.toMatchObject({ name: 'AbortError' })
    const next = await world.fetch(world.origin.url + path)
    expect((await next.text()).length).toBe(whole.length)
  })
})

describe('whole', () => {
  it('huge', async () => {
    const path = world.path()
    const body = new Uint8Array(16_000_000).map((_, index) => index % 251)
    world.origin.replies.set(path, { headers: hour, body })
    for (let turn = 0; turn < 2; turn++) {
      const bytes = new Uint8Array(await (await world.fetch(world.origin.url + path)).arrayBuffer())
      expect(bytes.length).toBe(body.length)
      expect(Buffer.compare(bytes, body)).toBe(0)
    }
  })

  it('bytes that are no text', async () => {
    const path = world.path()
    const body = Uint8Array.from({ length: 256 }, (_, index) => index)
    world.origin.replies.set(path, { headers: hour, body })
    for (let turn = 0; turn < 2; turn++) {
      expect(new Uint8Array(await (await world.fetch(world.origin.url + path)).arrayBuffer())).toEqual(body)
    }
  })

  it('empty, with a body of no bytes', async () => {
    await world.run([{ reply: { headers: hour, body: '' } }, { wait: 2, expect: 'cached' }])
  })

  it.each([204, 205])('none at all: %i', async (status) => {
    const reply = { status, headers: hour, body: null }
    const [, second] = await world.run([{ reply }, { wait: 2, expect: 'cached' }])
    expect(second?.response?.body).toBeNull()
  })

  it('compressed: decoded once, and read again', async () => {
    const path = world.path()
    const text = 'compressed '.repeat(1000)
    const headers = { ...hour, 'Content-Encoding': 'gzip', 'Content-Type': 'text/plain' }
    world.origin.replies.set(path, { headers, body: gzipSync(text) })
    for (let turn = 0; turn < 3; turn++)
      expect(await (await world.fetch(world.origin.url + path)).text()).toBe(text)
    expect(world.origin.exchanges.filter(({ url }) => url === path).length).toBe(1)
  })

  it('read in any way: text, json, bytes, blob, stream, clone, form data', async () => {
    const path = world.path()
    world.origin.replies.set(path, {
      headers: { ...hour, 'Content-Type': 'application/json' },
      body: '{"a":[1]}',
    })
    for (let turn = 0; turn < 2; turn++) {
      const ask = () => world.fetch(world.origin.url + path)
      expect(await (await ask()).json()).toEqual({ a: [1] })
      expect((await (await ask()).arrayBuffer()).byteLength).toBe(9)
      expect((await (await ask()).blob()).size).toBe(9)
      const answer = await ask()
      const copy = answer.clone()
      expect(await answer.text()).toBe(await copy.text())
      expect(answer.bodyUsed).toBe(true)
      const chunks: Uint8Array[] = []
      for await (const chunk of (await ask()).body as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk)
      expect(Buffer.concat(chunks).toString()).toBe('{"a":[1]}')
    }
    const form = world.path()
    const type = 'application/x-www-form-urlencoded'
    world.origin.replies.set(form, { headers: { ...hour, 'Content-Type': type }, body: 'a=1&b=2' })
    for (let turn = 0; turn < 2; turn++) {
      expect((await (await world.fetch(world.origin.url + form)).formData()).get('b')).toBe('2')
    }
  })

  it('that nobody reads does not hold up the next caller', async () => {
    const path = world.path()
    world.origin.replies.set(path, { headers: hour, body: 'y'.repeat(5_000_000) })
    await world.fetch(world.origin.url + path)
    const next = await world.fetch(world.origin.url + path)
    expect((await next.text()).length).toBe(5_000_000)
  })

  it('of callers at the same time, each has the whole', async () => {
    const path = world.path()
    world.origin.replies.set(path, { headers: hour, body: 'z'.repeat(200_000) })
    const texts = await Promise.all(
      Array.from({ length: 8 }, async () => (await world.fetch(world.origin.url + path)).text()),
    )
    expect(texts.every((text) => text.length === 200_000)).toBe(true)
  })

  it('arrives as it is sent: an endless answer that is not to be stored', async () => {
    const path = world.path()
    let release: () => void = () => {}
    const rest = new Promise<void>((done) => (release = done))
    const chunks = ['data: 1\n\n', 'data: 2\n\n']
    const stream = await endless(chunks, rest)
    try {
      const { createHttpCache } = await import('@freshline/core')
      const cache = createHttpCache({ clock: world.clock })
      const answer = await cache(stream.url + path)
      const reader = answer.body?.getReader()
      expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('data: 1')
      release()
      await reader?.cancel()
    } finally {
      await stream.close()
    }
  })
})

/** An answer whose first chunk comes at once and whose rest comes later, or never. */
async function endless(chunks: string[], rest: Promise<void>) {
  const { createServer } = await import('node:http')
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(chunks[0])
    void rest.then(() => response.write(chunks[1] ?? ''))
  })
  server.listen(0, '127.0.0.1')
  await until(() => server.listening, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise((done) => server.close(done))
    },
  }
}

describe('ranges are left alone', () => {
  const range: RequestInit = { headers: { Range: 'bytes=0-3' } }
  const partial = {
    status: 206,
    headers: { ...hour, 'Content-Range': 'bytes 0-3/40', ETag: '"a"' },
    body: 'part',
  }

  it('a part is not the whole', async () => {
    await world.run([
      { init: range, reply: partial },
      { expect: 'fetched', reply: { headers: hour } },
    ])
  })

  it('a part is not another part', async () => {
    const other = { headers: { Range: 'bytes=4-7' } }
    await world.run([
      { init: range, reply: partial },
      { init: other, expect: 'network', reply: { ...partial, body: 'next' } },
    ])
  })

  it('the whole is not a part: the origin decides', async () => {
    await world.run([
      { reply: { headers: { ...hour, ETag: '"a"' } } },
      { init: range, expect: 'network', reply: partial, status: 206 },
      { expect: 'cached', from: 0 },
    ])
  })

  it('no condition is added to them, stale or not', async () => {
    await world.run([
      { reply: { headers: { 'Cache-Control': 'max-age=1', ETag: '"a"' } } },
      { wait: 2, init: range, reply: partial, status: 206, sent: { 'if-none-match': null } },
    ])
  })

  it('416 is handed on, and not stored for the whole', async () => {
    await world.run([
      { init: range, reply: { status: 416, headers: hour }, status: 416 },
      { reply: { headers: hour } },
    ])
  })

  it('the whole, sent in answer to a range, is handed on as it is', async () => {
    await world.run([{ init: range, reply: { headers: hour }, status: 200 }])
  })
})

describe('interim answers', () => {
  it.each([102, 103] as const)('%i is neither the answer nor in the way of it', async (interim) => {
    await world.run([
      { reply: { headers: hour, interim: [interim] }, status: 200 },
      { wait: 2, expect: 'cached' },
    ])
  })

  it('of a confirmation', async () => {
    await world.run([
      { reply: { headers: { 'Cache-Control': 'max-age=1', ETag: '"a"' } } },
      { wait: 2, expect: 'etag', reply: { status: 304, headers: hour, interim: [103] } },
      { expect: 'cached' },
    ])
  })
})
