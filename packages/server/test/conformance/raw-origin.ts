/** A resource behind a real server, asked by bytes on a socket: nothing between the test and the header fields. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { checkPreconditions, conditional, toNodeHandler, type ConditionalPolicy } from '../../src/index'

/** What a socket brought back. */
export interface RawAnswer {
  readonly status: number
  /** By lower-case name; lines of one name joined by a comma. */
  readonly fields: ReadonlyMap<string, string>
  readonly body: string
}

/** The one resource of a test: what it holds, how it is described, and how often it was written. */
export interface Resource {
  content: string | undefined
  policy: ConditionalPolicy
  writes: number
}

export class RawOrigin {
  readonly resource: Resource = { content: 'hello', policy: {}, writes: 0 }
  #server: Server

  constructor() {
    this.#server = createServer(toNodeHandler((request) => this.#answer(request)))
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((done) => this.#server.close(done))
  }

  /** Sends one request; fields are lines as they are, in latin1. */
  async ask(method: string, lines: readonly string[] = [], body = ''): Promise<RawAnswer> {
    const socket = connect((this.#server.address() as AddressInfo).port, '127.0.0.1')
    const length = body === '' ? [] : [`Content-Length: ${body.length}`]
    const head = [`${method} /r HTTP/1.1`, 'Host: test', 'Connection: close', ...length, ...lines, '', body]
    socket.write(head.join('\r\n'), 'latin1')
    const chunks: Buffer[] = []
    for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk)
    return parse(Buffer.concat(chunks).toString('latin1'))
  }

  async #answer(request: Request): Promise<Response> {
    const { resource } = this
    const { etag, lastModified, clock } = resource.policy
    const exists = resource.content !== undefined
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (exists) return conditional(request, resource.content, resource.policy)
      return checkPreconditions(request, { exists }) ?? new Response('none', { status: 404 })
    }
    if (request.method === 'OPTIONS')
      return conditional(request, undefined, { ...resource.policy, etag: null })
    const state = exists ? { exists, etag, lastModified, clock } : { exists, clock }
    const refusal = checkPreconditions(request, state)
    if (refusal) return refusal
    resource.writes++
    resource.content = request.method === 'DELETE' ? undefined : await request.text()
    return conditional(request, undefined, { status: exists ? 204 : 201, preconditions: false })
  }
}

function parse(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n')
  const [first = '', ...lines] = text.slice(0, end).split('\r\n')
  const fields = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).trim()
    fields.set(name, fields.has(name) ? `${fields.get(name)}, ${value}` : value)
  }
  const rest = text.slice(end + 4)
  const body = fields.get('transfer-encoding') === 'chunked' ? joinChunks(rest) : rest
  return { status: Number(first.split(' ')[1]), fields, body }
}

function joinChunks(text: string): string {
  const line = text.indexOf('\r\n')
  const length = Number.parseInt(text.slice(0, line), 16)
  const next = line + 2 + length
  return length > 0 ? text.slice(line + 2, next) + joinChunks(text.slice(next + 2)) : ''
}
