import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createChangeFeed, createResponseCache, createSyncServer, toNodeHandler } from '../../src/index'

// The sync server on a socket, fed with bytes that no client library would send. After each of them it still answers.

const cache = createResponseCache()
const errors: unknown[] = []
const sync = createSyncServer({
  cache,
  changes: createChangeFeed(cache.log),
  authorize: () => true,
  basePath: '/sync',
  limits: { bodyTimeout: 300, rate: false },
  onError: (error) => void errors.push(error),
})
let server: Server

beforeAll(async () => {
  server = createServer(toNodeHandler(sync.fetch))
  server.on('clientError', (_, socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  sync.close()
  await cache.close()
})

const port = () => (server.address() as AddressInfo).port

/** Sends bytes and reads until the other end closes, or for so long. */
async function exchange(bytes: string | Buffer, { hangUp = false, ms = 1000 } = {}): Promise<string> {
  const socket = connect(port(), '127.0.0.1')
  socket.on('error', () => {})
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(socket, 'connect')
  socket.write(bytes)
  if (hangUp) setTimeout(() => socket.destroy(), 30)
  const timer = setTimeout(() => socket.destroy(), ms)
  await once(socket, 'close')
  clearTimeout(timer)
  return Buffer.concat(chunks).toString('latin1')
}

const head = (line: string, ...fields: string[]) =>
  `${[line, 'Host: api.example', 'Connection: close', ...fields].join('\r\n')}\r\n\r\n`
const post = (...fields: string[]) =>
  head('POST /sync/invalidate HTTP/1.1', 'Content-Type: application/json', ...fields)
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)

async function expectAlive(): Promise<void> {
  const body = '{"keys":["alive"]}'
  expect(statusOf(await exchange(post(`Content-Length: ${body.length}`) + body))).toBe(200)
  expect(errors).toEqual([])
}

describe('bytes', () => {
  const chunked = (size: number, count: number) =>
    `${`${size.toString(16)}\r\n${' '.repeat(size)}\r\n`.repeat(count)}0\r\n\r\n`
  const cases: [string, string | Buffer, number[], { hangUp?: boolean }?][] = [
    ['a body of 1 MB, announced', post('Content-Length: 1000000') + ' '.repeat(1_000_000), [413]],
    ['a body of 1 MB in chunks', post('Transfer-Encoding: chunked') + chunked(10_000, 100), [413]],
    ['a body that is announced and never comes', post('Content-Length: 100'), [408]],
    ['a body that is shorter than announced', `${post('Content-Length: 100')}{"keys":["a"]}`, [408, 400]],
    [
      'a body that ends with the connection',
      `${post('Content-Length: 100')}{"keys":`,
      [0, 400, 408],
      { hangUp: true },
    ],
    ['a body longer than announced', `${post('Content-Length: 3')}{"keys":["a"]}`, [400]],
    ['two lengths', post('Content-Length: 3', 'Content-Length: 4') + '{"a"', [400]],
    ['a length and chunks', post('Content-Length: 3', 'Transfer-Encoding: chunked') + '0\r\n\r\n', [400]],
    ['a length that is none', `${post('Content-Length: -1')}{}`, [400]],
    ['chunks that are none', `${post('Transfer-Encoding: chunked')}zz\r\n{}`, [400, 0]],
    ['no host', 'POST /sync/invalidate HTTP/1.1\r\nConnection: close\r\n\r\n', [400]],
    [
      'a host that is none',
      'GET /sync/changes HTTP/1.1\r\nHost: a"><b c\r\nConnection: close\r\n\r\n',
      [400, 200],
    ],
    [
      'a host with a path',
      'GET /sync/changes HTTP/1.1\r\nHost: evil/..%2f\r\nConnection: close\r\n\r\n',
      [400, 200, 404],
    ],
    ['an address of another host', head('GET http://evil.example/sync/changes HTTP/1.1'), [200, 400, 404]],
    ['an address that begins with two slashes', head('GET //evil.example/sync/changes HTTP/1.1'), [404, 400]],
    ['an address that is a star', head('OPTIONS * HTTP/1.1'), [400, 404, 200, 204]],
    ['an address with a broken escape', head('GET /sync/changes?since=% HTTP/1.1'), [200, 422, 400]],
    ['an address with bytes', Buffer.from(head('GET /sync/\u00ff\u00fe HTTP/1.1'), 'latin1'), [404, 400]],
    ['a long address', head(`GET /sync/changes?since=${'a'.repeat(10_000)} HTTP/1.1`), [414, 422, 400, 431]],
    ['a long header', head('GET /sync/changes HTTP/1.1', `X-Long: ${'a'.repeat(40_000)}`), [431, 400]],
    [
      '1,000 headers',
      head('GET /sync/changes HTTP/1.1', ...Array.from({ length: 1000 }, (_, n) => `X-${n}: a`)),
      [200, 400, 431],
    ],
    ['a method of its own', head('PURGE /sync/changes HTTP/1.1'), [405, 400]],
    ['TRACE', head('TRACE /sync/changes HTTP/1.1', 'Cookie: secret=1'), [405, 400, 501, 500]],
    ['CONNECT', head('CONNECT api.example:443 HTTP/1.1'), [400, 404, 405, 0]],
    [
      'bytes in a condition',
      Buffer.from(head('GET /sync/changes HTTP/1.1', 'If-None-Match: "\u00e9", \u00ff'), 'latin1'),
      [200],
    ],
    ['nonsense', 'hello\r\n\r\n', [400]],
    ['TLS', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]), [400, 0]],
  ]

  it.each(cases)('%s', async (_, bytes, statuses, options = {}) => {
    const answer = await exchange(bytes, options)
    expect(statuses).toContain(statusOf(answer))
    expect(answer).not.toContain('secret=1')
    await expectAlive()
  })

  it('many who leave in the middle leave nothing behind', async () => {
    const half = `${post('Content-Length: 1000')}{"keys":[`
    await Promise.all(Array.from({ length: 60 }, () => exchange(half, { hangUp: true })))
    await expectAlive()
    await expect.poll(async () => (await countConnections()) <= 1, { timeout: 2000 }).toBe(true)
  })

  it('what is refused does not stay open', async () => {
    await exchange(
      `${post('Transfer-Encoding: chunked').replace('Connection: close\r\n', '')}ffffff\r\n${' '.repeat(200_000)}`,
      { ms: 60_000 },
    )
    await expectAlive()
  }, 20_000)
})

function countConnections(): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, connections) => (error ? reject(error) : resolve(connections)))
  })
}
