import { describe, expect, it } from 'vitest'
import { useWorld } from './steps'

// Which status codes are stored and reused (RFC 9111 sections 3 and 4, RFC 9110 section 15.1).

const world = useWorld()
const fresh = { 'Cache-Control': 'max-age=3600' }
const manual: RequestInit = { redirect: 'manual' }
const redirects = [301, 302, 303, 307, 308]
const others = [200, 201, 202, 203, 204, 299, 300, 400, 401, 403, 404, 405, 410, 414, 418, 429, 451, 499]
const failures = [500, 501, 502, 503, 504, 599]

describe.each([...others, ...failures])('%i', (status) => {
  it('is reused while it is said to be fresh', async () => {
    await world.run([{ reply: { status, headers: fresh } }, { wait: 2, expect: 'cached' }])
  })

  it('is asked for again once it is stale', async () => {
    await world.run([{ reply: { status, headers: { 'Cache-Control': 'max-age=1' } } }, { wait: 2 }])
  })

  it('is not reused where nothing is said', async () => {
    await world.run([{ reply: { status } }, { wait: 2 }])
  })

  it('is confirmed by its validator', async () => {
    await world.run([
      { reply: { status, headers: { ETag: '"a"', 'Cache-Control': 'max-age=1' } } },
      { wait: 2, expect: 'any' },
    ])
  })
})

describe.each(redirects)('%i, not followed', (status) => {
  const headers = { ...fresh, Location: '/elsewhere' }

  it('is reused while it is said to be fresh', async () => {
    await world.run([
      { init: manual, reply: { status, headers } },
      { init: manual, wait: 2, expect: 'cached', has: { location: '/elsewhere' } },
    ])
  })

  it('is asked for again once it is stale', async () => {
    const stale = { ...headers, 'Cache-Control': 'max-age=1' }
    await world.run([
      { init: manual, reply: { status, headers: stale } },
      { init: manual, wait: 2 },
    ])
  })

  it('is not reused where nothing is said', async () => {
    await world.run([
      { init: manual, reply: { status, headers: { Location: '/' } } },
      { init: manual, wait: 2 },
    ])
  })
})

describe.each(redirects)('%i, followed', (status) => {
  const goTo = (Location: string, more = {}) => ({ status, headers: { Location, ...more } })

  it('what it led to is not stored as the answer of the first address', async () => {
    const [from, first, second] = [world.path(), world.path(), world.path()]
    world.origin.replies.set(from, goTo(first))
    world.origin.replies.set(first, { headers: fresh, body: 'first' })
    world.origin.replies.set(second, { headers: fresh, body: 'second' })
    expect(await (await world.fetch(world.origin.url + from)).text()).toBe('first')
    world.origin.replies.set(from, goTo(second))
    expect(await (await world.fetch(world.origin.url + from)).text()).toBe('second')
  })

  it('a no-store redirect to a fresh answer is asked for again', async () => {
    const [from, to] = [world.path(), world.path()]
    world.origin.replies.set(from, goTo(to, { 'Cache-Control': 'no-store' }))
    world.origin.replies.set(to, { headers: fresh })
    const asked = () => world.origin.exchanges.filter(({ url }) => url === from).length
    await (await world.fetch(world.origin.url + from)).text()
    await (await world.fetch(world.origin.url + from)).text()
    expect(asked()).toBe(2)
  })
})

describe('a redirect', () => {
  it('stored unfollowed is not the answer of a caller that follows', async () => {
    const [from, to] = [world.path(), world.path()]
    world.origin.replies.set(from, { status: 301, headers: { ...fresh, Location: to } })
    world.origin.replies.set(to, { body: 'there' })
    expect((await world.fetch(world.origin.url + from, manual)).status).toBe(301)
    const followed = await world.fetch(world.origin.url + from)
    expect(await followed.text()).toBe('there')
    expect(followed.status).toBe(200)
  })

  it('stored followed is not the answer of a caller that does not follow', async () => {
    const [from, to] = [world.path(), world.path()]
    world.origin.replies.set(from, { status: 301, headers: { ...fresh, Location: to } })
    world.origin.replies.set(to, { headers: fresh, body: 'there' })
    await (await world.fetch(world.origin.url + from)).text()
    expect((await world.fetch(world.origin.url + from, manual)).status).toBe(301)
  })

  it('is an error where the caller says so, also when its end is stored', async () => {
    const [from, to] = [world.path(), world.path()]
    world.origin.replies.set(from, { status: 301, headers: { ...fresh, Location: to } })
    world.origin.replies.set(to, { headers: fresh })
    await (await world.fetch(world.origin.url + from)).text()
    await expect(world.fetch(world.origin.url + from, { redirect: 'error' })).rejects.toBeInstanceOf(
      TypeError,
    )
  })
})

describe('206', () => {
  it('is not reused as a whole answer, asked for or not', async () => {
    const partial = { status: 206, headers: { ...fresh, 'Content-Range': 'bytes 0-3/10', ETag: '"a"' } }
    await world.run([{ reply: partial }, { wait: 2, expect: 'fetched' }])
    const init = { headers: { Range: 'bytes=0-3' } }
    await world.run([
      { init, reply: partial },
      { wait: 2, expect: 'fetched' },
    ])
  })

  it('is not stored without a Content-Range either', async () => {
    await world.run([{ reply: { status: 206, headers: fresh } }, { wait: 2, expect: 'network' }])
  })
})

describe('304', () => {
  it('that nobody asked for is neither stored nor reused', async () => {
    await world.run([{ reply: { status: 304, headers: fresh } }, { wait: 2, expect: 'network' }])
  })

  it('to a condition of the caller is given to the caller, and not stored', async () => {
    const init = { headers: { 'If-None-Match': '"mine"' } }
    await world.run([
      { init, reply: { status: 304, headers: { ...fresh, ETag: '"mine"' } }, status: 304 },
      { wait: 2, expect: 'network' },
    ])
  })
})
