/** What the HTTP cache's specs share: a real server that answers by a script, and a clock that is moved by hand. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fakeClock } from '@freshline/test-utils'
import { afterEach } from 'vitest'
import { createHttpCache, type HttpCacheOptions } from '@freshline/core'

/** What the server answers to one request. */
export interface Answer {
  status?: number
  headers?: Record<string, string | string[]>
  body?: string | Uint8Array
  /** Closes the connection instead of answering. */
  drop?: boolean
}

/** A server that notes requests and answers each by the script; `Date` is left to the script, too. */
export function useOrigin() {
  const closing: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
  })
  const listen = async (listener: RequestListener) => {
    const server = createServer(listener).listen(0, '127.0.0.1')
    await once(server, 'listening')
    closing.push(async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  return {
    /** A server of which the test writes every byte. */
    listen,
    /** The base URL, what was asked, and a cache before it on a clock of its own. */
    async serve(
      script: (request: IncomingMessage, count: number) => Answer | Promise<Answer>,
      options?: HttpCacheOptions,
    ) {
      const asked: IncomingMessage[] = []
      const base = await listen(async (request, response) => {
        asked.push(request)
        write(response, request, await script(request, asked.length))
      })
      const clock = fakeClock(Date.UTC(2026, 10, 22))
      const cached = createHttpCache({ clock, ...options })
      return { base, url: `${base}/stores`, asked, clock, cached }
    },
  }
}

function write(response: ServerResponse, request: IncomingMessage, answer: Answer) {
  const { status = 200, headers = {}, body = '', drop } = answer
  if (drop) {
    request.socket.destroy()
    return
  }
  response.sendDate = false
  response.writeHead(status, headers)
  response.end(status === 304 || request.method === 'HEAD' ? undefined : body)
}

/** An HTTP date so many seconds from a fixed moment. */
export function date(seconds = 0): string {
  return new Date(Date.UTC(2026, 10, 22) + seconds * 1000).toUTCString()
}
