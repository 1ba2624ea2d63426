import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  bearerAuth,
  createChangeFeed,
  createResponseCache,
  createSyncServer,
  toNodeHandler,
} from '../../src/index'
import { serve, type Served } from '../bridges/raw-request'

// The same routes over real connections: what a socket adds is bodies that come in pieces, late, or not at all.

const TOKEN = 'a-secret-of-some-length'
const cache = createResponseCache()
const sync = createSyncServer({
  cache,
  changes: createChangeFeed(cache.log),
  authorize: bearerAuth(TOKEN),
  basePath: '/api/sync',
  limits: { bodyTimeout: 300 },
})
let served: Served
let base: string

beforeAll(async () => {
  served = await serve(toNodeHandler(sync.fetch))
  base = `http://127.0.0.1:${served.port}/api/sync`
})

afterAll(async () => {
  await served.close()
  sync.close()
  await cache.close()
})

const authorization = `Bearer ${TOKEN}`
const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  fetch(`${base}/invalidate`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', authorization, ...headers },
  })

/** Sends bytes as they are, piece by piece, and reads until the server ends the connection. */
async function raw(...pieces: readonly string[]): Promise<string> {
  const socket = connect(served.port, '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')))
  // A server that has answered may reset the connection while we still write.
  socket.on('error', () => {})
  await once(socket, 'connect')
  for (const piece of pieces) socket.write(piece)
  await once(socket, 'close')
  return answer
}

const head = (...fields: readonly string[]) =>
  [
    'POST /api/sync/invalidate HTTP/1.1',
    'Host: test',
    'Content-Type: application/json',
    `Authorization: ${authorization}`,
    ...fields,
    '',
    '',
  ].join('\r\n')

describe('over a socket', () => {
  it('invalidates, and answers 304 to an empty poll', async () => {
    await cache.load('a', () => 1)
    const response = await post('{"keys":["a"]}')
    expect([response.status, await response.json()]).toMatchObject([200, { invalidated: 1, purge: null }])
    const first = await fetch(`${base}/changes`, { headers: { authorization } })
    const etag = first.headers.get('etag') ?? ''
    await first.text()
    const again = await fetch(`${base}/changes`, { headers: { authorization, 'if-none-match': etag } })
    expect(again.status).toBe(304)
  })

  it('refuses without a token, and the connection serves on', async () => {
    for (const body of ['{}', 'x'.repeat(60_000)]) {
      const response = await post(body, { authorization: 'Bearer wrong' })
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
        401,
        'unauthenticated',
      ])
    }
    expect((await post('{"keys":["a"]}')).status).toBe(200)
  })

  it('answers 413 to 1 MB, announced or not', async () => {
    const announced = await post(`{"keys":["${'x'.repeat(1_000_000)}"]}`)
    expect([announced.status, announced.headers.get('connection')]).toEqual([413, 'close'])
    const chunk = `1000\r\n${'x'.repeat(4_096)}\r\n`
    const answer = await raw(head('Transfer-Encoding: chunked'), ...Array.from({ length: 32 }, () => chunk))
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    expect(answer).toContain('"body_too_large"')
  })

  it('answers 408 to a body that does not come, and ends the connection', async () => {
    const answer = await raw(head('Content-Length: 100'), '{"keys":')
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(answer).toContain('"body_timeout"')
    expect(answer.toLowerCase()).toContain('connection: close')
  })

  it('survives a client that goes away in the middle of its body', async () => {
    const socket = connect(served.port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(`${head('Content-Length: 100')}{"keys":`)
    socket.destroy()
    await once(socket, 'close')
    expect((await post('{"keys":["a"]}')).status).toBe(200)
  })

  it('has no header field from what was sent', async () => {
    const answer = await raw(
      head('Connection: close', 'Content-Length: 38'),
      '{"keys":["a\\r\\nset-cookie: injected=1"]}'.slice(0, 38),
    )
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(answer.split('\r\n\r\n')[0]?.toLowerCase()).not.toContain('set-cookie')
  })
})
