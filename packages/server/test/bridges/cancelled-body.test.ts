import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { toNodeHandler, type FetchHandler } from '../../src/index'
import { exchange, serve, type Served } from './raw-request'

/** What nobody caught: in a server it is the end of the process. */
const uncaught: unknown[] = []
const note = (error: unknown): void => void uncaught.push(error)

let served: Served | undefined
beforeEach(() => {
  uncaught.length = 0
  process.on('uncaughtException', note)
})
afterEach(async () => {
  process.off('uncaughtException', note)
  await served?.close()
})

/** In small chunks, so that some wait in every queue on the way. */
const chunks = `40\r\n${'x'.repeat(0x40)}\r\n`.repeat(300)

/** Goes on sending whatever is answered, and answers what came back first. */
async function upload(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let received = ''
  socket.on('error', () => {}).on('data', (data: Buffer) => (received += data.toString('latin1')))
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n')
  for (let turn = 0; turn < 200 && !socket.destroyed; turn++) {
    socket.write(chunks)
    await new Promise(setImmediate)
  }
  if (received === '') await once(socket, 'data')
  socket.destroy()
  return received
}

const tooLarge = new Response(null, { status: 413 })

it.each<[string, FetchHandler]>([
  [
    'cancelled at once',
    async ({ body }) => {
      await body?.cancel()
      return tooLarge.clone()
    },
  ],
  [
    'cancelled after the first chunk, with a reason',
    async ({ body }) => {
      const reader = body?.getReader()
      await reader?.read()
      await reader?.cancel(new Error('too large')).catch(() => {})
      return tooLarge.clone()
    },
  ],
  [
    'left in the middle of a loop',
    async ({ body }) => {
      for await (const _ of body ?? []) break
      return tooLarge.clone()
    },
  ],
  [
    'cut by a stream of the handler’s own',
    async ({ body }) => {
      const reader = body?.getReader()
      let size = 0
      const limited = new ReadableStream({
        async pull(controller) {
          const chunk = (await reader?.read())?.value
          size += chunk?.byteLength ?? 0
          if (size <= 1_000) return controller.enqueue(chunk)
          reader?.cancel(new Error('too large')).catch(() => {})
          controller.error(new Error('too large'))
        },
      })
      await new Response(limited).text().catch(() => {})
      return tooLarge.clone()
    },
  ],
])('a body that is %s, while more arrives, ends no process', async (_, handler) => {
  const late: FetchHandler = async (request) => {
    if (request.method === 'GET') return new Response('alive')
    // Until something waits to be read.
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
    return handler(request)
  }
  served = await serve(toNodeHandler(late))
  for (let round = 0; round < 3; round++) {
    expect(await upload(served.port)).toMatch(/^HTTP\/1.1 413 /)
  }
  expect(await exchange(served.port, ['GET / HTTP/1.1'])).toMatch(/alive/)
  expect(uncaught).toEqual([])
})
