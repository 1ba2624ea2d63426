import type { RequestListener } from 'node:http'
import express from 'express'
import { Hono } from 'hono'
import { afterEach, describe, expect, it } from 'vitest'
import { toNodeHandler } from '../../src/index'
import { createEndpoint } from './endpoint'
import { callRoute, createRoute } from './next-route'
import { exchange, serve, type Served } from './raw-request'

/** Node's own, Hono, Express 5 and Next-like: each with a document of its own. */
const bridges: Record<string, () => RequestListener> = {
  'Node http': () => toNodeHandler(createEndpoint()),
  Hono: () => {
    const handler = createEndpoint()
    const app = new Hono().all('*', (context) => handler(context.req.raw))
    return toNodeHandler((request) => app.fetch(request))
  },
  'Express 5': () => {
    const app = express().disable('x-powered-by')
    return app.use('/api', toNodeHandler(createEndpoint()))
  },
  'a Next-like route': () => {
    const route = createRoute()
    return toNodeHandler((request) => callRoute(route, request))
  },
}

const ETAG = '"BNoU1NOJU0ASxQy8evdhjMMCuRG"'
const AFTER = '"9vvyzXNSqIf8_3_ncXTuIo4MTEO"'
const json = 'Content-Type: application/json'

/** What is asked, one after the other, and the status that comes back. */
const asked: [method: string, query: string, lines: string[], body: string, status: number][] = [
  ['GET', '', [], '', 200],
  ['HEAD', '', [], '', 200],
  ['GET', '', [`If-None-Match: ${ETAG}`], '', 304],
  ['HEAD', '', [`If-None-Match: W/${ETAG}`], '', 304],
  ['GET', '', ['If-None-Match: "x"', `If-None-Match: ${ETAG}`], '', 304],
  ['GET', '', ['If-None-Match: "caf\u00e9"'], '', 200],
  ['GET', '', ['If-None-Match:', 'If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT'], '', 200],
  ['GET', '', ['If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT'], '', 304],
  [
    'GET',
    '',
    // Two are none (RFC 9110 section 13.1.3), though Node's `headers` has the first alone.
    ['If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT', 'If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT'],
    '',
    200,
  ],
  ['GET', '', ['Origin: https://app.example', `If-None-Match: ${ETAG}`], '', 304],
  ['GET', '', ['Origin: https://evil.example'], '', 200],
  ['GET', '', ['If-Match: "x"'], '', 412],
  ['GET', '?missing', [`If-None-Match: ${ETAG}`], '', 404],
  ['OPTIONS', '', ['Origin: https://app.example', 'Access-Control-Request-Method: PUT'], '', 204],
  ['PUT', '', [json, 'If-Match: "x"'], '{"name":"lost"}', 412],
  ['PUT', '', [json, 'If-None-Match: *'], '{"name":"lost"}', 412],
  ['PUT', '', [json, `If-Match: ${ETAG}`], '{"name":"Straße"}', 200],
  ['PUT', '', [json, `If-Match: ${ETAG}`], '{"name":"late"}', 412],
  ['GET', '', [`If-None-Match: ${ETAG}`], '', 200],
  ['GET', '', [`If-None-Match: ${AFTER}`], '', 304],
]

let served: Served | undefined
afterEach(async () => {
  await served?.close()
  served = undefined
})

async function askAll(listener: RequestListener): Promise<string[]> {
  served = await serve(listener)
  const answers: string[] = []
  // One after the other: the PUT in the middle changes what the later ones find.
  for (const [method, query, lines, body] of asked) {
    answers.push(await exchange(served.port, [`${method} /api/document${query} HTTP/1.1`, ...lines], body))
  }
  return answers
}

describe('one handler under four bridges', () => {
  it.each(Object.entries(bridges))('%s answers each request with its status', async (_, create) => {
    const answers = await askAll(create())
    expect(answers.map((answer) => Number(answer.slice(9, 12)))).toEqual(
      asked.map(([, , , , status]) => status),
    )
  })

  it('the bytes of all answers are the same', async () => {
    const reference = await askAll(toNodeHandler(createEndpoint()))
    await served?.close()
    for (const create of Object.values(bridges)) {
      expect(await askAll(create())).toEqual(reference)
      await served?.close()
    }
    expect(reference[0]).toMatchInlineSnapshot(`
      "HTTP/1.1 200 
      cache-control: max-age=1
      content-length: 28
      content-type: application/json
      date: Sun, 22 Nov 2026 12:00:00 GMT
      etag: "BNoU1NOJU0ASxQy8evdhjMMCuRG"
      last-modified: Sun, 06 Nov 1994 08:49:37 GMT
      vary: Accept, Origin
      Connection: close

      {"name":"HÃ¶fe","version":1}"
    `)
    expect(reference[2]).toMatchInlineSnapshot(`
      "HTTP/1.1 304 
      cache-control: max-age=1
      date: Sun, 22 Nov 2026 12:00:00 GMT
      etag: "BNoU1NOJU0ASxQy8evdhjMMCuRG"
      vary: Accept, Origin
      Connection: close

      "
    `)
    expect(reference[14]).toMatchInlineSnapshot(`
      "HTTP/1.1 412 
      cache-control: no-store
      content-type: application/problem+json
      date: Sun, 22 Nov 2026 12:00:00 GMT
      etag: "BNoU1NOJU0ASxQy8evdhjMMCuRG"
      vary: Origin
      Connection: close
      Transfer-Encoding: chunked

      ab
      {"field":"If-Match","title":"Precondition Failed","status":412,"code":"precondition_failed","detail":"The resource is not the version that If-Match names; read it again."}
      0

      "
    `)
  })
})
