import { once } from 'node:events'
import { request as send, type IncomingMessage, type RequestListener } from 'node:http'
import express from 'express'
import { deferred } from '@freshline/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { toNodeHandler, type FetchHandler } from '../../src/index'
import { exchange, serve, type Served } from './raw-request'

let served: Served | undefined
afterEach(async () => {
  await served?.close()
  served = undefined
})

async function start(listener: RequestListener): Promise<number> {
  served = await serve(listener)
  return served.port
}

/** The handler on a socket, and what it reports. */
async function run(handler: FetchHandler): Promise<{ port: number; reported: unknown[] }> {
  const reported: unknown[] = []
  const port = await start(toNodeHandler(handler, { onError: (error) => void reported.push(error) }))
  return { port, reported }
}

async function text(message: IncomingMessage): Promise<string> {
  let all = ''
  for await (const chunk of message.setEncoding('utf8')) all += String(chunk)
  return all
}

describe('a failure', () => {
  it.each<[string, FetchHandler, RegExp]>([
    [
      'thrown',
      () => {
        throw new Error('broken')
      },
      /broken/,
    ],
    ['rejected', () => Promise.reject(new Error('broken')), /broken/],
    ['no answer', () => undefined as unknown as Response, /undefined to GET, not a Response/],
    ['an answer that can’t be sent', () => Response.error(), /not a Response/],
    ['an answer of another kind', () => ({ status: 200 }) as unknown as Response, /not a Response/],
  ])('%s, is answered 500 as problem details and reported', async (_, handler, message) => {
    const { port, reported } = await run(handler)
    const answer = await fetch(`http://127.0.0.1:${port}/`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([500, 'application/problem+json'])
    // What went wrong is for those who run the server.
    expect(await answer.json()).toEqual({
      title: 'Internal Server Error',
      status: 500,
      code: 'internal',
      detail: 'The server failed to answer; the failure was reported.',
    })
    expect(reported).toEqual([expect.objectContaining({ message: expect.stringMatching(message) })])
  })

  it('goes to console.error by default', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    const port = await start(toNodeHandler(() => Promise.reject(new Error('broken'))))
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(500)
    expect(said.mock.calls).toEqual([[expect.any(String), expect.objectContaining({ message: 'broken' })]])
    said.mockRestore()
  })

  it('of the reporter itself changes nothing', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    const onError = (): void => {
      throw new Error('reporter')
    }
    const port = await start(toNodeHandler(() => Promise.reject(new Error('broken')), { onError }))
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(500)
    expect(said).toHaveBeenCalledOnce()
    said.mockRestore()
  })

  it('in the middle of a body cuts the answer off, is reported, and ends nothing else', async () => {
    const received = deferred<void>()
    const { port, reported } = await run((request) => {
      if (request.url.endsWith('/well')) return new Response('well')
      const source = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
        controller.enqueue(new TextEncoder().encode('half'))
        await received.promise
        throw new Error('broken')
      }
      return new Response(new ReadableStream({ start: source }))
    })
    const answer = await fetch(`http://127.0.0.1:${port}/`)
    expect(answer.status).toBe(200)
    received.resolve()
    await expect(answer.text()).rejects.toThrow('terminated')
    await vi.waitFor(() => expect(reported).toEqual([expect.objectContaining({ message: 'broken' })]))
    expect(await (await fetch(`http://127.0.0.1:${port}/well`)).text()).toBe('well')
  })
})

describe('streaming', () => {
  it('an answer arrives as it is made', async () => {
    const more = deferred<void>()
    const { port } = await run(
      () =>
        new Response(
          new ReadableStream({
            async start(controller) {
              controller.enqueue(new TextEncoder().encode('first'))
              await more.promise
              controller.enqueue(new TextEncoder().encode('second'))
              controller.close()
            },
          }),
        ),
    )
    const reader = (await fetch(`http://127.0.0.1:${port}/`)).body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first')
    more.resolve()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('second')
  })

  it('a request is read as it is sent', async () => {
    const first = deferred<string>()
    const { port } = await run(async (request) => {
      let all = ''
      for await (const chunk of request.body ?? []) {
        all += new TextDecoder().decode(chunk)
        first.resolve(all)
      }
      return new Response(all)
    })
    const upload = send({ port, method: 'PUT' })
    upload.write('first')
    expect(await first.promise).toBe('first')
    upload.end(' second')
    const [answer] = (await once(upload, 'response')) as [IncomingMessage]
    expect(await text(answer)).toBe('first second')
  })

  it('HEAD has the fields of a stream and not its body', async () => {
    const cancelled = deferred<void>()
    const body = (): ReadableStream => new ReadableStream({ cancel: () => cancelled.resolve() })
    const { port } = await run(() => new Response(body(), { headers: { 'x-a': 'b' } }))
    const answer = await exchange(port, ['HEAD / HTTP/1.1'])
    expect(answer).toMatch(/^HTTP\/1.1 200[^]*x-a: b[^]*\r\n\r\n$/)
    await cancelled.promise
  })
})

describe('a client that goes away', () => {
  it('aborts request.signal, which is no failure to report', async () => {
    const [arrived, aborted] = [deferred<void>(), deferred<boolean>()]
    const { port, reported } = await run(async ({ signal }) => {
      arrived.resolve()
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          aborted.resolve(signal.aborted)
          reject(signal.reason as Error)
        })
      })
      return new Response('too late')
    })
    const client = send({ port }).on('error', () => {})
    client.end()
    await arrived.promise
    client.destroy()
    expect(await aborted.promise).toBe(true)
    // The next answer shows that the server lives on, and that the one before was dealt with.
    expect((await exchange(port, ['GARBAGE'])).slice(0, 12)).toBe('HTTP/1.1 400')
    expect(reported).toEqual([])
  })

  it('while it sends ends the reading with a failure', async () => {
    const [arrived, failure] = [deferred<void>(), deferred<unknown>()]
    const { port, reported } = await run(async (request) => {
      arrived.resolve()
      await request.text().catch(failure.resolve)
      return new Response('too late')
    })
    const client = send({ port, method: 'PUT', headers: { 'content-length': 100 } }).on('error', () => {})
    client.write('half')
    await arrived.promise
    client.destroy()
    expect(await failure.promise).toBeInstanceOf(Error)
    expect(reported).toEqual([])
  })

  it('while it is answered cancels the body', async () => {
    const cancelled = deferred<void>()
    const { port, reported } = await run(
      () =>
        new Response(
          new ReadableStream({
            start: (controller) => controller.enqueue(new Uint8Array(10)),
            cancel: () => cancelled.resolve(),
          }),
        ),
    )
    const client = send({ port }).on('error', () => {})
    client.end()
    const [answer] = (await once(client, 'response')) as [IncomingMessage]
    answer.on('error', () => {}).resume()
    client.destroy()
    await cancelled.promise
    expect(reported).toEqual([])
  })

  it('does not abort what was answered in full', async () => {
    const signals: AbortSignal[] = []
    const { port } = await run((request) => {
      signals.push(request.signal)
      return new Response('all')
    })
    await exchange(port, ['GET / HTTP/1.1'])
    expect(signals.map(({ aborted }) => aborted)).toEqual([false])
  })
})

describe('in Express 5', () => {
  it('sees the path below its mount, and the body that nobody has read', async () => {
    const handler: FetchHandler = async (request) =>
      Response.json([request.method, new URL(request.url).pathname, await request.json()])
    const port = await start(express().use('/api/v1', toNodeHandler(handler)))
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/things/7?a=b`, {
      method: 'POST',
      body: '{"a":1}',
    })
    expect(await answer.json()).toEqual(['POST', '/things/7', { a: 1 }])
  })

  it('behind a body parser is a reported failure, not a request that hangs', async () => {
    const said: unknown[] = []
    const handler: FetchHandler = async (request) => Response.json(await request.json())
    const app = express().use(
      express.json(),
      toNodeHandler(handler, { onError: (error) => void said.push(error) }),
    )
    const port = await start(app)
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{"a":1}', headers })
    expect(answer.status).toBe(500)
    expect(said).toEqual([expect.objectContaining({ message: expect.stringMatching(/already been read/) })])
  })
})

describe('trustProxy', () => {
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'app.example' }
  it.each([
    [undefined, 'http://127.0.0.1'],
    ['loopback', 'https://app.example'],
  ] as const)('%s', async (trustProxy, origin) => {
    const port = await start(toNodeHandler((request) => new Response(request.url), { trustProxy }))
    const answer = await fetch(`http://127.0.0.1:${port}/a`, { headers: forwarded })
    expect(await answer.text()).toBe(trustProxy ? `${origin}/a` : `${origin}:${port}/a`)
  })
})
