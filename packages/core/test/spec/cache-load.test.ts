// A5: `load` and `fetchWithCache`: one request for any number of callers, and what they may be answered with.
import { deferred, fakeClock, flush } from '@freshline/test-utils'
import {
  dataCache,
  fetchWithCache,
  outcome,
  TtlCache,
  type FetchContext,
  type TtlCacheOptions,
} from '@freshline/core'
import { afterEach, describe, expect, it, vi } from 'vitest'

const START = Date.UTC(2026, 0, 1)

function setup(options: Omit<TtlCacheOptions, 'clock'> = {}) {
  const clock = fakeClock(START)
  return { clock, cache: new TtlCache({ ttl: 1000, gcTime: 60_000, ...options, clock }) }
}

/** A fetcher whose answers a test gives one by one. */
function scripted() {
  const calls: { context: FetchContext; answer: ReturnType<typeof deferred<unknown>> }[] = []
  const fetcher = (context: FetchContext) => {
    const answer = deferred<unknown>()
    calls.push({ context, answer })
    return answer.promise
  }
  const call = (at: number) => {
    const found = calls[at]
    if (!found) throw new Error(`call ${at} was not made`)
    return found
  }
  return {
    calls,
    fetcher,
    answer: async (at: number, value: unknown) => {
      call(at).answer.resolve(value)
      await flush()
    },
    fail: async (at: number, error: unknown) => {
      call(at).answer.reject(error)
      await flush()
    },
  }
}

describe('A5 one request', () => {
  it('asks once for any number of concurrent callers, and answers all of them alike', async () => {
    const { cache } = setup()
    const { calls, fetcher, answer } = scripted()
    const callers = Array.from({ length: 100 }, () => cache.load(['list', 1], fetcher))
    callers.push(cache.load('list:1', fetcher))
    expect(calls).toHaveLength(1)
    await answer(0, 'data')
    const answers = await Promise.all(callers)
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1)
    expect(answers[0]).toEqual({ data: 'data', cached: false, cachedAt: START, expiresAt: START + 1000 })
  })

  it('answers from the cache while it is fresh, with its times', async () => {
    const { cache, clock } = setup()
    const fetcher = vi.fn(async () => 'data')
    await cache.load('k', fetcher)
    await clock.advance(999)
    expect(await cache.load('k', fetcher)).toEqual({
      data: 'data',
      cached: true,
      cachedAt: START,
      expiresAt: START + 1000,
    })
    await clock.advance(1)
    expect(await cache.load('k', fetcher)).toEqual({
      data: 'data',
      cached: false,
      cachedAt: START + 1000,
      expiresAt: START + 2000,
    })
    expect(fetcher).toHaveBeenCalledTimes(2)
  })

  it('tells the fetcher key, signal, force and what is held', async () => {
    const { cache, clock } = setup()
    const { calls, fetcher, answer } = scripted()
    void cache.load(['k', { a: 1 }], fetcher)
    await answer(0, 'first')
    await clock.advance(1000)
    void cache.load(['k', { a: 1 }], fetcher, { force: true })
    await answer(1, 'second')
    expect(calls.map(({ context }) => [context.key, context.forceFresh, context.previous])).toEqual([
      ['k:{"a":1}', false, undefined],
      ['k:{"a":1}', true, { data: 'first' }],
    ])
    expect(calls.every(({ context }) => !context.signal.aborted)).toBe(true)
  })

  it('fails all concurrent callers alike, keeps nothing, and asks anew after that', async () => {
    const { cache } = setup()
    const { calls, fetcher, answer, fail } = scripted()
    const error = new Error('down')
    const callers = [cache.load('k', fetcher), cache.load('k', fetcher)]
    const failures = Promise.allSettled(callers)
    await fail(0, error)
    expect((await failures).map((each) => each.status === 'rejected' && each.reason)).toEqual([error, error])
    expect(cache.size).toBe(0)
    const next = cache.load('k', fetcher)
    expect(calls).toHaveLength(2)
    await answer(1, 'data')
    expect((await next).data).toBe('data')
  })

  it('is not blocked for ever by a fetcher that throws synchronously', async () => {
    const { cache } = setup()
    const broken = () => {
      throw new Error('at once')
    }
    await expect(cache.load('k', broken)).rejects.toThrow('at once')
    expect(await cache.load('k', () => 'data')).toMatchObject({ data: 'data' })
    await expect(cache.load('other', broken)).rejects.toThrow('at once')
    await expect(
      cache.load('other', () => {
        throw new Error('second')
      }),
    ).rejects.toThrow('second')
  })

  it('passes on what is thrown, also when it is no Error', async () => {
    const { cache } = setup()
    await expect(cache.load('k', () => Promise.reject('text'))).rejects.toBe('text')
    await expect(cache.load('k', () => Promise.reject(undefined))).rejects.toBeUndefined()
  })

  it('takes a fetcher that answers at once', async () => {
    const { cache } = setup()
    expect(await cache.load('k', () => 5)).toMatchObject({ data: 5, cached: false })
    expect(cache.get('k')).toBe(5)
  })

  it.each([undefined, null, 0, '', false, NaN])('holds %s as data', async (value) => {
    const { cache } = setup()
    const fetcher = vi.fn(async () => value)
    expect(await cache.load('k', fetcher)).toEqual({
      data: value,
      cached: false,
      cachedAt: START,
      expiresAt: START + 1000,
    })
    expect(await cache.load('k', fetcher)).toMatchObject({ data: value, cached: true })
    expect(fetcher).toHaveBeenCalledTimes(1)
  })

  it('takes the data out of an outcome', async () => {
    const { cache } = setup()
    expect((await cache.load('k', async () => outcome({ id: 1 }))).data).toEqual({ id: 1 })
    expect(cache.get('k')).toEqual({ id: 1 })
  })

  it('keeps what is held where the outcome says not modified, fresh from now on', async () => {
    const { cache, clock } = setup()
    const first = { id: 1 }
    await cache.load('k', async () => first)
    await clock.advance(1500)
    const again = await cache.load('k', async () => outcome(undefined, { notModified: true }) as never)
    expect(again.data).toBe(first)
    expect(cache.get('k')).toBe(first)
    expect(cache.remainingTtl('k')).toBe(1000)
  })

  it('lives from the arrival of the answer on, with its own ttl, gcTime and tags', async () => {
    const { cache, clock } = setup()
    const { fetcher, answer } = scripted()
    const loading = cache.load('k', fetcher, { ttl: 5000, gcTime: 7000, tags: ['t'] })
    await clock.advance(3000)
    await answer(0, 'data')
    expect(await loading).toMatchObject({ cachedAt: START + 3000, expiresAt: START + 8000 })
    expect(cache.peek('k')).toEqual({
      value: 'data',
      storedAt: START + 3000,
      expiresAt: START + 8000,
      removeAt: START + 15_000,
      tags: ['t'],
    })
  })

  it('answers also what cannot be kept', async () => {
    const { cache } = setup({ maxEntries: 0 })
    expect(await cache.load('k', async () => 'data')).toEqual({
      data: 'data',
      cached: false,
      cachedAt: START,
      expiresAt: START,
    })
  })

  it('refuses a fetcher that is none', async () => {
    const { cache } = setup()
    await expect(cache.load('k', 'data' as never)).rejects.toMatchObject({ code: 'invalid_option' })
  })
})

describe('A5 force', () => {
  it('asks although a fresh value is held', async () => {
    const { cache } = setup()
    cache.set('k', 'held')
    expect(await cache.load('k', async () => 'asked', { force: true })).toMatchObject({
      data: 'asked',
      cached: false,
    })
    expect(cache.get('k')).toBe('asked')
  })

  it('does not join a request that passes through caches; one that passes none joins it', async () => {
    const { cache } = setup()
    const { calls, fetcher, answer } = scripted()
    const usual = cache.load('k', fetcher)
    const forced = [cache.load('k', fetcher, { force: true }), cache.load('k', fetcher, { force: true })]
    const late = cache.load('k', fetcher)
    expect(calls.map(({ context }) => context.forceFresh)).toEqual([false, true])
    await answer(1, 'new')
    await answer(0, 'old')
    expect((await Promise.all([usual, ...forced, late])).map((each) => each.data)).toEqual([
      'new',
      'new',
      'new',
      'new',
    ])
    expect(cache.get('k')).toBe('new')
  })

  it('keeps what is held where the forced request fails', async () => {
    const { cache } = setup()
    cache.set('k', 'held')
    const down = async () => {
      throw new Error('down')
    }
    await expect(cache.load('k', down, { force: true })).rejects.toThrow('down')
    expect(cache.get('k')).toBe('held')
  })
})

describe('A5 stale-while-revalidate', () => {
  it('answers a stale value at once, and asks once behind it', async () => {
    const { cache, clock } = setup()
    const { calls, fetcher, answer } = scripted()
    cache.set('k', 'old')
    await clock.advance(1500)
    const options = { staleWhileRevalidate: 1000 }
    const answers = await Promise.all([cache.load('k', fetcher, options), cache.load('k', fetcher, options)])
    expect(answers).toEqual(
      [1, 2].map(() => ({ data: 'old', cached: true, cachedAt: START, expiresAt: START + 1000 })),
    )
    expect(calls).toHaveLength(1)
    await answer(0, 'new')
    expect(cache.get('k')).toBe('new')
    expect(await cache.load('k', fetcher, options)).toMatchObject({ data: 'new', cached: true })
    expect(calls).toHaveLength(1)
    expect(cache.stats()).toMatchObject({ hits: 2, misses: 0, staleHits: 2 })
  })

  it('waits once the window is over; failures behind it do not move the window', async () => {
    const { cache, clock } = setup()
    const { calls, fetcher, answer, fail } = scripted()
    cache.set('k', 'old')
    const options = { staleWhileRevalidate: 1000 }
    for (let n = 0; n < 3; n++) {
      await clock.advance(n === 0 ? 1000 : 333)
      expect((await cache.load('k', fetcher, options)).data).toBe('old')
      await fail(n, new Error('down'))
    }
    await clock.advance(334)
    const waiting = cache.load('k', fetcher, options)
    expect(calls).toHaveLength(4)
    await answer(3, 'new')
    expect(await waiting).toMatchObject({ data: 'new', cached: false })
  })

  it('lets a failure behind the stale value end quietly', async () => {
    const { cache, clock } = setup()
    cache.set('k', 'old')
    await clock.advance(1000)
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    const answer = await cache.load(
      'k',
      () => {
        throw new Error('at once')
      },
      { staleWhileRevalidate: 5000 },
    )
    // A macrotask: that is when the platform tells of unhandled rejections.
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', unhandled)
    expect(answer.data).toBe('old')
    expect(unhandled).not.toHaveBeenCalled()
  })

  it('does not answer with what was invalidated', async () => {
    const { cache } = setup()
    const { fetcher, answer } = scripted()
    cache.set('k', 'old')
    cache.invalidate('k')
    const loading = cache.load('k', fetcher, { staleWhileRevalidate: Infinity })
    await answer(0, 'new')
    expect(await loading).toMatchObject({ data: 'new', cached: false })
  })

  it('takes an infinite window', async () => {
    const { cache, clock } = setup({ gcTime: Infinity })
    cache.set('k', 'old')
    await clock.advance(1e12)
    expect((await cache.load('k', async () => 'new', { staleWhileRevalidate: Infinity })).data).toBe('old')
  })
})

describe('A5 stale-if-error', () => {
  const down = async () => {
    throw new Error('down')
  }

  it('answers a stale value where the request fails, within the window', async () => {
    const { cache, clock } = setup()
    cache.set('k', 'old')
    await clock.advance(2999)
    expect(await cache.load('k', down, { staleIfError: 2000 })).toEqual({
      data: 'old',
      cached: true,
      cachedAt: START,
      expiresAt: START + 1000,
    })
    await clock.advance(1)
    await expect(cache.load('k', down, { staleIfError: 2000 })).rejects.toThrow('down')
    expect(cache.stats()).toMatchObject({ staleHits: 1 })
  })

  it('measures the window when the failure comes, not when the request began', async () => {
    const { cache, clock } = setup()
    const { fetcher, fail } = scripted()
    cache.set('k', 'old')
    await clock.advance(1500)
    const loading = cache.load('k', fetcher, { staleIfError: 1000 })
    const settled = Promise.allSettled([loading])
    await clock.advance(1000)
    await fail(0, new Error('late'))
    expect(await settled).toEqual([{ status: 'rejected', reason: new Error('late') }])
  })

  it('answers with a fresh value where a forced request fails', async () => {
    const { cache } = setup()
    cache.set('k', 'held')
    expect(await cache.load('k', down, { force: true, staleIfError: 1000 })).toMatchObject({
      data: 'held',
      cached: true,
    })
  })

  it('rejects where nothing is held', async () => {
    const { cache } = setup()
    await expect(cache.load('k', down, { staleIfError: Infinity })).rejects.toThrow('down')
  })
})

describe('rules 2 and 4: load among writes and invalidations', () => {
  it.each([
    ['key', (cache: TtlCache) => cache.invalidate('list:1')],
    ['pattern', (cache: TtlCache) => cache.invalidate('list:*')],
    ['tag', (cache: TtlCache) => cache.invalidate({ tag: 'lists' })],
    ['predicate over keys', (cache: TtlCache) => cache.invalidate((key) => key === 'list:1')],
    ['predicate over tags', (cache: TtlCache) => cache.invalidate((_, tags) => tags.includes('lists'))],
    ['clear', (cache: TtlCache) => cache.clear()],
    ['delete', (cache: TtlCache) => cache.delete('list:1')],
  ])(
    'an invalidation by %s during the first load: the answer is stale, and the next caller asks',
    async (_, hit) => {
      const { cache } = setup()
      const { calls, fetcher, answer } = scripted()
      const options = { tags: ['lists'] }
      const first = cache.load('list:1', fetcher, options)
      hit(cache)
      const second = cache.load('list:1', fetcher, options)
      const third = cache.load('list:1', fetcher, options)
      expect(calls).toHaveLength(2)
      await answer(0, 'old')
      expect(await first).toEqual({ data: 'old', cached: false, cachedAt: START, expiresAt: START })
      expect(cache.get('list:1')).toBeUndefined()
      await answer(1, 'new')
      expect((await second).data).toBe('new')
      expect((await third).data).toBe('new')
      expect(cache.get('list:1')).toBe('new')
    },
  )

  it('the obsolete answer that comes last does not replace the newer one', async () => {
    const { cache } = setup()
    const { fetcher, answer } = scripted()
    const first = cache.load('k', fetcher)
    cache.invalidate('k')
    void cache.load('k', fetcher)
    await answer(1, 'new')
    await answer(0, 'old')
    expect(cache.get('k')).toBe('new')
    expect((await first).data).toBe('new')
  })

  it('an invalidation of the tag that the held value carries counts, though the load names no tag', async () => {
    const { cache } = setup()
    const { fetcher, answer } = scripted()
    cache.set('k', 'held', { tags: ['t'] })
    void cache.load('k', fetcher, { force: true })
    expect(cache.invalidate({ tag: 't' })).toBe(1)
    await answer(0, 'asked before')
    expect(cache.get('k')).toBeUndefined()
  })

  it('a predicate that matched the held value counts for the request in flight', async () => {
    const { cache } = setup()
    const { fetcher, answer } = scripted()
    cache.set('k', 'held', { tags: ['t'] })
    void cache.load('k', fetcher, { force: true, tags: ['t'] })
    expect(cache.invalidate((_, tags) => tags.includes('t'))).toBe(1)
    await answer(0, 'asked before')
    expect(cache.get('k')).toBeUndefined()
  })

  it('an invalidation of something else harms nothing', async () => {
    const { cache } = setup()
    const { calls, fetcher, answer } = scripted()
    void cache.load('list:1', fetcher, { tags: ['a'] })
    cache.invalidate({ keys: ['list:2', 'list'], patterns: ['list:2*'], tags: ['b'] })
    cache.invalidate(() => false)
    cache.delete('other')
    void cache.load('list:1', fetcher, { tags: ['a'] })
    expect(calls).toHaveLength(1)
    await answer(0, 'data')
    expect(cache.get('list:1')).toBe('data')
  })

  it('a value set during a load is not replaced by its answer, and is what the caller gets', async () => {
    const { cache } = setup()
    const { fetcher, answer } = scripted()
    const loading = cache.load('k', fetcher)
    cache.set('k', 'mine', 5000)
    await answer(0, 'older')
    expect(cache.get('k')).toBe('mine')
    expect(await loading).toEqual({ data: 'mine', cached: true, cachedAt: START, expiresAt: START + 5000 })
  })

  it('a value set and then invalidated during a load leaves the answer stale', async () => {
    const { cache } = setup()
    const { fetcher, answer } = scripted()
    const loading = cache.load('k', fetcher)
    cache.set('k', 'mine')
    cache.invalidate('k')
    await answer(0, 'older')
    expect(cache.get('k')).toBeUndefined()
    expect((await loading).data).toBe('older')
  })

  it('remembers 5,000 invalidations of other keys during one load: too stale, never too fresh', async () => {
    const { cache } = setup()
    const { fetcher, answer } = scripted()
    void cache.load('k', fetcher)
    cache.invalidate('k')
    for (let n = 0; n < 5000; n++) cache.invalidate(`other:${n}`)
    for (let n = 0; n < 500; n++) cache.invalidate(`other:${n}:*`)
    await answer(0, 'old')
    expect(cache.get('k')).toBeUndefined()
  })
})

describe('A5 fetchWithCache and dataCache', () => {
  afterEach(() => {
    dataCache.clear()
  })

  it('resolves with the data alone, from one request', async () => {
    const { calls, fetcher, answer } = scripted()
    const callers = [fetchWithCache('k', fetcher, 60_000), fetchWithCache('k', fetcher, { ttl: 60_000 })]
    await answer(0, { id: 1 })
    expect(await Promise.all(callers)).toEqual([{ id: 1 }, { id: 1 }])
    expect(await fetchWithCache('k', fetcher)).toBe(dataCache.get('k'))
    expect(calls).toHaveLength(1)
  })

  it('takes the options of load', async () => {
    await fetchWithCache('k', async () => 1, { ttl: 0, tags: ['t'] })
    expect(dataCache.peek('k')).toMatchObject({ value: 1, tags: ['t'] })
    expect(await fetchWithCache('k', async () => 2, { staleWhileRevalidate: 60_000 })).toBe(1)
    await flush()
    expect(dataCache.get('k')).toBe(2)
    expect(await fetchWithCache('k', async () => 3, { force: true })).toBe(3)
    const down = async () => {
      throw new Error('down')
    }
    expect(await fetchWithCache('k', down, { force: true, staleIfError: 1000 })).toBe(3)
  })

  it('rejects bad arguments', async () => {
    await expect(fetchWithCache('k', async () => 1, -1)).rejects.toMatchObject({ code: 'invalid_option' })
    await expect(fetchWithCache('', async () => 1)).rejects.toMatchObject({ code: 'invalid_key' })
    await expect(fetchWithCache('a*', async () => 1)).rejects.toMatchObject({ code: 'bare_star' })
  })

  it('holds at most 1,000 unwatched values, for 5 minutes each', () => {
    for (let n = 0; n < 1500; n++) dataCache.set(`k${n}`, n)
    expect(dataCache.size).toBe(1000)
    expect(dataCache.get('k499')).toBeUndefined()
    expect(dataCache.get('k500')).toBe(500)
    expect(dataCache.remainingTtl('k1499')).toBeGreaterThan(299_000)
  })
})
