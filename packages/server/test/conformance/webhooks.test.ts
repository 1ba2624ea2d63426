import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deferred } from '@freshline/test-utils'
import {
  createResponseCache,
  createSyncServer,
  memoryStore,
  type ResponseCache,
  type SyncServer,
  type SyncServerOptions,
} from '../../src/index'
import { MovableClock } from './cache-suite'

// `POST /webhook`: nobody but the sender is believed, and whatever is sent is taken once.

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const OTHER = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDlkU1VBGNnqc='
let clock: MovableClock
let caches: ResponseCache[]
let servers: SyncServer[]
let taken: string[]
const store = () => memoryStore({ namespace: `webhooks-${Math.random().toString(36).slice(2)}` })
let shared: ReturnType<typeof store>

beforeEach(() => {
  clock = new MovableClock()
  caches = []
  servers = []
  taken = []
  shared = store()
})
afterEach(async () => {
  for (const server of servers) server.close()
  await Promise.all(caches.map((cache) => cache.close()))
})

/** An instance; all of a test share a store. */
function make(options: SyncServerOptions = {}): SyncServer {
  const cache = createResponseCache({ store: shared, clock })
  caches.push(cache)
  const server = createSyncServer({
    cache,
    secret: SECRET,
    onWebhook: ({ id }) => void taken.push(id),
    onError: () => {},
    clock: {
      now: clock.now,
      monotonic: () => performance.now(),
      schedule: (fn, ms) => setTimeout(fn, ms),
      cancel: (handle) => clearTimeout(handle as NodeJS.Timeout),
    },
    ...options,
  })
  servers.push(server)
  return server
}

interface Sent {
  readonly id?: string
  readonly body?: string
  readonly secret?: string
  /** Seconds from now that it claims to be sent at. */
  readonly at?: number
  readonly headers?: Record<string, string>
}

function message({
  id = 'm1',
  body = '{"event":"x","data":{}}',
  secret = SECRET,
  at = 0,
  headers = {},
}: Sent = {}) {
  const sentAt = new Date(clock.now() + at * 1000)
  const signed = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, sentAt, body),
  }
  return new Request('http://api.example/webhook', {
    method: 'POST',
    body,
    headers: { ...signed, ...headers },
  })
}

describe('who is believed', () => {
  it('the sender', async () => {
    expect((await make().fetch(message())).status).toBe(200)
    expect(taken).toEqual(['m1'])
  })

  const forged: [string, (server: SyncServer) => Promise<Response>][] = [
    ['another secret', (server) => server.fetch(message({ secret: OTHER }))],
    ['no signature', (server) => server.fetch(message({ headers: { 'webhook-signature': '' } }))],
    ['no id', (server) => server.fetch(message({ headers: { 'webhook-id': '' } }))],
    ['no time', (server) => server.fetch(message({ headers: { 'webhook-timestamp': '' } }))],
    ['another id', (server) => server.fetch(message({ headers: { 'webhook-id': 'm2' } }))],
    ['another time', (server) => server.fetch(message({ headers: { 'webhook-timestamp': '1' } }))],
    [
      'the time in another form',
      (server) => {
        const request = message()
        const time = request.headers.get('webhook-timestamp') ?? ''
        request.headers.set('webhook-timestamp', `${time}.0`)
        return server.fetch(request)
      },
    ],
    [
      'a version that is none',
      (server) => {
        const request = message()
        request.headers.set(
          'webhook-signature',
          (request.headers.get('webhook-signature') ?? '').replace('v1,', 'v2,'),
        )
        return server.fetch(request)
      },
    ],
    [
      'the signature cut short',
      (server) => {
        const request = message()
        request.headers.set(
          'webhook-signature',
          (request.headers.get('webhook-signature') ?? '').slice(0, -2),
        )
        return server.fetch(request)
      },
    ],
    [
      'the signature in another case',
      (server) => {
        const request = message()
        request.headers.set(
          'webhook-signature',
          `v1,${(request.headers.get('webhook-signature') ?? '').slice(3).toLowerCase()}`,
        )
        return server.fetch(request)
      },
    ],
    [
      'a thousand wrong ones before the right',
      (server) => {
        const request = message()
        const right = request.headers.get('webhook-signature') ?? ''
        request.headers.set('webhook-signature', `${'v1,AAAA '.repeat(1000)}${right}`)
        return server.fetch(request)
      },
    ],
    ['301 s old', (server) => server.fetch(message({ at: -302 }))],
    ['301 s ahead', (server) => server.fetch(message({ at: 302 }))],
    [
      'the body changed',
      (server) => {
        const { headers } = message()
        return server.fetch(
          new Request('http://api.example/webhook', { method: 'POST', headers, body: '{"event":"y"}' }),
        )
      },
    ],
    [
      'a blank more in the body',
      (server) => {
        const { headers } = message()
        const body = '{"event":"x","data":{}} '
        return server.fetch(new Request('http://api.example/webhook', { method: 'POST', headers, body }))
      },
    ],
  ]

  it.each(forged)('not: %s', async (_, send) => {
    const response = await send(make())
    expect(response.status).toBe(401)
    expect(response.headers.get('content-type')).toContain('problem+json')
    expect(taken).toEqual([])
    // And a forgery takes nothing from the real one.
    expect((await servers[0]?.fetch(message()))?.status).toBe(200)
  })

  it.each([-299, 299])('within the tolerance: %i s', async (at) => {
    expect((await make().fetch(message({ at }))).status).toBe(200)
  })

  it('any of several secrets while they are changed, and any of several signatures', async () => {
    const server = make({ secret: [OTHER, SECRET] })
    expect((await server.fetch(message({ id: 'a' }))).status).toBe(200)
    expect((await server.fetch(message({ id: 'b', secret: OTHER }))).status).toBe(200)
    const request = message({ id: 'c' })
    request.headers.set('webhook-signature', `v1,AAAA v1a,BBBB ${request.headers.get('webhook-signature')}`)
    expect((await server.fetch(request)).status).toBe(200)
  })

  it('without a secret there is no such place', async () => {
    expect((await make({ secret: undefined }).fetch(message())).status).toBe(404)
  })
})

describe('taken once', () => {
  it('again: 409, and not taken', async () => {
    const server = make()
    expect((await server.fetch(message())).status).toBe(200)
    expect((await server.fetch(message())).status).toBe(409)
    expect((await server.fetch(message({ body: '{"event":"other"}' }))).status).toBe(409)
    expect(taken).toEqual(['m1'])
  })

  it('two at the same moment: exactly one', async () => {
    const gate = deferred<void>()
    const server = make({
      onWebhook: async ({ id }) => {
        taken.push(id)
        await gate.promise
      },
    })
    const both = [server.fetch(message()), server.fetch(message())]
    setTimeout(() => gate.resolve(), 30)
    const statuses = (await Promise.all(both)).map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, 409])
    expect(taken).toEqual(['m1'])
  })

  it('twenty at the same moment on three instances of one store: exactly one', async () => {
    const instances = [make(), make(), make()]
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => instances[n % 3]?.fetch(message())),
    )
    expect(answers.filter((answer) => answer?.status === 200).length).toBe(1)
    expect(taken.length).toBe(1)
  })

  it('one that failed is taken when it comes again, on any instance', async () => {
    let fails = true
    const onWebhook: SyncServerOptions['onWebhook'] = ({ id }) => {
      if (fails) throw new Error('database away')
      taken.push(id)
    }
    const [one, two] = [make({ onWebhook }), make({ onWebhook })]
    const failed = await one.fetch(message())
    expect(failed.status).toBe(500)
    expect(await failed.text()).not.toContain('database')
    fails = false
    expect((await two.fetch(message())).status).toBe(200)
    expect((await one.fetch(message())).status).toBe(409)
    expect(taken).toEqual(['m1'])
  })

  it('one whose targets make no sense is taken when it comes again', async () => {
    let targets: unknown = [42]
    const server = make({ onWebhook: () => targets as [] })
    expect((await server.fetch(message())).status).toBe(500)
    targets = ['k']
    expect((await server.fetch(message())).status).toBe(200)
  })

  it('for as long as its time would be believed, at either end of the tolerance', async () => {
    const server = make()
    const early = message({ id: 'early', at: 299 })
    const copy = () => early.clone() as Request
    expect((await server.fetch(copy())).status).toBe(200)
    for (const seconds of [100, 200, 200, 97]) {
      clock.move(seconds * 1000)
      expect((await server.fetch(copy())).status).toBe(409)
    }
    clock.move(10_000)
    expect((await server.fetch(copy())).status).toBe(401)
    expect(taken).toEqual(['early'])
  })

  it('ids that differ are others, whatever they look like', async () => {
    const server = make()
    const ids = ['a', 'A', 'a ', 'a:1', '__proto__', 'constructor', 'x'.repeat(256), '%00', '*']
    for (const id of ids.filter((each) => each === each.trim())) {
      expect([id, (await server.fetch(message({ id }))).status]).toEqual([id, 200])
    }
    expect((await server.fetch(message({ id: 'x'.repeat(257) }))).status).toBe(401)
  })
})

describe('what it does', () => {
  it('invalidates what the event touches, and answers how many', async () => {
    const server = make({
      onWebhook: ({ type, data }) =>
        type === 'paid' ? [{ tag: `invoice:${(data as { id: number }).id}` }] : [],
    })
    const cache = caches[0]
    await cache?.load('k', () => 1, { tags: ['invoice:7'] })
    const response = await server.fetch(message({ body: '{"type":"paid","data":{"id":7}}' }))
    expect(await response.json()).toMatchObject({ invalidated: 1 })
    expect((await cache?.load('k', () => 2, { tags: ['invoice:7'] }))?.data).toBe(2)
  })

  it.each([
    ['no JSON', 'hello', 400],
    ['a list', '[]', 422],
    ['no event', '{"data":{}}', 422],
    ['an empty event', '{"event":""}', 422],
    ['a number as event', '{"event":1}', 422],
    ['a line break in the event', '{"event":"a\\nb"}', 422],
    ['two that differ', '{"event":"a","type":"b"}', 422],
    ['__proto__', '{"event":"a","data":{"__proto__":{"admin":true}}}', 400],
    ['too deep', `{"event":"a","data":${'['.repeat(200)}${']'.repeat(200)}}`, 400],
  ])('signed, but %s: refused, and may come again mended', async (_, body, status) => {
    const server = make()
    expect((await server.fetch(message({ body }))).status).toBe(status)
    expect(taken).toEqual([])
    expect((await server.fetch(message())).status).toBe(200)
  })

  it('too large: refused before anything is computed', async () => {
    expect((await make().fetch(message({ body: `{"event":"${'x'.repeat(200_000)}"}` }))).status).toBe(413)
  })

  it('records every attempt, and neither bodies nor signatures nor secrets', async () => {
    const server = make()
    await server.fetch(message({ body: '{"event":"paid","data":{"card":"4111"}}' }))
    await server.fetch(message())
    await server.fetch(message({ id: 'forged', secret: OTHER }))
    const attempts = await server.webhookAttempts()
    expect(attempts.map(({ outcome, status, id }) => [outcome, status, id])).toEqual(
      expect.arrayContaining([
        ['accepted', 200, 'm1'],
        ['replayed', 409, 'm1'],
        ['bad_signature', 401, 'forged'],
      ]),
    )
    const text = JSON.stringify(attempts)
    for (const secret of ['4111', 'v1,', 'whsec', 'MfKQ9r8']) expect(text).not.toContain(secret)
  })

  it('a flood of forgeries does not wash the record of what was accepted out', async () => {
    const server = make({ limits: { rate: false } })
    await server.fetch(message())
    for (let n = 0; n < 1200; n++)
      await server.fetch(message({ id: `f${n}`, headers: { 'webhook-signature': 'v1,AAAA' } }))
    const attempts = await server.webhookAttempts(2000)
    expect(attempts.some(({ outcome }) => outcome === 'accepted')).toBe(true)
    expect(attempts.length).toBeLessThanOrEqual(1000)
  })
})
