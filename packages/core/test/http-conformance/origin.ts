/** A real HTTP origin that answers as the current step of a test says, and remembers what it was sent. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FakeClock } from '@freshline/test-utils'

/** A number is an HTTP date so many seconds from now; a list is one line per value. */
export type FieldValue = string | number | readonly string[]
export type Fields = Readonly<Record<string, FieldValue>>

/** What the origin answers with. */
export interface Reply {
  readonly status?: number
  readonly headers?: Fields
  /** Default: a text that no other answer has; `null` for none. */
  readonly body?: string | Uint8Array | null
  /** Seconds that the answer takes, on the test's clock. */
  readonly delay?: number
  /** `close`: no answer at all. `short`: less than Content-Length says. `cut`: chunks without their end. */
  readonly fault?: 'close' | 'short' | 'cut'
  /** Interim answers before the real one. */
  readonly interim?: readonly (102 | 103)[]
  /** Whether there is a Date field. Default true. */
  readonly date?: boolean
  /** Awaited before the answer is given. */
  readonly after?: Promise<unknown>
}

/** What the origin was sent, and what it said. */
export interface Exchange {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** The text of the answer. */
  readonly text: string
  readonly status: number
}

export class Origin {
  readonly exchanges: Exchange[] = []
  /** How the next requests are answered, by path without query; `*` for all. */
  readonly replies = new Map<string, Reply | ((request: IncomingMessage) => Reply)>()
  #server: Server
  #clock: FakeClock

  constructor(clock: FakeClock) {
    this.#clock = clock
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  async listen(): Promise<this> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return this
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((done) => this.#server.close(done))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? ''
    const path = url.split('?')[0] ?? ''
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const planned = this.replies.get(path) ?? this.replies.get('*') ?? { status: 404 }
    const reply = typeof planned === 'function' ? planned(request) : planned
    const { status = 200, body = `${request.method} ${url} ${this.exchanges.length}`, fault } = reply
    const bodyless = status === 204 || status === 304 || body === null
    this.exchanges.push({
      method: request.method ?? '',
      url,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
      text: bodyless ? '' : Buffer.from(body ?? '').toString(),
      status,
    })
    await reply.after
    if (reply.delay) this.#clock.jump(reply.delay * 1000)
    if (fault === 'close') return void request.socket.destroy()
    for (const interim of reply.interim ?? []) {
      if (interim === 103) response.writeEarlyHints({ link: '</style.css>; rel=preload' })
      else response.writeProcessing()
    }
    response.sendDate = false
    const fields = this.#lines(reply)
    if (bodyless) return void response.writeHead(status, fields).end()
    const bytes = Buffer.from(body)
    if (fault === undefined) return void response.writeHead(status, fields).end(bytes)
    if (fault === 'short') fields.push('Content-Length', String(bytes.length + 10))
    response.writeHead(status, fields)
    response.write(bytes, () => request.socket.destroy())
  }

  #lines({ headers = {}, date = true }: Reply): string[] {
    const now = this.#clock.now()
    const lines = Object.entries(headers).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).flatMap((one: string | number) => [
        name,
        typeof one === 'number' ? new Date(now + one * 1000).toUTCString() : one,
      ]),
    )
    const dated = Object.keys(headers).some((name) => name.toLowerCase() === 'date')
    return dated || !date ? lines : [...lines, 'Date', new Date(now).toUTCString()]
  }
}
