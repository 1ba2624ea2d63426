import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deferred, fakeClock } from '@freshline/test-utils'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createResponseCache, sqliteStore, type Loader, type ResponseCacheOptions } from '../../src'

interface Kept {
  readonly etag: string
  readonly body: string
}

/** A server that answers 304 to who holds its ETag. */
function createUpstream() {
  const asked: (string | undefined)[] = []
  const upstream = { etag: 'one', body: 'first', asked, load: undefined as unknown as Loader<Kept> }
  upstream.load = ({ previous }) => {
    const held = previous?.data as Kept | undefined
    asked.push(held?.etag)
    return held?.etag === upstream.etag ? held : { etag: upstream.etag, body: upstream.body }
  }
  return upstream
}

const setUp = (options: ResponseCacheOptions = {}) => {
  const clock = fakeClock()
  const cache = createResponseCache({ ttl: 1000, clock, ...options })
  onTestFinished(() => cache.close())
  return { clock, cache, upstream: createUpstream() }
}

describe('previous', () => {
  it('tells a loader what is held, so that it can ask on condition; a 304 is as good as new', async () => {
    const { cache, clock, upstream } = setUp()
    const first = await cache.load('a', upstream.load)
    clock.jump(1000)
    const second = await cache.load('a', upstream.load)
    expect(upstream.asked).toEqual([undefined, 'one'])
    expect(second).toMatchObject({ data: first.data, cached: false, stale: false })
    expect(second.cachedAt.getTime() - first.cachedAt.getTime()).toBe(1000)
    upstream.etag = 'two'
    clock.jump(1000)
    expect((await cache.load('a', upstream.load)).data.etag).toBe('two')
    expect(upstream.asked).toEqual([undefined, 'one', 'one'])
  })

  it('is there also after an invalidation, when a load is forced, and behind a stale answer', async () => {
    const { cache, clock, upstream } = setUp({ staleWhileRevalidate: 500 })
    await cache.load('a', upstream.load)
    await cache.invalidate('a')
    await cache.load('a', upstream.load)
    await cache.load('a', upstream.load, { forceRefresh: true })
    clock.jump(1000)
    expect((await cache.load('a', upstream.load)).stale).toBe(true)
    expect(upstream.asked).toEqual([undefined, 'one', 'one', 'one'])
  })

  it('says when that was loaded', async () => {
    const { cache, clock } = setUp()
    const { cachedAt } = await cache.load('a', () => 1)
    clock.jump(5000)
    const told = await cache.load('a', ({ previous }) => previous?.cachedAt.getTime() ?? 0)
    expect(told.data).toBe(cachedAt.getTime())
  })

  it('is a copy: what one loader does to it harms neither what is kept nor another loader', async () => {
    const { cache, clock, upstream } = setUp()
    await cache.load('a', upstream.load)
    clock.jump(1000)
    const spoil: Loader<Kept> = ({ previous }) => {
      Object.assign(previous?.data ?? {}, { body: 'spoilt' })
      expect(previous?.data).toEqual({ etag: 'one', body: 'first' })
      throw new Error('down')
    }
    expect((await cache.load('a', spoil)).data.body).toBe('first')
  })

  it('is nothing for another scope, after a deletion, without a key, and with the cache switched off', async () => {
    const { cache, upstream } = setUp()
    await cache.load('a', upstream.load)
    await cache.load('a', upstream.load, { scope: 'ann' })
    await cache.delete('a')
    await cache.load('a', upstream.load)
    await cache.load(null, upstream.load)
    const off = createResponseCache({ enabled: false })
    await off.load('a', upstream.load)
    await off.load('a', upstream.load)
    expect(upstream.asked).toEqual(Array.from({ length: 6 }, () => undefined))
  })

  it('survives a restart with a store that does', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'freshline-previous-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const upstream = createUpstream()
    const clock = fakeClock()
    for (let run = 0; run < 2; run++) {
      const cache = createResponseCache({ ttl: 1000, clock, store: sqliteStore(join(folder, 'cache.db')) })
      clock.jump(1000)
      await cache.load('a', upstream.load)
      await cache.close()
    }
    expect(upstream.asked).toEqual([undefined, 'one'])
  })

  it('is one load for all who ask, forced or not', async () => {
    const { cache } = setUp()
    await cache.load('a', () => 1)
    const gate = deferred<number>()
    let loads = 0
    const slow: Loader<number> = async ({ previous }) => (
      loads++,
      (await gate.promise) + Number(previous?.data)
    )
    const all = Array.from({ length: 9 }, () => cache.load('a', slow, { forceRefresh: true }))
    gate.resolve(1)
    expect((await Promise.all(all)).map(({ data }) => data)).toEqual(Array.from({ length: 9 }, () => 2))
    expect(loads).toBe(1)
  })
})
