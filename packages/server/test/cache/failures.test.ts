import { deferred, fakeClock, flush } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { createResponseCache, type Loader, type ResponseCacheOptions } from '../../src'

const setUp = (options: ResponseCacheOptions = {}) => {
  const clock = fakeClock()
  const errors: unknown[] = []
  const cache = createResponseCache({ ttl: 1000, clock, onError: (error) => errors.push(error), ...options })
  return { clock, cache, errors }
}
const down = new Error('upstream is down')
const fails = () => Promise.reject(down)

describe('staleIfError', () => {
  it('lets the last good data stand in, marked, with the error beside it that JSON does not show', async () => {
    const { cache, clock } = setUp()
    const first = await cache.load('a', () => 1)
    clock.jump(1000)
    const second = await cache.load('a', fails)
    expect(second).toEqual({ ...first, cached: true, stale: true })
    expect(second.error).toBe(down)
    expect(JSON.stringify(second)).not.toContain('down')
    expect(await cache.stats()).toMatchObject({ errors: 1, staleHits: 1, misses: 1, loads: 2 })
  })

  it('is bounded, and counted from the end of freshness', async () => {
    const { cache, clock } = setUp({ staleIfError: 500 })
    await cache.load('a', () => 1)
    clock.jump(1499)
    expect((await cache.load('a', fails)).data).toBe(1)
    clock.jump(1)
    await expect(cache.load('a', fails)).rejects.toBe(down)
  })

  it('also after an invalidation, for all who wait, and when a load is forced', async () => {
    const { cache } = setUp()
    await cache.load('a', () => 1)
    await cache.invalidate('a')
    const answers = await Promise.all([cache.load('a', fails), cache.load('a', fails)])
    expect(answers.map(({ data, stale }) => [data, stale])).toEqual([
      [1, true],
      [1, true],
    ])
    expect((await cache.load('a', fails, { forceRefresh: true })).stale).toBe(true)
  })

  it('keeps no failure', async () => {
    const { cache } = setUp()
    await expect(cache.load('a', fails)).rejects.toBe(down)
    expect((await cache.load('a', () => 1)).data).toBe(1)
    const throws: Loader<number> = () => {
      throw down
    }
    await expect(cache.load('b', throws)).rejects.toBe(down)
  })
})

describe('staleWhileRevalidate', () => {
  it('answers with the old at once and loads one new behind it, once for all', async () => {
    const { cache, clock } = setUp({ staleWhileRevalidate: 500 })
    await cache.load('a', () => 1)
    clock.jump(1499)
    const next = deferred<number>()
    let calls = 0
    const loader = () => (calls++, next.promise)
    for (let count = 0; count < 3; count++)
      expect(await cache.load('a', loader)).toMatchObject({ data: 1, cached: true, stale: true })
    next.resolve(2)
    await flush()
    expect(await cache.load('a', loader)).toMatchObject({ data: 2, stale: false })
    expect(calls).toBe(1)
  })

  it('ends, is never used after an invalidation, and reports what fails behind it', async () => {
    const { cache, clock, errors } = setUp({ staleWhileRevalidate: 500 })
    await cache.load('a', () => 1)
    clock.jump(1000)
    await cache.load('a', fails)
    await flush()
    expect(errors).toEqual([down])
    await cache.invalidate('a')
    expect((await cache.load('a', () => 2)).data).toBe(2)
    clock.jump(1500)
    expect((await cache.load('a', () => 3)).data).toBe(3)
  })
})

describe('forceRefresh', () => {
  it('loads whatever is held, and joins only what was forced', async () => {
    const { cache } = setUp()
    const [calm, forced] = [deferred<string>(), deferred<string>()]
    const told: boolean[] = []
    const loader = (answer: Promise<string>) => (context: { forceRefresh: boolean }) => {
      told.push(context.forceRefresh)
      return answer
    }
    const first = cache.load('a', loader(calm.promise))
    await flush()
    const second = cache.load('a', loader(forced.promise), { forceRefresh: true })
    const third = cache.load('a', loader(forced.promise), { forceRefresh: true })
    const fourth = cache.load('a', loader(forced.promise))
    await flush()
    forced.resolve('new')
    expect((await Promise.all([second, third, fourth])).map(({ data }) => data)).toEqual([
      'new',
      'new',
      'new',
    ])
    calm.resolve('old')
    await first
    expect(told).toEqual([false, true])
    // The load that began first lands last, and replaces nothing.
    expect((await cache.load('a', () => 'never')).data).toBe('new')
  })
})

describe('timeout', () => {
  it('ends a load that never settles, for all who wait, and lets others load', async () => {
    const { cache, clock } = setUp({ timeout: 100 })
    let signal: AbortSignal | undefined
    const never: Loader<number> = (context) => ((signal = context.signal), new Promise(() => {}))
    const both = Promise.allSettled([cache.load('a', never), cache.load('a', never)])
    await clock.advance(99)
    expect(signal?.aborted).toBe(false)
    await clock.advance(1)
    expect((await both).map((one) => (one as { reason?: { code?: string } }).reason?.code)).toEqual([
      'load_timeout',
      'load_timeout',
    ])
    expect(signal?.aborted).toBe(true)
    expect((await cache.load('a', () => 1)).data).toBe(1)
    expect(clock.pending).toBe(0)
  })

  it('keeps nothing of a load that was given up and settles after all', async () => {
    const { cache, clock } = setUp({ timeout: 100 })
    const late = deferred<string>()
    const given = cache.load('a', () => late.promise).catch((error: Error) => error.message)
    await clock.advance(100)
    await given
    await cache.load('a', () => 'new')
    late.resolve('old')
    await flush()
    expect((await cache.load('a', () => 'never')).data).toBe('new')
    const alone = deferred<string>()
    const other = cache.load('b', () => alone.promise).catch(() => {})
    await clock.advance(100)
    alone.resolve('too late')
    await other
    await flush()
    expect((await cache.stats()).entries).toBe(1)
  })
})

describe('signal', () => {
  it('ends the waiting of one, and the load only when all have left', async () => {
    const { cache } = setUp()
    const answer = deferred<number>()
    let signal: AbortSignal | undefined
    const loader: Loader<number> = (context) => ((signal = context.signal), answer.promise)
    const [one, two] = [new AbortController(), new AbortController()]
    const first = cache.load('a', loader, { signal: one.signal })
    const second = cache.load('a', loader, { signal: two.signal })
    await flush()
    one.abort(new Error('left'))
    await expect(first).rejects.toThrow('left')
    expect(signal?.aborted).toBe(false)
    two.abort(new Error('left too'))
    await expect(second).rejects.toThrow('left too')
    expect(signal?.aborted).toBe(true)
    expect((await cache.load('a', () => 2)).data).toBe(2)
    await expect(
      cache.load('a', () => 3, { signal: AbortSignal.abort(new Error('at once')) }),
    ).rejects.toThrow('at once')
  })

  it('leaves a load alone that somebody without a signal waits for', async () => {
    const { cache } = setUp()
    const answer = deferred<number>()
    const leaving = new AbortController()
    const first = cache.load('a', () => answer.promise, { signal: leaving.signal })
    const second = cache.load('a', () => answer.promise)
    await flush()
    leaving.abort(new Error('left'))
    answer.resolve(1)
    await expect(first).rejects.toThrow('left')
    expect((await second).data).toBe(1)
  })
})
