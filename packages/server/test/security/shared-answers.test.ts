// A cache that many users share: nobody is answered with what was made for another, whatever is sent, and whenever.
import { fakeClock } from '@freshline/test-utils'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createResponseCache, memoryStore, sqliteStore } from '../../src/index'
import { toEntryId } from '../../src/stores/stored-entry'

const users = ['alice', 'bob'] as const

function setup() {
  const clock = fakeClock(Date.UTC(2026, 10, 22, 12))
  return { clock, cache: createResponseCache({ clock, store: memoryStore() }) }
}

/** What a user's browser sends. */
function from(user: string | undefined, headers: Record<string, string> = {}): Request {
  const own = new Headers(headers)
  if (user) own.set('authorization', `Bearer ${user}`)
  // A Request of fetch drops cookies, so the fields stand beside it.
  return Object.defineProperty(new Request('https://api.example/me'), 'headers', { value: own })
}

/** A handler that answers each with who they are, after a while. */
function whoAreYou(headers: Record<string, string> = {}, status = 200) {
  let asked = 0
  const handler = async (request: Request) => {
    asked++
    await new Promise((resolve) => setTimeout(resolve, 0))
    const who = request.headers.get('authorization') ?? request.headers.get('cookie') ?? 'nobody'
    return new Response(who, { status, headers })
  }
  return { handler, asked: () => asked }
}

describe('respond', () => {
  it.each([
    [{}],
    [{ 'cache-control': 'max-age=60' }],
    [{ 'cache-control': 'private, max-age=60' }],
    [{ 'cache-control': 'PRIVATE' }],
    [{ 'cache-control': 'private="set-cookie", max-age=60' }],
    [{ 'cache-control': 'no-store' }],
    [{ 'cache-control': 'no-cache' }],
    [{ 'cache-control': 'max-age=60, stale-if-error=600' }],
    [{ vary: '*' }],
    [{ vary: 'Authorization', 'cache-control': 'max-age=60' }],
    [{ vary: 'accept, AUTHORIZATION', 'cache-control': 'public, max-age=60' }],
    [{ 'set-cookie': 'sid=1', 'cache-control': 'public, max-age=60' }],
  ])('gives each user an answer of their own where the handler says %j', async (headers) => {
    const { cache } = setup()
    const { handler } = whoAreYou(headers)
    const answer = async (user?: string) => (await cache.respond(from(user), 'me', handler)).text()
    expect(await Promise.all([...users, undefined].map((user) => answer(user)))).toEqual([
      'Bearer alice',
      'Bearer bob',
      'nobody',
    ])
    for (const user of users) expect(await answer(user)).toBe(`Bearer ${user}`)
    expect(await answer()).toBe('nobody')
  })

  it.each(['private', 'no-store', 'private, max-age=60', 'max-age=60, private'])(
    'keeps nothing that is %s, also of who sends cookies',
    async (control) => {
      const { cache } = setup()
      const { handler } = whoAreYou({ 'cache-control': control })
      const answer = async (user: string) =>
        (await cache.respond(from(undefined, { cookie: `sid=${user}` }), 'me', handler)).text()
      expect(await Promise.all(users.map(answer))).toEqual(['sid=alice', 'sid=bob'])
      expect(await answer('bob')).toBe('sid=bob')
      expect((await cache.stats()).entries).toBe(0)
    },
  )

  it('keeps an answer for each cookie where it varies by it', async () => {
    const { cache } = setup()
    const { handler, asked } = whoAreYou({ vary: 'Cookie', 'cache-control': 'max-age=60' })
    const answer = async (user: string) =>
      (await cache.respond(from(undefined, { cookie: `sid=${user}` }), 'me', handler)).text()
    for (const user of ['alice', 'bob', 'alice', 'bob']) expect(await answer(user)).toBe(`sid=${user}`)
    expect(asked()).toBe(2)
  })

  it('lets no old answer of one stand in when the handler fails for another', async () => {
    const { cache, clock } = setup()
    const good = whoAreYou({ 'cache-control': 'max-age=1, stale-if-error=600' })
    const scoped = (user: string, handler: (request: Request) => Promise<Response>) =>
      cache.respond(from(user), 'me', handler, { scope: user })
    expect(await (await scoped('alice', good.handler)).text()).toBe('Bearer alice')
    clock.jump(5_000)
    const failing = whoAreYou({}, 503)
    expect((await scoped('bob', failing.handler)).status).toBe(503)
    expect(await (await cache.respond(from('bob'), 'me', failing.handler)).text()).not.toContain('alice')
    expect(await (await scoped('alice', failing.handler)).text()).toBe('Bearer alice')
  })

  it('a refusal to one is none to another who waited for the same', async () => {
    const { cache } = setup()
    const handler = async (request: Request) => {
      await new Promise((resolve) => setTimeout(resolve, 0))
      const isAlice = request.headers.get('authorization') === 'Bearer alice'
      return isAlice ? new Response('yes') : new Response('no', { status: 403 })
    }
    const both = await Promise.all(
      ['bob', 'alice', 'bob'].map((user) => cache.respond(from(user), 'me', handler)),
    )
    expect(both.map(({ status }) => status)).toEqual([403, 200, 403])
  })
})

describe('scope', () => {
  it('keeps users apart: data, loads under way, and old data for a failing load', async () => {
    const { cache, clock } = setup()
    const load = (user: string, loader: () => Promise<string>) =>
      cache.load('me', loader, { scope: user, ttl: 1_000, staleIfError: 60_000 })
    const both = users.map((user) => load(user, async () => `of ${user}`))
    expect((await Promise.all(both)).map(({ data }) => data)).toEqual(['of alice', 'of bob'])
    clock.jump(5_000)
    const fail = () => Promise.reject(new Error('down'))
    expect((await load('bob', fail)).data).toBe('of bob')
    await expect(load('carol', fail)).rejects.toThrow('down')
    await expect(cache.load('me', fail)).rejects.toThrow('down')
  })

  /** Texts that a user's name, or a key made of one, could be to be taken for another's. */
  const nasty = fc.string({
    unit: fc.constantFrom(
      '\0',
      '\u0001',
      '\u0002',
      '"',
      '[',
      ']',
      ',',
      '\\',
      ':',
      'a',
      'n',
      'u',
      'l',
      'é',
      '\ud800',
    ),
    maxLength: 8,
  })

  it('no key, scope and variant are stored under the id of others', () => {
    const parts = fc.record({
      key: nasty,
      scope: fc.option(nasty, { nil: undefined }),
      variant: fc.option(nasty, { nil: undefined }),
    })
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const isSame = one.key === other.key && one.scope === other.scope && one.variant === other.variant
        const ids = [one, other].map(({ key, scope, variant }) => toEntryId(key, scope, variant))
        expect(ids[0] === ids[1]).toBe(isSame)
      }),
      { numRuns: 1_000 },
    )
  })

  it.each([
    ['memory', () => memoryStore()],
    ['SQLite', () => sqliteStore(':memory:')],
  ])('hostile names stay apart, and are found and removed, in %s', async (_, store) => {
    const cache = createResponseCache({ store: store() })
    const names = [
      "'; DROP TABLE freshline_entries; --",
      '%',
      '_',
      '"',
      '\0',
      'a\0\u0002["b",null]',
      '\\*',
      '💥',
      'x\r\nDEL *',
    ]
    for (const name of names)
      await cache.load(['k', name], () => `of ${name}`, { scope: name, owner: name, tags: [`t:${name}`] })
    for (const name of names) {
      const again = await cache.load(['k', name], () => 'new', { scope: name })
      expect([again.data, again.cached]).toEqual([`of ${name}`, true])
    }
    expect((await cache.invalidate({ tag: "t:'; DROP TABLE freshline_entries; --" })).invalidated).toBe(1)
    expect((await cache.invalidate({ tag: 't:%' })).invalidated).toBe(1)
    expect(await cache.deleteOwner('_')).toBe(1)
    expect((await cache.stats()).entries).toBeGreaterThanOrEqual(names.length - 3)
    await cache.close()
  })
})
