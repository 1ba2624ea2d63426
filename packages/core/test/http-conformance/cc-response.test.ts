import { describe, it } from 'vitest'
import { table, useWorld } from './steps'

// What the directives of an answer mean to a private cache (RFC 9111 section 5.2.2, RFC 8246).

const world = useWorld()
const control = (value: string, more = {}) => ({ 'Cache-Control': value, ...more })
const hour = 'max-age=3600'

describe('no-store: nothing of it is kept', () => {
  table(world, [
    ['alone', control('no-store'), 'network'],
    ['beside max-age', control(`no-store, ${hour}`), 'network'],
    ['beside Expires', control('no-store', { Expires: 3600 }), 'network'],
    ['nor its ETag', control('no-store', { ETag: '"a"' }), 'network'],
    ['nor its Last-Modified', control(`no-store, ${hour}`, { 'Last-Modified': -864000 }), 'network'],
    ['nor in spite of no-cache', control('no-cache, no-store', { ETag: '"a"' }), 'network'],
    ['nor with an argument', control(`no-store="x", ${hour}`), 'network'],
  ])

  it('takes the place of nothing: the older answer stays only as long as it may', async () => {
    await world.run([
      { reply: { headers: control('max-age=1', { ETag: '"a"' }) } },
      { wait: 2, expect: 'fetched', reply: { headers: control('no-store') } },
      // Whatever is held after this must have been confirmed by the origin.
      { expect: 'fetched', reply: {} },
    ])
  })
})

describe('no-cache: never without asking', () => {
  table(world, [
    ['alone', control('no-cache'), 'network'],
    ['beside max-age', control(`no-cache, ${hour}`), 'network'],
    ['beside Expires', control('no-cache', { Expires: 3600 }), 'network'],
    ['with an ETag', control(`no-cache, ${hour}`, { ETag: '"a"' }), 'etag'],
    ['with a Last-Modified', control('no-cache', { 'Last-Modified': -864000 }), 'lm'],
    ['beside immutable', control(`no-cache, ${hour}, immutable`, { ETag: '"a"' }), 'etag'],
    ['with an empty argument', control(`no-cache="", ${hour}`, { ETag: '"a"' }), 'etag'],
  ])

  it('every time again', async () => {
    const confirmed = { status: 304, headers: control('no-cache', { ETag: '"a"' }) }
    await world.run([
      { reply: { headers: control('no-cache', { ETag: '"a"' }) } },
      { expect: 'etag', reply: confirmed },
      { expect: 'etag', reply: confirmed },
      {
        expect: 'network',
        init: { cache: 'reload' },
        reply: { headers: control('no-cache', { ETag: '"b"' }) },
      },
      { expect: 'etag', sent: { 'if-none-match': '"b"' } },
    ])
  })

  it('with field names: those fields are not reused unasked (section 5.2.2.4)', async () => {
    const headers = control(`no-cache="x-listed", ${hour}`, { 'X-Listed': 'first', ETag: '"a"' })
    const [, second] = await world.run([{ reply: { headers } }, { wait: 2, expect: 'any' }])
    const reused = second?.exchanges.length === 0
    if (reused && second.response?.headers.has('x-listed')) throw new Error('the listed field was reused')
  })
})

describe('must-revalidate: never stale', () => {
  const reply = {
    headers: control('max-age=1, must-revalidate, stale-while-revalidate=3600, stale-if-error=3600'),
  }

  it('fresh, it is reused', async () => {
    await world.run([{ reply: { headers: control('max-age=3600, must-revalidate') } }, { expect: 'cached' }])
  })

  it('stale, it waits for the origin', async () => {
    await world.run([{ reply }, { wait: 2, expect: 'network' }])
  })

  it('stale, the failure of the origin is told', async () => {
    await world.run([{ reply }, { wait: 2, expect: 'network', reply: { status: 503 }, status: 503 }])
    await world.run([{ reply }, { wait: 2, expect: 'failed', reply: { fault: 'close' } }])
  })

  it('in any case of letters', async () => {
    const shouted = { headers: control('MAX-AGE=1, MUST-REVALIDATE, STALE-IF-ERROR=3600') }
    await world.run([{ reply: shouted }, { wait: 2, expect: 'network', reply: { status: 500 }, status: 500 }])
  })
})

describe('for shared caches only', () => {
  table(world, [
    ['private is stored', control(`private, ${hour}`), 'cached'],
    ['private with field names is stored', control(`private="x-foo", ${hour}`, { 'X-Foo': 'a' }), 'cached'],
    ['private alone is no freshness', control('private', { ETag: '"a"' }), 'etag'],
    ['proxy-revalidate, fresh', control(`proxy-revalidate, ${hour}`), 'cached'],
    ['public alone is no freshness', control('public', { ETag: '"a"' }), 'etag'],
    ['no-transform changes nothing', control(`no-transform, ${hour}`), 'cached'],
  ])

  it('proxy-revalidate does not forbid stale use to a private cache (section 5.2.2.8)', async () => {
    const headers = control('max-age=1, proxy-revalidate, stale-if-error=3600')
    await world.run([{ reply: { headers } }, { wait: 2, expect: 'instead', reply: { status: 503 } }])
  })
})

describe('immutable (RFC 8246)', () => {
  table(world, [
    ['fresh, it is reused', control(`immutable, ${hour}`, { ETag: '"a"' }), 'cached'],
    ['stale, it is asked for', control('immutable, max-age=1', { ETag: '"a"' }), 'etag'],
    ['without a lifetime it is no freshness', control('immutable', { ETag: '"a"' }), 'etag'],
    ['no-store counts more', control(`immutable, no-store, ${hour}`, { ETag: '"a"' }), 'network'],
  ])
})

describe('must-understand (section 5.2.2.3)', () => {
  const mine = control(`must-understand, no-store, ${hour}`)

  it('puts no-store aside where the status is understood', async () => {
    await world.run([{ reply: { headers: mine } }, { wait: 2, expect: 'cached' }])
    await world.run([{ reply: { status: 404, headers: mine } }, { wait: 2, expect: 'cached' }])
  })

  it('is not stored where the status is not understood', async () => {
    await world.run([{ reply: { status: 599, headers: mine } }, { wait: 2, expect: 'network' }])
    const alone = control(`must-understand, ${hour}`)
    await world.run([{ reply: { status: 299, headers: alone } }, { wait: 2, expect: 'network' }])
  })

  it('alone changes nothing where the status is understood', async () => {
    await world.run([
      { reply: { headers: control(`must-understand, ${hour}`) } },
      { wait: 2, expect: 'cached' },
    ])
  })
})

describe('fields for other caches say nothing', () => {
  table(world, [
    ['CDN-Cache-Control with a lifetime', { 'CDN-Cache-Control': hour }, 'network'],
    ['CDN-Cache-Control longer', control('max-age=1', { 'CDN-Cache-Control': hour }), 'network'],
    ['CDN-Cache-Control against no-store', control('no-store', { 'CDN-Cache-Control': hour }), 'network'],
    ['CDN-Cache-Control: no-store', control(hour, { 'CDN-Cache-Control': 'no-store' }), 'cached'],
    ['CDN-Cache-Control: max-age=0', control(hour, { 'CDN-Cache-Control': 'max-age=0' }), 'cached'],
    ['Surrogate-Control with a lifetime', { 'Surrogate-Control': hour }, 'network'],
    ['Surrogate-Control against no-store', control('no-store', { 'Surrogate-Control': hour }), 'network'],
    ['Surrogate-Control: no-store', control(hour, { 'Surrogate-Control': 'no-store' }), 'cached'],
    ['Cache-Control with another name', { 'X-Cache-Control': hour }, 'network'],
    ['Pragma: no-cache in an answer (section 5.4)', control(hour, { Pragma: 'no-cache' }), 'cached'],
    ['Pragma: no-cache beside Expires', { Expires: 3600, Pragma: 'no-cache' }, 'cached'],
    ['Pragma with an unknown word', control(hour, { Pragma: 'foo' }), 'cached'],
    ['Warning', control(hour, { Warning: '110 - "stale"' }), 'cached'],
  ])
})
