import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { fetchFresh } from '@freshline/core'
import { failureOf, StillClock, until } from './fetch-support'

// What a fake cannot show: real connections that are cut, and bodies that never end.

let server: Server | undefined

async function listen(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((done) => (server ? server.close(done) : done(undefined)))
  server = undefined
})

describe('fetchFresh over sockets', () => {
  it('tells a dropped connection, before and within the body', async () => {
    const url = await listen((request, response) => {
      if (request.url === '/headers') return request.socket.destroy()
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 })
      response.write('[1,', () => request.socket.destroy())
    })
    expect(await failureOf(fetchFresh(`${url}headers`, { retry: 0 }))).toMatchObject({ code: 'network' })
    expect(await failureOf(fetchFresh(`${url}body`, { retry: 0 }))).toMatchObject({ code: 'network' })
  })

  it('tells a server that is not there', async () => {
    const url = await listen(() => {})
    server?.close()
    await once(server as Server, 'close')
    expect(await failureOf(fetchFresh(url, { retry: 0 }))).toMatchObject({ code: 'network' })
  })

  it('succeeds once the server is well again', async () => {
    let requests = 0
    const url = await listen((request, response) => {
      if (++requests < 3) return request.socket.destroy()
      response.setHeader('content-type', 'application/json').end('[1]')
    })
    const result = await fetchFresh(url, { retry: { limit: 2, delay: () => 0 } })
    expect(result).toMatchObject({ data: [1], status: 200 })
    expect(requests).toBe(3)
  })

  it('times out within a body that never ends, and closes the connection', async () => {
    const clock = new StillClock()
    let begun = false
    let closed = false
    const url = await listen((request, response) => {
      request.socket.on('error', () => {}).on('close', () => (closed = true))
      response.writeHead(200, { 'content-type': 'text/plain' })
      response.write('begin', () => (begun = true))
    })
    const failure = failureOf(fetchFresh(url, { clock, timeout: 50, retry: 0 }))
    await until(() => begun)
    clock.advance(50)
    expect(await failure).toMatchObject({ code: 'timeout' })
    await until(() => closed)
  })

  it('aborts while it waits for the headers, and closes the connection', async () => {
    const controller = new AbortController()
    const reason = new Error('left')
    let closed = false
    const url = await listen((request) => {
      request.socket.on('error', () => {}).on('close', () => (closed = true))
      controller.abort(reason)
    })
    const error = await failureOf(fetchFresh(url, { signal: controller.signal }))
    expect(error).toMatchObject({ code: 'aborted', cause: reason })
    await until(() => closed)
  })

  it('gets 304 from a real server, and keeps the object', async () => {
    const url = await listen((request, response) => {
      response.setHeader('etag', '"1"').setHeader('content-type', 'application/json')
      response.statusCode = request.headers['if-none-match'] === '"1"' ? 304 : 200
      response.end(response.statusCode === 200 ? '{"a":1}' : undefined)
    })
    const first = await fetchFresh(url)
    const second = await fetchFresh(url, { previous: first })
    expect(second.status).toBe(304)
    expect(second.data).toBe(first.data)
  })
})
