import { describe, expect, it } from 'vitest'
import { useWorld, type Step } from './steps'

// `Vary`: which stored answer is an answer to which request (RFC 9111 section 4.1, RFC 9110 section 12.5.5).

const world = useWorld()
const vary = (value: string | readonly string[], more = {}) => ({
  headers: { 'Cache-Control': 'max-age=3600', Vary: value, ...more },
})
const ask = (headers: Record<string, string>, more: Partial<Step> = {}): Step => ({
  init: { headers },
  ...more,
})
const foo = (value: string, more: Partial<Step> = {}) => ask({ 'X-Foo': value }, more)

describe('one field', () => {
  it('the same value: reused', async () => {
    await world.run([foo('1', { reply: vary('X-Foo') }), foo('1', { expect: 'cached' })])
  })

  it('another value: not reused', async () => {
    await world.run([foo('1', { reply: vary('X-Foo') }), foo('2', { reply: vary('X-Foo') })])
  })

  it('missing in both: reused', async () => {
    await world.run([{ reply: vary('X-Foo') }, { expect: 'cached' }])
  })

  it('missing in the stored request only: not reused', async () => {
    await world.run([{ reply: vary('X-Foo') }, foo('1')])
  })

  it('missing in the new request only: not reused', async () => {
    await world.run([foo('1', { reply: vary('X-Foo') }), {}])
  })

  it('empty is not missing', async () => {
    await world.run([foo('', { reply: vary('X-Foo') }), {}])
  })

  it('the name in any case of letters', async () => {
    await world.run([foo('1', { reply: vary('x-fOO') }), foo('1', { expect: 'cached' }), foo('2')])
  })

  it('the value by its letters: another case is another value', async () => {
    await world.run([foo('a', { reply: vary('X-Foo') }), foo('A')])
  })

  it('other fields may differ', async () => {
    await world.run([
      ask({ 'X-Foo': '1', 'X-Bar': '1' }, { reply: vary('X-Foo') }),
      ask({ 'X-Foo': '1', 'X-Bar': '2' }, { expect: 'cached' }),
      ask({ 'X-Foo': '1' }, { expect: 'cached' }),
    ])
  })

  it('the whole value counts: no prefix, no part of a list', async () => {
    await world.run([foo('1', { reply: vary('X-Foo') }), foo('1, 2'), foo('11'), foo('1 2')])
  })

  it('order within a list counts', async () => {
    await world.run([foo('1, 2', { reply: vary('X-Foo') }), foo('2, 1')])
  })
})

describe('several fields', () => {
  const two = vary('X-Foo, X-Bar')
  const both = (a: string, b: string, more: Partial<Step> = {}) => ask({ 'X-Foo': a, 'X-Bar': b }, more)

  it('all the same: reused', async () => {
    await world.run([both('1', '2', { reply: two }), both('1', '2', { expect: 'cached' })])
  })

  it('one differs: not reused', async () => {
    await world.run([
      both('1', '2', { reply: two }),
      both('1', '3', { reply: two }),
      both('2', '2', { reply: two }),
    ])
  })

  it('one is left out: not reused', async () => {
    await world.run([
      both('1', '2', { reply: two }),
      foo('1', { reply: two }),
      ask({ 'X-Bar': '2' }, { reply: two }),
    ])
  })

  it('values do not change places', async () => {
    await world.run([both('1', '2', { reply: two }), both('2', '1', { reply: two })])
  })

  it('on lines of their own', async () => {
    const reply = vary(['X-Foo', 'X-Bar'])
    await world.run([
      both('1', '2', { reply }),
      both('1', '2', { expect: 'cached' }),
      both('1', '3', { reply }),
    ])
  })

  it('named twice, with odd spaces and empty members', async () => {
    const reply = vary(' X-Foo ,, X-Bar,X-Foo\t,')
    await world.run([
      both('1', '2', { reply }),
      both('1', '2', { expect: 'cached' }),
      both('1', '3', { reply }),
    ])
  })

  it('values that hold separators do not run into each other', async () => {
    await world.run([both('1', '2, x-bar: 3', { reply: two }), both('1, x-bar: 2', '3', { reply: two })])
    await world.run([both('a","b', 'c', { reply: two }), both('a', 'b","c', { reply: two })])
  })

  it('of many lines of a request, all count', async () => {
    const lines = (...values: string[]): RequestInit => ({ headers: values.map((value) => ['X-Foo', value]) })
    await world.run([
      { init: lines('1', '2'), reply: vary('X-Foo') },
      { init: lines('1', '2'), expect: 'cached' },
      { init: lines('1'), reply: vary('X-Foo') },
      { init: lines('1', '3'), reply: vary('X-Foo') },
    ])
  })
})

describe('*', () => {
  it.each(['*', 'X-Foo, *', '*, X-Foo', ' * ', '*,*'])('%s never matches', async (value) => {
    await world.run([foo('1', { reply: vary(value) }), foo('1')])
  })

  it('on a line of its own never matches', async () => {
    await world.run([foo('1', { reply: vary(['X-Foo', '*']) }), foo('1')])
  })

  it('is not hidden by force-cache, nor by stale windows', async () => {
    const reply = vary('*', { 'Cache-Control': 'max-age=1, stale-while-revalidate=60, stale-if-error=60' })
    await world.run([{ reply }, { wait: 2, reply }])
    await world.run([{ reply }, { wait: 2, reply: { status: 503 }, status: 503 }])
    await world.run([{ reply }, { init: { cache: 'force-cache' }, reply }])
  })
})

describe('variants', () => {
  const reply = vary('X-Foo')

  it('are held beside each other', async () => {
    await world.run([
      foo('1', { reply }),
      foo('2', { reply }),
      foo('3', { reply }),
      foo('1', { expect: 'cached', from: 0 }),
      foo('2', { expect: 'cached', from: 1 }),
      foo('3', { expect: 'cached', from: 2 }),
    ])
  })

  it('are each replaced alone', async () => {
    await world.run([
      foo('1', { reply }),
      foo('2', { reply }),
      ask({ 'X-Foo': '1', 'Cache-Control': 'no-cache' }, { reply }),
      foo('1', { expect: 'cached', from: 2 }),
      foo('2', { expect: 'cached', from: 1 }),
    ])
  })

  it('are each confirmed alone', async () => {
    const short = (etag: string) => vary('X-Foo', { 'Cache-Control': 'max-age=10', ETag: etag })
    const confirm = (etag: string) => ({
      status: 304,
      headers: { ETag: etag, 'Cache-Control': 'max-age=10', Vary: 'X-Foo' },
    })
    await world.run([
      foo('1', { reply: short('"1"') }),
      foo('2', { expect: 'fetched', reply: short('"2"') }),
      foo('1', {
        wait: 11,
        expect: 'etag',
        from: 0,
        reply: confirm('"1"'),
        sent: { 'if-none-match': /"1"/ },
      }),
      foo('1', { expect: 'cached', from: 0 }),
      foo('2', { expect: 'etag', from: 1, reply: confirm('"2"'), sent: { 'if-none-match': /"2"/ } }),
      foo('2', { expect: 'cached', from: 1 }),
    ])
  })

  it('a 304 that names another variant is not answered with this one (RFC 9111 section 4.3.3)', async () => {
    const held = (etag: string) => vary('X-Foo', { ETag: etag })
    const path = world.path()
    const [one] = await world.run(
      [foo('1', { reply: held('"1"') }), foo('2', { expect: 'fetched', reply: held('"2"') })],
      path,
    )
    world.origin.replies.set(path, ({ headers }) =>
      headers['if-none-match']?.includes('"1"')
        ? { status: 304, headers: { ETag: '"1"', Vary: 'X-Foo', 'Cache-Control': 'max-age=3600' } }
        : held('"1"'),
    )
    const response = await world.fetch(world.origin.url + path, { headers: { 'X-Foo': '3' } })
    expect(response.status).toBe(200)
    const text = await response.text()
    const sent = world.origin.exchanges.at(-1)
    expect(text).toBe(sent?.status === 304 ? one?.text : sent?.text)
  })

  it('the newest of those that match is used', async () => {
    const plain = { headers: { 'Cache-Control': 'max-age=3600' } }
    await world.run([
      foo('1', { reply }),
      foo('2', { wait: 5, reply: plain }),
      foo('3', { wait: 5, expect: 'cached', from: 1 }),
      foo('1', { expect: 'cached', from: 1 }),
    ])
  })

  it('an answer without Vary is one for everybody', async () => {
    await world.run([
      foo('1', { reply: { headers: { 'Cache-Control': 'max-age=3600' } } }),
      foo('2', { expect: 'cached' }),
      { expect: 'cached' },
    ])
  })

  it('an answer that begins to vary is not used for other values', async () => {
    const plain = { headers: { 'Cache-Control': 'max-age=1' } }
    await world.run([
      foo('1', { reply: plain }),
      foo('1', { wait: 2, reply }),
      foo('2', { reply }),
      foo('1', { expect: 'cached', from: 1 }),
    ])
  })

  it('a 304 that begins to vary counts', async () => {
    await world.run([
      foo('1', { reply: { headers: { 'Cache-Control': 'max-age=1', ETag: '"a"' } } }),
      foo('1', {
        wait: 2,
        expect: 'etag',
        reply: { status: 304, headers: { 'Cache-Control': 'max-age=3600', ETag: '"a"', Vary: 'X-Foo' } },
      }),
      foo('1', { expect: 'cached' }),
      foo('2', { expect: 'fetched', reply }),
    ])
  })

  it('hundreds of them do not slow the next down', async () => {
    const path = world.path()
    world.origin.replies.set(path, { ...reply, body: 'x' })
    const ofValue = (value: number) =>
      world.fetch(world.origin.url + path, { headers: { 'X-Foo': String(value) } })
    for (let start = 0; start < 200; start += 100) {
      await Promise.all(Array.from({ length: 100 }, async (_, n) => (await ofValue(start + n)).text()))
    }
    const begin = process.cpuUsage().user
    for (let n = 0; n < 50; n++) await (await ofValue(199)).text()
    expect((process.cpuUsage().user - begin) / 50).toBeLessThan(100_000)
  })
})

describe('spaces of a request (section 4.1)', () => {
  it('around a value do not count', async () => {
    await world.run([foo('  1  ', { reply: vary('X-Foo') }), foo('1', { expect: 'cached' })])
  })
})
