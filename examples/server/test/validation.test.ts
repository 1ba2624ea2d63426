import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ErrorAnswer, LicenseKey } from '../src/api-types.ts'
import { BODY_LIMIT } from '../src/http/json-body.ts'
import { startServer, type TestServer } from './support/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const good = { product: 'Atlas Studio', plan: 'team', seats: 10, customerId: 1 }

async function refused(status: number, method: string, path: string, body?: unknown, headers = {}) {
  const answer = await server.send<ErrorAnswer>(method, path, body, headers)
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toContain('application/json')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  return answer.body.error
}

const raw = (body: BodyInit, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(`${server.url}/api/admin/keys`, { method: 'POST', body, headers })

describe('a record', () => {
  it('names every field that is wrong, with a sentence for each', async () => {
    const error = await refused(422, 'POST', '/api/admin/keys', {
      product: 'Nope',
      seats: 1.5,
      customerId: 1,
    })
    expect(error).toEqual({
      code: 'validation_failed',
      message: 'The record has invalid fields: product, plan, seats.',
      fields: {
        product: 'Must be one of Atlas Studio, Beacon Monitor, Cobalt Render, Drift Capture.',
        plan: 'Required.',
        seats: 'Must be a whole number from 1 to 10,000.',
      },
    })
  })

  it.each([
    ['id', 5],
    ['version', 9],
    ['updatedAt', 0],
    ['key', 'FL-AAAA-AAAA-AAAA-AAAA'],
    ['seatsUsed', 0],
    ['nonsense', true],
  ])('refuses to have %s written', async (name, value) => {
    const { fields } = await refused(422, 'PATCH', '/api/admin/keys/1', { [name]: value })
    expect(fields).toEqual({ [name]: 'Unknown or read-only field.' })
  })

  it.each([0, -1, 10_001, '10', null, Number.MAX_VALUE])('refuses %s seats', async (seats) => {
    expect((await refused(422, 'POST', '/api/admin/keys', { ...good, seats })).fields).toHaveProperty('seats')
  })

  it('refuses a customer that does not exist', async () => {
    const { fields } = await refused(422, 'POST', '/api/admin/keys', { ...good, customerId: 999_999 })
    expect(fields).toEqual({ customerId: 'There is no such customer.' })
  })

  it.each([[[]], ['text'], [7], [null]])('refuses %j in place of an object', async (body) => {
    await refused(422, 'POST', '/api/admin/keys', body)
  })

  it('is not fooled by __proto__', async () => {
    const answer = await raw(
      `{"__proto__":{"seats":1},"product":"Atlas Studio","plan":"team","customerId":1}`,
    )
    expect(answer.status).toBe(422)
  })

  it('refuses control characters, blank names and bad addresses', async () => {
    const user = { name: 'A\u0000B', email: 'not an address', role: 'admin' }
    expect((await refused(422, 'POST', '/api/admin/users', user)).fields).toEqual({
      name: 'Must not contain control characters.',
      email: 'Must be an e-mail address.',
    })
    const blank = { name: '   ', email: 'a@b.example', role: 'admin' }
    expect((await refused(422, 'POST', '/api/admin/users', blank)).fields).toHaveProperty('name')
  })

  it('keeps hostile text as it is', async () => {
    const company = `<script>alert(1)</script>'; DROP TABLE customers; --`
    const body = { company, contact: 'x', email: 'hostile@x.example', country: 'US', plan: 'team' }
    expect((await server.send('POST', '/api/admin/customers', body)).body).toMatchObject({ company })
    expect((await server.get('/api/admin/customers')).status).toBe(200)
  })
})

describe('a body', () => {
  it('must be JSON', async () => {
    for (const text of ['', '{', 'undefined', '{"a":1}}', '\u0000', '['.repeat(30_000)]) {
      const answer = await raw(text)
      expect(answer.status).toBe(400)
      expect(((await answer.json()) as ErrorAnswer).error.code).toBe('invalid_json')
    }
  })

  it('must say that it is JSON', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
      expect((await raw(JSON.stringify(good), { 'content-type': type })).status).toBe(415)
    }
    const answer = await raw(JSON.stringify(good), { 'content-type': 'Application/JSON; charset=utf-8' })
    expect(answer.status).toBe(201)
  })

  it('is refused above 64 KiB, whether it says its length or not', async () => {
    const text = JSON.stringify({ ...good, product: 'x'.repeat(BODY_LIMIT) })
    expect((await raw(text)).status).toBe(413)
    const chunks = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let index = 0; index < 70; index += 1) controller.enqueue(new Uint8Array(1_024).fill(32))
        controller.close()
      },
    })
    const streamed = await fetch(`${server.url}/api/admin/keys`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: chunks,
      duplex: 'half',
    } as RequestInit)
    expect(streamed.status).toBe(413)
    expect((await server.get('/api/admin/keys')).status).toBe(200)
  })
})

describe('an address', () => {
  it.each(['0', '-1', '1.5', 'abc', '1e3', '99999999999999999999', '%20', "1'"])(
    'refuses id %s',
    async (id) => {
      expect((await refused(400, 'GET', `/api/admin/keys/${id}`)).code).toBe('invalid_path')
    },
  )

  it('answers 404 in JSON for a record or a route that is not there', async () => {
    expect((await refused(404, 'GET', '/api/admin/keys/999999')).code).toBe('not_found')
    expect((await refused(404, 'PATCH', '/api/admin/keys/999999', { seats: 2 })).code).toBe('not_found')
    expect((await refused(404, 'DELETE', '/api/admin/keys/999999')).code).toBe('not_found')
    for (const path of [
      '/api',
      '/api/',
      '/api/admin',
      '/api/admin/nothing',
      '/api/admin/keys/1/2',
      '/api//x',
    ]) {
      expect((await refused(404, 'GET', path)).code).toBe('not_found')
    }
  })

  it('answers 405 with the methods that are allowed', async () => {
    const answer = await server.send<ErrorAnswer>('PUT', '/api/admin/keys/1', {})
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('HEAD, GET, PATCH, DELETE')
  })

  it('answers HEAD like GET, without a body', async () => {
    const get = await server.get<LicenseKey>('/api/admin/keys/1')
    const head = await server.send('HEAD', '/api/admin/keys/1')
    expect(head).toMatchObject({ status: 200, body: undefined })
    expect(head.headers.get('etag')).toBe(get.headers.get('etag'))
  })
})
