/**
 * A caching proxy, as stubborn as some CDNs are: it keeps an answer for as long as the answer says, whoever asks to look
 * again. In front of the widget's script and API, and of nothing else. Otherwise it is honest HTTP: `Age`, `Vary`, `ETag`
 * and 304, and nothing is kept that says `no-store`, `private` or `no-cache`.
 */
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import { listenOn, type Listening } from './listen-on.ts'
import { ProxyShelf, type ShelfAnswer } from './proxy-shelf.ts'

/** How a proxy is started. */
export interface ProxyOptions {
  /** The server behind it, such as `http://127.0.0.1:4173`. */
  upstream: string
  /** Default 0: any free one. */
  port?: number
  /** Default `127.0.0.1`. */
  host?: string
  /** Whether addresses that differ in their query alone share an answer: more stubborn than most. Default false. */
  ignoresQuery?: boolean
}

/** What goes wrong on purpose with `/api/consent/*`; `none` is as it should be. */
export type ProxyFault = 'none' | 'error500' | 'garbage' | 'wrong-shape' | 'hang' | 'drop'

/** A running proxy. */
export interface StubbornProxy extends Listening {
  /** Makes the API fail from now on, or work again. */
  fail(fault: ProxyFault): void
  /** Forgets all it keeps. */
  forget(): void
  /** How often it was asked for the API, by what became of it. */
  readonly counts: { hits: number; misses: number; passed: number }
}

/** What it hands out. Anybody may read it: pages of all sites load the script and ask for banners. */
const SERVED = /^\/(widget\/assets|api\/consent)\//

/** Fields that are between two hops alone (RFC 9110 section 7.6.1). */
const HOP = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade']

/** Starts it. */
export async function startProxy({
  upstream,
  port = 0,
  host,
  ignoresQuery = false,
}: ProxyOptions): Promise<StubbornProxy> {
  const shelf = new ProxyShelf(ignoresQuery)
  const counts = { hits: 0, misses: 0, passed: 0 }
  let fault: ProxyFault = 'none'
  const server = createServer((request, response) => {
    const path = pathOf(request.url ?? '/')
    const isApi = path.startsWith('/api/')
    if (!SERVED.test(path))
      return void response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n')
    if (isApi && fault !== 'none') return misbehave(fault, response)
    const kept = request.method === 'GET' ? shelf.find(path, request.headers) : undefined
    if (isApi) counts[kept ? 'hits' : request.method === 'GET' ? 'misses' : 'passed']++
    if (kept) return answer(request, response, kept, 'HIT')
    forward(new URL(path, upstream), request, response, (fresh) => {
      if (request.method === 'GET') shelf.keep(path, request.headers, fresh)
      answer(request, response, fresh, 'MISS')
    })
  })
  const listening = await listenOn(server, host, port)
  return {
    ...listening,
    counts,
    fail: (next) => void (fault = next),
    forget: () => shelf.clear(),
  }
}

/** The path that the server behind would see, dots and backslashes resolved; empty where it is none. */
function pathOf(target: string): string {
  const base = 'http://proxy.invalid'
  if (!target.startsWith('/') || !URL.canParse(target, base)) return ''
  const { origin, pathname, search } = new URL(target, base)
  return origin === base ? pathname + search : ''
}

function forward(
  address: URL,
  request: IncomingMessage,
  response: ServerResponse,
  done: (answer: ShelfAnswer) => void,
): void {
  const headers = withoutHop(request.headers)
  delete headers['host']
  // Its own store is asked by its own rules, so upstream always answers in full.
  for (const name of ['if-none-match', 'if-modified-since', 'accept-encoding']) delete headers[name]
  const onward = ask(address, { method: request.method, headers }, (incoming) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('error', () => badGateway(response))
    incoming.on('end', () =>
      done({
        status: incoming.statusCode ?? 502,
        headers: withoutHop(incoming.headers),
        body: Buffer.concat(chunks),
        age: Number(incoming.headers['age'] ?? 0) || 0,
      }),
    )
  })
  onward.on('error', () => badGateway(response))
  response.on('close', () => onward.destroy())
  request.pipe(onward)
}

function answer(request: IncomingMessage, response: ServerResponse, kept: ShelfAnswer, cache: string): void {
  const { status, body, age } = kept
  const headers = {
    ...kept.headers,
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    age: String(Math.floor(age)),
    via: '1.1 stubborn',
    'x-cache': cache,
  }
  const known = request.headers['if-none-match']
  if (status === 200 && known !== undefined && known === kept.headers['etag']) {
    delete (headers as Record<string, unknown>)['content-length']
    response.writeHead(304, headers).end()
  } else response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body)
}

function misbehave(fault: ProxyFault, response: ServerResponse): void {
  const headers = { 'content-type': 'application/json', 'access-control-allow-origin': '*' }
  if (fault === 'hang') return
  if (fault === 'drop') return void response.destroy()
  if (fault === 'error500') return void response.writeHead(500, headers).end('{"error":"on purpose"}')
  response
    .writeHead(200, headers)
    .end(fault === 'garbage' ? '<html>{"titl' : '{"version":"seven","content":[]}')
}

function badGateway(response: ServerResponse): void {
  if (response.headersSent || response.destroyed) return
  const headers = { 'content-type': 'text/plain', 'access-control-allow-origin': '*' }
  response.writeHead(502, headers).end('The server behind this proxy is away.\n')
}

function withoutHop(headers: IncomingMessage['headers']): Record<string, string | string[]> {
  const kept = Object.entries(headers).filter(([name, value]) => value !== undefined && !HOP.includes(name))
  return Object.fromEntries(kept) as Record<string, string | string[]>
}
