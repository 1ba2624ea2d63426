import { describe, expect, it } from 'vitest'
import { until, useWorld, type Step } from './steps'

// Stale answers: while one is fetched, or when none can be had (RFC 5861, RFC 9111 section 4.2.4).

const world = useWorld()
const control = (value: string, more = {}) => ({ headers: { 'Cache-Control': value, ...more } })
const swr = control('max-age=10, stale-while-revalidate=60')
const sie = control('max-age=10, stale-if-error=60')

describe('stale-while-revalidate', () => {
  it('answers at once with the old, then with the new', async () => {
    await world.run([
      { reply: swr },
      { wait: 9, expect: 'cached' },
      { wait: 11, expect: 'revalidating', reply: swr },
      { expect: 'cached' },
      { wait: 9, expect: 'cached' },
    ])
  })

  it('ends with its window, counted from the lifetime', async () => {
    await world.run([{ reply: swr }, { wait: 69, expect: 'revalidating', reply: swr }])
    await world.run([{ reply: swr }, { wait: 71, expect: 'network', reply: swr }])
  })

  it('does not slide: old answers stay as old as they are', async () => {
    await world.run([
      { reply: swr },
      { wait: 40, expect: 'revalidating', reply: { status: 503 }, from: 0 },
      { wait: 29, expect: 'revalidating', reply: { status: 503 }, from: 0 },
      { wait: 3, expect: 'network', reply: swr },
    ])
  })

  it('is confirmed in the background', async () => {
    const reply = control('max-age=10, stale-while-revalidate=60', { ETag: '"a"' })
    const confirmed: Step = {
      wait: 11,
      expect: 'revalidating',
      reply: { status: 304, headers: reply.headers },
      sent: { 'if-none-match': '"a"' },
    }
    await world.run([{ reply }, confirmed, { wait: 9, expect: 'cached' }, confirmed, { expect: 'cached' }])
  })

  it('tells its true age', async () => {
    await world.run([{ reply: swr }, { wait: 30, expect: 'revalidating', reply: swr, has: { age: '30' } }])
  })

  it('asks once for any number of callers', async () => {
    const path = world.path()
    const [first] = await world.run([{ reply: swr }], path)
    world.clock.jump(20_000)
    const before = world.origin.exchanges.length
    world.watching = true
    const texts = await Promise.all(
      Array.from({ length: 5 }, async () => (await world.fetch(world.origin.url + path)).text()),
    )
    await until(() => world.origin.exchanges.length > before, 'a request in the background')
    await world.settled()
    expect(texts).toEqual(Array.from({ length: 5 }, () => first?.text))
    expect(world.origin.exchanges.slice(before).map(({ url }) => url)).toEqual([path])
  })

  it('survives a background request that fails, without an unhandled rejection', async () => {
    await world.run([
      { reply: swr },
      { wait: 20, expect: 'revalidating', reply: { fault: 'close' }, from: 0 },
      { wait: 1, expect: 'revalidating', reply: swr, from: 0 },
      { expect: 'cached' },
    ])
  })

  it('is not for no-cache, and needs a number', async () => {
    const values = ['no-cache', 'max-age=10, no-cache', 'max-age=10']
    for (const value of values) {
      const reply = control(`${value}, stale-while-revalidate=60`)
      const outcome = value === 'max-age=10' ? 'revalidating' : 'network'
      await world.run([{ reply }, { wait: 20, expect: outcome, reply }])
    }
    for (const value of ['', '=', '=abc', '=-60', '=60.5', '=0']) {
      const reply = control(`max-age=10, stale-while-revalidate${value}`)
      await world.run([{ reply }, { wait: 20, expect: 'network' }])
    }
  })

  it('does not hold for a caller that asks for fresh data', async () => {
    for (const value of ['no-cache', 'max-age=0', 'max-age=15', 'min-fresh=1']) {
      const init = { headers: { 'Cache-Control': value } }
      await world.run([{ reply: swr }, { wait: 20, init, expect: 'network', reply: swr }])
    }
  })

  it('the background request carries the headers of the caller', async () => {
    const path = world.path()
    const init = { headers: { 'X-Who': 'me' } }
    await world.run(
      [
        { reply: swr, init },
        { wait: 20, init, expect: 'revalidating', reply: swr },
      ],
      path,
    )
    expect(world.origin.exchanges.at(-1)?.headers).toMatchObject({ 'x-who': 'me' })
  })

  it('the background request outlives the signal of the caller that it already answered', async () => {
    const path = world.path()
    const [first] = await world.run([{ reply: swr }], path)
    world.clock.jump(20_000)
    const held: { release: () => void } = { release: () => {} }
    const after = new Promise<void>((release) => (held.release = release))
    world.origin.replies.set(path, { ...swr, after })
    const controller = new AbortController()
    const answer = await world.fetch(world.origin.url + path, { signal: controller.signal })
    expect(await answer.text()).toBe(first?.text)
    controller.abort()
    held.release()
    // Whatever becomes of the background request, nothing is unhandled and the next caller gets an answer.
    const next = await world.fetch(world.origin.url + path)
    expect(await next.text()).not.toBe('')
  })
})

describe('stale-if-error', () => {
  it.each([500, 502, 503, 504])('answers with the old instead of %i', async (status) => {
    await world.run([{ reply: sie }, { wait: 20, expect: 'instead', reply: { status }, has: { age: '20' } }])
  })

  it('answers with the old when the connection breaks', async () => {
    await world.run([{ reply: sie }, { wait: 20, expect: 'instead', reply: { fault: 'close' } }])
  })

  it.each([400, 401, 403, 404, 410, 429, 501, 505, 599])('does not hide %i', async (status) => {
    await world.run([{ reply: sie }, { wait: 20, expect: 'network', reply: { status }, status }])
  })

  it('ends with its window, counted from the lifetime', async () => {
    await world.run([{ reply: sie }, { wait: 69, expect: 'instead', reply: { status: 503 } }])
    await world.run([{ reply: sie }, { wait: 71, expect: 'network', reply: { status: 503 }, status: 503 }])
  })

  it('does not slide', async () => {
    await world.run([
      { reply: sie },
      { wait: 40, expect: 'instead', reply: { status: 503 } },
      { wait: 29, expect: 'instead', reply: { status: 503 } },
      { wait: 3, expect: 'network', reply: { status: 503 }, status: 503 },
    ])
  })

  it('the failure replaces nothing: the next success does', async () => {
    await world.run([
      { reply: sie },
      { wait: 20, expect: 'instead', reply: { status: 503, headers: { 'Cache-Control': 'max-age=3600' } } },
      { expect: 'network', reply: sie },
      { expect: 'cached' },
    ])
  })

  it('is not asked while the answer is fresh, unless the caller wants to', async () => {
    await world.run([{ reply: sie }, { wait: 5, expect: 'cached' }])
  })

  it('is not for no-cache, and needs a number', async () => {
    for (const value of [
      'no-cache, stale-if-error=60',
      'max-age=10, stale-if-error=abc',
      'max-age=10, stale-if-error',
    ]) {
      const reply = control(value)
      await world.run([{ reply }, { wait: 20, expect: 'network', reply: { status: 503 }, status: 503 }])
    }
  })

  it('the caller may grant it too (RFC 5861 section 4)', async () => {
    const init = { headers: { 'Cache-Control': 'stale-if-error=60' } }
    await world.run([
      { reply: control('max-age=10') },
      { wait: 20, init, expect: 'instead', reply: { status: 503 } },
    ])
  })

  it('an abort is no failure of the origin', async () => {
    const path = world.path()
    await world.run([{ reply: sie }], path)
    world.clock.jump(20_000)
    world.origin.replies.set(path, { after: new Promise(() => {}) })
    const controller = new AbortController()
    const answer = world.fetch(world.origin.url + path, { signal: controller.signal })
    const before = world.origin.exchanges.length
    setTimeout(() => controller.abort(), 20)
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
    expect(world.origin.exchanges.length).toBeLessThanOrEqual(before + 1)
  })
})

describe('without leave from the origin', () => {
  it('a failure that it answers is told', async () => {
    const reply = control('max-age=10')
    await world.run([{ reply }, { wait: 20, expect: 'network', reply: { status: 503 }, status: 503 }])
  })

  it('when it cannot be reached, the old is used with its true age (section 4.2.4: disconnected)', async () => {
    const gone: Step = { expect: 'instead', reply: { fault: 'close' } }
    await world.run([
      { reply: control('max-age=10') },
      { wait: 20, ...gone, has: { age: '20' } },
      { wait: 99, ...gone, has: { age: '119' } },
      { expect: 'network', reply: {} },
    ])
  })

  it('when it cannot be reached, nothing is used that may not be used stale', async () => {
    for (const value of [
      'max-age=10, must-revalidate',
      'no-cache',
      'max-age=10, no-cache',
      'max-age=10, stale-if-error=5',
    ]) {
      const reply = control(value)
      await world.run([{ reply }, { wait: 20, expect: 'failed', reply: { fault: 'close' } }])
    }
  })

  it('nor does a confirmation that fails use the old', async () => {
    const reply = control('max-age=10', { ETag: '"a"' })
    await world.run([{ reply }, { wait: 20, expect: 'fetched', reply: { status: 500 }, status: 500 }])
  })

  it('an error with a lifetime of its own is stored like any answer, once the old is over', async () => {
    await world.run([
      { reply: control('max-age=10') },
      { wait: 20, expect: 'network', reply: { status: 503, ...control('max-age=100') } },
      { wait: 5, expect: 'cached', status: 503 },
    ])
  })
})
