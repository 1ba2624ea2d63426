import { deferred } from '@freshline/test-utils'
import { describe, expect, it, vi } from 'vitest'
import {
  createResponseCache,
  createSyncServer,
  memoryStore,
  type OnWebhook,
  type SyncServerOptions,
} from '../../src/index'
import { ask, keep, postJson, request, SECRET, start, webhook } from './harness'

const EVENT = { type: 'invoice.paid', data: { id: 7 } }

function listen(options: SyncServerOptions = {}) {
  const parts = start({ secret: SECRET, authorize: undefined, ...options })
  const send = (body: unknown = EVENT, more: { id?: string; at?: number; secret?: string } = {}) =>
    ask(parts.server, webhook(body, { at: parts.clock.now(), ...more }))
  return { ...parts, send }
}

describe('POST /webhook', () => {
  it('invalidates what the event touches, in either way of writing', async () => {
    const onWebhook = vi.fn<OnWebhook>(({ data }) => [
      { tag: 'invoices' },
      ['invoice', (data as { id: number }).id],
    ])
    const { cache, clock, send } = listen({ onWebhook })
    await keep(cache, 'invoice:7')
    await keep(cache, 'list', ['invoices'])
    expect(await send()).toBe(
      `200 ${JSON.stringify({ invalidated: 2, position: await cache.log.head(), purge: null })}`,
    )
    expect(onWebhook).toHaveBeenCalledWith({
      id: 'msg_1',
      type: 'invoice.paid',
      data: { id: 7 },
      sentAt: clock.now(),
    })
    expect(await send({ event: 'x', data: { id: 8 }, timestamp: 'ignored' }, { id: 'msg_2' })).toMatch(/^200/)
    expect(onWebhook).toHaveBeenLastCalledWith(expect.objectContaining({ type: 'x', data: { id: 8 } }))
  })

  it('takes an event that touches nothing', async () => {
    const { send } = listen()
    expect(await send()).toBe('200 {"invalidated":0,"position":null,"purge":null}')
  })

  it('tells a CDN too', async () => {
    const purge = vi.fn()
    const { send } = listen({ purge, onWebhook: () => ['a'] })
    expect(await send()).toContain('"purge":{"ok":true}')
    expect(purge).toHaveBeenCalledWith(expect.objectContaining({ keys: ['a'] }), expect.anything())
  })

  it('is not there without a secret, and asks nobody but the signature', async () => {
    const { server, clock } = start({ authorize: () => true })
    expect(await ask(server, webhook(EVENT, { at: clock.now() }))).toBe('404 not_configured')
    const authorize = vi.fn(() => false)
    expect(await listen({ authorize }).send()).toMatch(/^200/)
    expect(authorize).not.toHaveBeenCalled()
  })
})

describe('its signature', () => {
  const text = JSON.stringify(EVENT)

  it('may be by any of several secrets, so that they can be changed', async () => {
    const other = 'whsec_b3RoZXItc2VjcmV0LW9mLTI0LWJ5dGVz'
    const both = listen({ secret: [SECRET, other] })
    expect(await both.send(EVENT, { id: 'a' })).toMatch(/^200/)
    expect(await both.send(EVENT, { id: 'b', secret: other })).toMatch(/^200/)
    expect(await listen().send(EVENT, { secret: other })).toBe('401 bad_signature')
    expect(await listen({ secret: SECRET.slice('whsec_'.length) }).send()).toMatch(/^200/)
  })

  it('is one of several that are sent', async () => {
    const { server, clock } = listen()
    const sent = webhook(EVENT, { at: clock.now() })
    const good = sent.headers.get('webhook-signature') ?? ''
    sent.headers.set('webhook-signature', `v1a,xyz v1,AAAA ${good} v2,xyz`)
    expect(await ask(server, sent)).toMatch(/^200/)
  })

  it.each<[string, (headers: Headers) => void, string]>([
    ['none', (headers) => headers.delete('webhook-signature'), '401 missing_headers'],
    ['no id', (headers) => headers.delete('webhook-id'), '401 missing_headers'],
    ['no time', (headers) => headers.delete('webhook-timestamp'), '401 missing_headers'],
    ['a time that is no number', (headers) => headers.set('webhook-timestamp', '1e9'), '401 missing_headers'],
    [
      'a time with something behind it',
      (headers) => headers.append('webhook-timestamp', 'x'),
      '401 missing_headers',
    ],
    [
      'a time with a zero before it',
      (headers) => headers.set('webhook-timestamp', `0${headers.get('webhook-timestamp')}`),
      '401 missing_headers',
    ],
    ['another id', (headers) => headers.set('webhook-id', 'msg_2'), '401 bad_signature'],
    [
      'an id that is too long',
      (headers) => headers.set('webhook-id', 'x'.repeat(257)),
      '401 missing_headers',
    ],
    ['another time', (headers) => headers.set('webhook-timestamp', '1795348799'), '401 bad_signature'],
    [
      'another version',
      (headers) =>
        headers.set('webhook-signature', (headers.get('webhook-signature') ?? '').replace('v1,', 'v2,')),
      '401 missing_headers',
    ],
    [
      'a cut signature',
      (headers) => headers.set('webhook-signature', (headers.get('webhook-signature') ?? '').slice(0, -1)),
      '401 bad_signature',
    ],
    ['no text in it', (headers) => headers.set('webhook-signature', 'v1,'), '401 bad_signature'],
    [
      'a thousand of them',
      (headers) => headers.set('webhook-signature', Array(1_000).fill('v1,AAAA').join(' ')),
      '401 bad_signature',
    ],
  ])('that is wrong (%s) is refused', async (_, change, refusal) => {
    const onWebhook = vi.fn()
    const { server, clock } = listen({ onWebhook })
    const sent = webhook(EVENT, { at: clock.now() })
    change(sent.headers)
    expect(await ask(server, sent)).toBe(refusal)
    expect(onWebhook).not.toHaveBeenCalled()
  })

  it('is over the very bytes, a byte order mark and blanks included', async () => {
    const { server, clock } = listen()
    const { headers } = webhook(text, { at: clock.now() })
    const altered = (body: string) => ask(server, postJson('/webhook', body, Object.fromEntries(headers)))
    expect(await altered(`${text} `)).toBe('401 bad_signature')
    expect(await altered(`\ufeff${text}`)).toBe('401 bad_signature')
    expect(await altered(text.replace('7', '8'))).toBe('401 bad_signature')
    expect(await altered(text)).toMatch(/^200/)
  })

  it('holds for five minutes in either direction, by the server’s clock', async () => {
    const { clock, send } = listen()
    const now = clock.now()
    expect(await send(EVENT, { id: 'a', at: now - 300_000 })).toMatch(/^200/)
    expect(await send(EVENT, { id: 'b', at: now - 301_000 })).toBe('401 stale_timestamp')
    expect(await send(EVENT, { id: 'c', at: now + 300_000 })).toMatch(/^200/)
    expect(await send(EVENT, { id: 'd', at: now + 301_000 })).toBe('401 stale_timestamp')
  })

  it('does not tell the time to those who do not know the secret', async () => {
    const { clock, send } = listen()
    expect(await send(EVENT, { at: clock.now() - 1e7, secret: 'whsec_AAAA' })).toBe('401 bad_signature')
  })

  it('needs a secret that is one, and an error does not show it', () => {
    for (const secret of ['', 'whsec_', 'not base64!', [], [SECRET, ''], 7]) {
      const make = () => createSyncServer({ secret: secret as string })
      expect(make).toThrow(/^secret: got "a value not shown here"/)
    }
    expect(() => createSyncServer({ secret: SECRET, tolerance: -1 })).toThrow('tolerance')
  })
})

describe('a repetition', () => {
  it('is refused for as long as its time would be accepted, and then by its time', async () => {
    const onWebhook = vi.fn()
    const { server, clock } = listen({ onWebhook })
    // From the future, so that it is accepted for longest.
    const at = clock.now() + 300_000
    const replay = () => ask(server, webhook(EVENT, { at }))
    expect(await replay()).toMatch(/^200/)
    for (let minute = 0; minute < 10; minute++) {
      expect(await replay()).toBe('409 replayed')
      await clock.advance(60_000)
    }
    expect(await replay()).toBe('409 replayed')
    await clock.advance(1_000)
    expect(await replay()).toBe('401 stale_timestamp')
    expect(onWebhook).toHaveBeenCalledOnce()
  })

  it('is refused while the first is still being worked on', async () => {
    const { promise, resolve } = deferred<undefined>()
    const onWebhook = vi.fn<OnWebhook>(() => promise)
    const { send } = listen({ onWebhook })
    const first = send()
    // Sent earlier, the second one could be the one that is worked on.
    await vi.waitFor(() => expect(onWebhook).toHaveBeenCalledOnce())
    expect(await send()).toBe('409 replayed')
    resolve(undefined)
    expect(await first).toMatch(/^200/)
  })

  it('is taken where the first one failed, so that the sender’s retry works', async () => {
    const onWebhook = vi.fn<OnWebhook>().mockRejectedValueOnce(new Error('db'))
    const { send, errors } = listen({ onWebhook })
    expect(await send()).toBe('500 internal')
    expect(errors).toEqual([new Error('db')])
    expect(await send()).toMatch(/^200/)
    expect(await send()).toBe('409 replayed')
  })

  it('is taken where the targets made no sense or the cache failed', async () => {
    const onWebhook = vi.fn<OnWebhook>().mockReturnValueOnce([''])
    const { send } = listen({ onWebhook })
    expect(await send()).toBe('500 internal')
    expect(await send()).toMatch(/^200/)
    const invalidate = vi
      .fn()
      .mockRejectedValueOnce(new Error('away'))
      .mockResolvedValue({ invalidated: 0, position: 'p' })
    const failing = listen({ cache: { invalidate }, onWebhook: () => ['a'] })
    expect(await failing.send()).toBe('500 internal')
    expect(await failing.send()).toMatch(/^200/)
  })

  it('is not taken where nobody can tell whether it was taken before', async () => {
    const onWebhook = vi.fn<OnWebhook>(() => {
      throw new Error('first')
    })
    const claim = vi.fn().mockRejectedValueOnce(new Error('no memory')).mockResolvedValue(true)
    const release = vi.fn().mockRejectedValue(new Error('no memory either'))
    const { send, errors } = listen({ onWebhook, replays: { claim, release } })
    expect(await send()).toBe('500 internal')
    expect([onWebhook.mock.calls, errors]).toEqual([[], [new Error('no memory')]])
    expect(await send()).toBe('500 internal')
    expect(errors.slice(1)).toEqual([new Error('no memory either'), new Error('first')])
  })

  it('is refused by every instance that shares the store', async () => {
    const store = memoryStore()
    const one = listen({ cache: createResponseCache({ store }) })
    const other = listen({ cache: createResponseCache({ store }) })
    expect(await one.send()).toMatch(/^200/)
    expect(await other.send()).toBe('409 replayed')
  })

  it('is remembered in memory where the cache cannot, in a bounded number', async () => {
    const cache = { invalidate: () => ({ invalidated: 0, position: 'p' }) }
    const { send } = listen({ cache })
    expect(await send()).toMatch(/^200/)
    expect(await send()).toBe('409 replayed')
  })
})

describe('its body', () => {
  it.each([
    [[], '422 invalid_event'],
    [null, '422 invalid_event'],
    [{}, '422 invalid_event'],
    [{ event: 7 }, '422 invalid_event'],
    [{ event: '' }, '422 invalid_event'],
    [{ event: 'a\nb' }, '422 invalid_event'],
    [{ event: 'x'.repeat(201) }, '422 invalid_event'],
    [{ event: 'a', type: 'b' }, '422 invalid_event'],
    ['{', '400 invalid_json'],
    ['', '400 empty_body'],
    ['{"type":"a","type":"b"}', '400 duplicate_member'],
    ['{"type":"a","data":{"__proto__":{"admin":true}}}', '400 forbidden_member'],
    ['['.repeat(50_000), '400 json_too_deep'],
    ['x'.repeat(70_000), '413 body_too_large'],
  ])('%j is refused', async (body, refusal) => {
    const onWebhook = vi.fn()
    expect(await listen({ onWebhook }).send(body)).toBe(refusal)
    expect(onWebhook).not.toHaveBeenCalled()
  })
})

describe('the audit log', () => {
  it('has each attempt with its outcome, and neither body nor signature', async () => {
    const { server, clock, send } = listen({ onWebhook: () => ['a'] })
    await send({ type: 'paid', data: { card: '4111' } })
    clock.jump(1)
    await send()
    clock.jump(1)
    await send(EVENT, { id: 'forged', secret: 'whsec_AAAA' })
    clock.jump(1)
    await send('x'.repeat(70_000), { id: 'large' })
    const attempts = await server.webhookAttempts()
    expect(
      attempts.map(({ outcome, status, id, event, invalidated }) => [
        outcome,
        status,
        id,
        event,
        invalidated,
      ]),
    ).toEqual([
      ['body_too_large', 413, 'large', undefined, undefined],
      ['bad_signature', 401, 'forged', undefined, undefined],
      ['replayed', 409, 'msg_1', 'invoice.paid', undefined],
      ['accepted', 200, 'msg_1', 'paid', 0],
    ])
    expect(JSON.stringify(attempts)).not.toMatch(/4111|v1,|whsec/)
    expect((await server.webhookAttempts(1)).length).toBe(1)
  })

  it('keeps what was accepted through a flood of forgeries', async () => {
    const { server, send } = listen({ limits: { rate: false } })
    await send()
    for (let time = 0; time < 510; time++) await send(EVENT, { id: `f${time}`, secret: 'whsec_AAAA' })
    const attempts = await server.webhookAttempts(1_000)
    expect(attempts).toHaveLength(501)
    expect(attempts.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1)
  })

  it('can be kept elsewhere; failing to keep it is reported and changes no answer', async () => {
    const attempts = { add: vi.fn().mockRejectedValue(new Error('full')), list: () => [] }
    const { send, errors } = listen({ attempts })
    expect(await send()).toMatch(/^200/)
    expect(attempts.add).toHaveBeenCalledWith(expect.objectContaining({ outcome: 'accepted' }))
    expect(errors).toEqual([new Error('full')])
  })

  it('is read by who may', async () => {
    const { server, send } = listen({ authorize: (_, { action }) => action === 'webhook' })
    await send()
    expect(await ask(server, request('GET', '/webhook/attempts'))).toMatch(
      /^200 \{"attempts":\[\{.*"accepted"/,
    )
    expect(await ask(listen().server, request('GET', '/webhook/attempts'))).toBe('403 forbidden')
  })
})
