// A1, A2, A3, A6, A7: what a TtlCache holds, for how long, within which bounds, and how it leaves.
import { fakeClock } from '@freshline/test-utils'
import { OptionError, TtlCache, type RemovalReason, type TtlCacheOptions } from '@freshline/core'
import { afterEach, describe, expect, it, vi } from 'vitest'

const MINUTE = 60_000
const START = Date.UTC(2026, 0, 1)

afterEach(() => {
  vi.restoreAllMocks()
})

function setup<V = unknown>(options: Omit<TtlCacheOptions<V>, 'clock' | 'onRemove'> = {}) {
  const clock = fakeClock(START)
  const removed: [key: string, value: V, reason: RemovalReason][] = []
  const cache = new TtlCache<V>({
    ...options,
    clock,
    onRemove: (key, value, reason) => removed.push([key, value, reason]),
  })
  return { cache, clock, removed }
}

/** The error that a call throws. */
function thrownBy(call: () => unknown): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  return undefined
}

describe('A1 get, set, has, peek, delete, clear, entries, size', () => {
  it('answers what was set, by key and by array key', () => {
    const { cache } = setup()
    cache.set('stores', 'all').set(['stores', 42], 'one')
    expect(cache.get('stores')).toBe('all')
    expect(cache.get(['stores', 42])).toBe('one')
    expect(cache.get('stores:42')).toBe('one')
    expect(cache.get(['stores', 4])).toBeUndefined()
    expect(cache.size).toBe(2)
    expect([...cache.keys()]).toEqual(['stores', 'stores:42'])
    expect([...cache.entries()]).toEqual([
      ['stores', 'all'],
      ['stores:42', 'one'],
    ])
  })

  it('holds undefined, null, false, 0 and NaN as values', () => {
    const { cache } = setup()
    for (const value of [undefined, null, false, 0, '', NaN]) {
      cache.set('odd', value)
      expect(cache.has('odd')).toBe(true)
      expect(cache.get('odd')).toBe(value)
      expect(cache.peek('odd')).toMatchObject({ value })
    }
  })

  it('takes keys that are members of Object.prototype', () => {
    const { cache } = setup()
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(cache.get(key)).toBeUndefined()
      cache.set(key, key)
      expect(cache.get(key)).toBe(key)
    }
    expect(cache.size).toBe(4)
  })

  it('uses the TTL of the entry, or else the default', async () => {
    const { cache, clock } = setup<number>({ ttl: 1000 })
    cache.set('default', 1).set('number', 2, 5000).set('options', 3, { ttl: 3000 }).set('empty', 4, {})
    expect(['default', 'number', 'options', 'empty'].map((key) => cache.remainingTtl(key))).toEqual([
      1000, 5000, 3000, 1000,
    ])
    await clock.advance(999)
    expect(cache.get('default')).toBe(1)
    await clock.advance(1)
    expect(['default', 'number', 'options', 'empty'].map((key) => cache.get(key))).toEqual([
      undefined,
      2,
      3,
      undefined,
    ])
    expect(cache.remainingTtl('default')).toBe(0)
    expect(cache.remainingTtl('unknown')).toBe(0)
  })

  it('is fresh for 5 minutes and kept for 10 more unless told otherwise', () => {
    const { cache } = setup()
    cache.set('a', 1)
    expect(cache.peek('a')).toEqual({
      value: 1,
      storedAt: START,
      expiresAt: START + 5 * MINUTE,
      removeAt: START + 15 * MINUTE,
      tags: [],
    })
  })

  it('begins a new lifetime with each set, with the new tags', async () => {
    const { cache, clock } = setup<number>({ ttl: 1000, gcTime: 0 })
    cache.set('a', 1, { tags: ['old'] })
    await clock.advance(900)
    cache.set('a', 2, { tags: ['new'] })
    await clock.advance(900)
    expect(cache.get('a')).toBe(2)
    expect(cache.invalidate({ tag: 'old' })).toBe(0)
    expect(cache.invalidate({ tag: 'new' })).toBe(1)
  })

  it('does not see a list of tags that is changed after set', () => {
    const { cache } = setup()
    const tags = ['a']
    cache.set('x', 1, { tags })
    tags.push('b')
    expect(cache.peek('x')?.tags).toEqual(['a'])
    expect(cache.invalidate({ tag: 'b' })).toBe(0)
    cache.set('y', 1, { tags })
    expect(cache.peek('y')?.tags).toEqual(['a', 'b'])
    tags.pop()
    cache.set('z', 1, { tags })
    expect(cache.peek('z')?.tags).toEqual(['a'])
    expect(cache.invalidate({ tag: 'b' })).toBe(1)
  })

  it('tells by delete whether something was held, stale values included', async () => {
    const { cache, clock } = setup<number>({ ttl: 1000 })
    cache.set('a', 1).set('b', 2)
    expect(cache.delete('a')).toBe(true)
    expect(cache.delete('a')).toBe(false)
    await clock.advance(1000)
    expect(cache.delete('b')).toBe(true)
    expect(cache.size).toBe(0)
  })

  it('works after clear as it did before', () => {
    const { cache } = setup<number>({ maxEntries: 2, ttl: Infinity })
    for (let round = 0; round < 3; round++) {
      cache
        .set('a', 1, { tags: ['t'] })
        .set('b', 2)
        .set('c', 3, { tags: ['t'] })
      expect([...cache.keys()]).toEqual(['b', 'c'])
      expect(cache.invalidate('c*')).toBe(1)
      cache.clear()
      expect(cache.size).toBe(0)
      expect([...cache.entries()]).toEqual([])
      expect(cache.invalidate({ tags: ['t'], patterns: ['*'], keys: ['b'] })).toBe(0)
      expect(cache.invalidate(() => true)).toBe(0)
    }
  })

  it('leaves stale values out of get, has and entries, and in keys, size and peek', async () => {
    const { cache, clock } = setup<number>({ ttl: 1000 })
    cache.set('stale', 1)
    await clock.advance(1000)
    cache.set('fresh', 2)
    expect(cache.get('stale')).toBeUndefined()
    expect(cache.has('stale')).toBe(false)
    expect([...cache.entries()]).toEqual([['fresh', 2]])
    expect([...cache.keys()]).toEqual(['stale', 'fresh'])
    expect(cache.size).toBe(2)
    expect(cache.peek('stale')?.value).toBe(1)
  })

  it('can be changed while keys and entries are walked', () => {
    const { cache } = setup<number>()
    for (let n = 0; n < 5; n++) cache.set(`k${n}`, n)
    const walked: string[] = []
    for (const [key] of cache.entries()) {
      walked.push(key)
      cache.delete(key)
      cache.delete('k3')
    }
    expect(walked).toEqual(['k0', 'k1', 'k2', 'k4'])
    expect(cache.size).toBe(0)
  })

  it('reads one clock, once, for a hit', () => {
    const { cache, clock } = setup<number>()
    cache.set('a', 1)
    cache.get('a')
    const before = clock.readings
    cache.get('a')
    expect(clock.readings - before).toBe(1)
  })

  it('sets no timer, ever', async () => {
    const { cache, clock } = setup<number>({ ttl: 10, gcTime: 10, maxEntries: 2 })
    for (let n = 0; n < 5; n++) cache.set(`k${n}`, n)
    await cache.load('loaded', async () => 1)
    cache.invalidate('k*')
    await clock.advance(100)
    cache.prune()
    cache.clear()
    expect(clock.scheduled).toBe(0)
  })

  it('refuses a bare star where a key enters, and misses where one is asked for', async () => {
    const { cache } = setup()
    expect(thrownBy(() => cache.set('a*', 1))).toMatchObject({ code: 'bare_star' })
    await expect(cache.load('a*', async () => 1)).rejects.toMatchObject({ code: 'bare_star' })
    expect(cache.get('a*')).toBeUndefined()
    expect(cache.has('a*')).toBe(false)
    expect(cache.peek('a*')).toBeUndefined()
    expect(cache.delete('a*')).toBe(false)
    expect(cache.remainingTtl('a*')).toBe(0)
    cache.set('a\\*', 1)
    expect(cache.get(['a*'])).toBe(1)
    expect(cache.size).toBe(1)
  })

  it.each(['get', 'has', 'peek', 'delete', 'remainingTtl'] as const)('refuses an empty key in %s', (name) => {
    const { cache } = setup()
    for (const empty of ['', []])
      expect(thrownBy(() => cache[name](empty))).toMatchObject({ code: 'invalid_key' })
    expect(cache.stats()).toMatchObject({ hits: 0, misses: 0 })
  })
})

describe('A2 bounds and reasons', () => {
  it('evicts what was used longest ago; get is a use, has and peek are none', () => {
    const { cache, removed } = setup<number>({ maxEntries: 3 })
    cache.set('a', 1).set('b', 2).set('c', 3)
    cache.get('a')
    cache.has('b')
    cache.peek('b')
    cache.set('d', 4)
    expect([...cache.keys()].sort()).toEqual(['a', 'c', 'd'])
    cache.set('c', 33)
    cache.set('e', 5)
    expect([...cache.keys()].sort()).toEqual(['c', 'd', 'e'])
    expect(removed).toEqual([
      ['b', 2, 'evicted'],
      ['c', 3, 'replaced'],
      ['a', 1, 'evicted'],
    ])
    expect(cache.stats().evictions).toBe(2)
  })

  it('keeps within maxEntries whatever is loaded', async () => {
    const { cache } = setup<number>({ maxEntries: 3 })
    await Promise.all(Array.from({ length: 20 }, (_, n) => cache.load(`k${n}`, async () => n)))
    expect(cache.size).toBe(3)
  })

  it('holds nothing with maxEntries 0, and says so', () => {
    const { cache, removed } = setup<number>({ maxEntries: 0 })
    cache.set('a', 1)
    expect(cache.get('a')).toBeUndefined()
    expect(removed).toEqual([['a', 1, 'evicted']])
  })

  it('keeps within maxBytes, counting what is replaced and removed', () => {
    const { cache, removed } = setup<string>({ maxBytes: 10, sizeOf: (value) => value.length })
    cache.set('a', '1234').set('b', '1234')
    expect(cache.stats().bytes).toBe(8)
    cache.set('a', '12')
    expect(cache.stats().bytes).toBe(6)
    cache.set('c', '12345')
    expect([...cache.keys()].sort()).toEqual(['a', 'c'])
    expect(cache.stats().bytes).toBe(7)
    cache.delete('a')
    expect(cache.stats().bytes).toBe(5)
    cache.clear()
    expect(cache.stats().bytes).toBe(0)
    expect(removed).toEqual([
      ['a', '1234', 'replaced'],
      ['b', '1234', 'evicted'],
      ['a', '12', 'deleted'],
      ['c', '12345', 'deleted'],
    ])
  })

  it('does not take a value that is larger than the whole cache, nor keep what it would replace', () => {
    const { cache, removed } = setup<string>({ maxBytes: 4, sizeOf: (value) => value.length })
    cache.set('other', 'x').set('a', '12')
    cache.set('a', '12345')
    expect(cache.get('a')).toBeUndefined()
    expect(cache.get('other')).toBe('x')
    expect(cache.stats()).toMatchObject({ bytes: 1, size: 1 })
    expect(removed).toEqual([
      ['a', '12', 'replaced'],
      ['a', '12345', 'evicted'],
    ])
  })

  it('tells the size function value and key', () => {
    const sizeOf = vi.fn(() => 1)
    const { cache } = setup({ maxBytes: 5, sizeOf })
    cache.set(['a', 1], 'value')
    expect(sizeOf.mock.calls).toEqual([['value', 'a:1']])
  })

  it('counts a value as 0 bytes, and reports, where the size function throws or answers nonsense', () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {})
    const answers: unknown[] = [NaN, -1, 'many', undefined]
    const { cache } = setup({ maxBytes: 5, sizeOf: () => answers.shift() as number })
    for (const key of ['a', 'b', 'c', 'd']) cache.set(key, 1)
    expect(cache.size).toBe(4)
    expect(cache.stats().bytes).toBe(0)
    expect(error).toHaveBeenCalledTimes(4)
  })

  it('has a finite count of bytes whatever the size function answers', () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const { cache } = setup<number>({ sizeOf: (value) => value })
    cache.set('a', Infinity)
    cache.delete('a')
    cache.set('b', 3)
    expect(cache.stats().bytes).toBe(3)
  })

  it('needs a size function with maxBytes', () => {
    expect(thrownBy(() => new TtlCache({ maxBytes: 10 }))).toBeInstanceOf(OptionError)
  })

  it.each([-1, 1.5, NaN, -Infinity, '3'])('refuses maxEntries %s', (maxEntries) => {
    expect(thrownBy(() => new TtlCache({ maxEntries: maxEntries as number }))).toMatchObject({
      code: 'invalid_option',
      message: expect.stringContaining('maxEntries'),
    })
  })

  it('reports each removal once, with its reason', async () => {
    const { cache, clock, removed } = setup<string>({ ttl: 1000, gcTime: 1000, maxEntries: 4 })
    cache.set('replaced', 'old').set('replaced', 'new')
    cache.set('deleted', 'd')
    cache.delete('deleted')
    cache.set('invalidated', 'i')
    cache.invalidate('invalidated')
    cache.set('gone', 'g')
    await clock.advance(2000)
    expect(cache.prune()).toBe(3)
    expect(cache.prune()).toBe(0)
    for (let n = 0; n < 5; n++) cache.set(`k${n}`, `${n}`)
    cache.clear()
    expect(removed).toEqual([
      ['replaced', 'old', 'replaced'],
      ['deleted', 'd', 'deleted'],
      ['replaced', 'new', 'expired'],
      ['invalidated', 'i', 'invalidated'],
      ['gone', 'g', 'expired'],
      ['k0', '0', 'evicted'],
      ['k1', '1', 'deleted'],
      ['k2', '2', 'deleted'],
      ['k3', '3', 'deleted'],
      ['k4', '4', 'deleted'],
    ])
  })

  it('says invalidated where an invalidated value is evicted, and deleted where it is deleted', () => {
    const { cache, removed } = setup<number>({ maxEntries: 2 })
    cache.set('a', 1).set('b', 2)
    cache.invalidate('*')
    cache.set('c', 3)
    cache.delete('b')
    expect(removed).toEqual([
      ['a', 1, 'invalidated'],
      ['b', 2, 'deleted'],
    ])
  })

  it('forgets an invalidation with the value it was of', async () => {
    const { cache, clock, removed } = setup<number>({ ttl: 1000, gcTime: 0 })
    cache.set('a', 1)
    cache.invalidate('a')
    cache.set('a', 2)
    await clock.advance(1000)
    cache.prune()
    expect(removed).toEqual([
      ['a', 1, 'replaced'],
      ['a', 2, 'expired'],
    ])
  })

  it('goes on where onRemove throws, and reports it', () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {})
    const cache = new TtlCache<number>({
      maxEntries: 1,
      onRemove: () => {
        throw new Error('mine')
      },
    })
    cache.set('a', 1).set('b', 2).set('b', 3)
    cache.clear()
    expect(cache.size).toBe(0)
    expect(error).toHaveBeenCalledTimes(3)
  })

  describe('onRemove that uses the cache', () => {
    function reentrant(act: (cache: TtlCache<string>, key: string, reason: RemovalReason) => void) {
      const clock = fakeClock(START)
      const reasons: string[] = []
      const cache: TtlCache<string> = new TtlCache<string>({
        clock,
        ttl: 1000,
        gcTime: 1000,
        maxBytes: 100,
        sizeOf: (value) => value.length,
        onRemove(key, value, reason) {
          reasons.push(`${key}=${value} ${reason}`)
          act(cache, key, reason)
        },
      })
      return { cache, clock, reasons }
    }

    it('may delete the key that is being replaced', () => {
      const { cache, reasons } = reentrant((each, key, reason) => reason === 'replaced' && each.delete(key))
      cache.set('a', 'old').set('a', 'newer')
      expect(cache.size).toBe(0)
      expect(cache.stats().bytes).toBe(0)
      expect(reasons).toEqual(['a=old replaced', 'a=newer deleted'])
      cache.set('a', '123')
      expect(cache.stats()).toMatchObject({ size: 1, bytes: 3 })
    })

    it('may clear the cache while a key is being replaced', () => {
      const { cache, reasons } = reentrant((each, _, reason) => reason === 'replaced' && each.clear())
      cache.set('b', 'x').set('a', 'old').set('a', 'newer')
      expect(cache.stats()).toMatchObject({ size: 0, bytes: 0 })
      expect(reasons).toEqual(['a=old replaced', 'b=x deleted', 'a=newer deleted'])
      for (const key of ['a', 'b', 'c']) cache.set(key, '1')
      expect(cache.stats()).toMatchObject({ size: 3, bytes: 3 })
    })

    it('may set the key that is being replaced: the last word counts', () => {
      const { cache, reasons } = reentrant((each, key) => reasons.length === 1 && each.set(key, 'last one'))
      cache.set('a', 'old').set('a', 'newer')
      expect(cache.get('a')).toBe('last one')
      expect(cache.stats()).toMatchObject({ size: 1, bytes: 8 })
      expect(reasons).toEqual(['a=old replaced', 'a=newer replaced'])
    })

    it('may delete others while prune walks', async () => {
      const { cache, clock, reasons } = reentrant((each, key) => key === 'a' && each.delete('b'))
      cache.set('a', '1').set('b', '2').set('c', '3').set('d', '4')
      await clock.advance(2000)
      cache.prune()
      expect(cache.size).toBe(0)
      expect(reasons).toEqual(['a=1 expired', 'b=2 deleted', 'c=3 expired', 'd=4 expired'])
    })

    it('may put back what was evicted', () => {
      const kept: string[] = []
      const cache: TtlCache<number> = new TtlCache<number>({
        maxEntries: 2,
        onRemove(key, value, reason) {
          kept.push(key)
          if (reason === 'evicted' && kept.length === 1) cache.set(`${key}-again`, value)
        },
      })
      cache.set('a', 1).set('b', 2).set('c', 3)
      expect(kept).toEqual(['a', 'b'])
      expect([...cache.keys()].sort()).toEqual(['a-again', 'c'])
    })
  })
})

describe('A3 stale is not gone', () => {
  it('keeps a stale value for gcTime, then removes it', async () => {
    const { cache, clock, removed } = setup<number>({ ttl: 1000, gcTime: 2000 })
    cache.set('a', 1)
    await clock.advance(1000)
    expect(cache.get('a')).toBeUndefined()
    expect(cache.peek('a')).toEqual({
      value: 1,
      storedAt: START,
      expiresAt: START + 1000,
      removeAt: START + 3000,
      tags: [],
    })
    await clock.advance(1999)
    expect(cache.peek('a')?.value).toBe(1)
    expect(cache.prune()).toBe(0)
    await clock.advance(1)
    expect(cache.peek('a')).toBeUndefined()
    expect(cache.size).toBe(0)
    expect(removed).toEqual([['a', 1, 'expired']])
  })

  it('removes by get and by load what is past its removal', async () => {
    const { cache, clock, removed } = setup<number>({ ttl: 1000, gcTime: 0 })
    cache.set('a', 1).set('b', 2)
    await clock.advance(1000)
    cache.get('a')
    await cache.load('b', async () => 3)
    expect(removed).toEqual([
      ['a', 1, 'expired'],
      ['b', 2, 'expired'],
    ])
  })

  it('takes gcTime per entry', async () => {
    const { cache, clock } = setup<number>({ ttl: 1000, gcTime: 1000 })
    cache
      .set('short', 1, { gcTime: 0 })
      .set('long', 2, { gcTime: 9000 })
      .set('for ever', 3, { gcTime: Infinity })
    await clock.advance(5000)
    expect(cache.prune()).toBe(1)
    expect([...cache.keys()]).toEqual(['long', 'for ever'])
    await clock.advance(1e12)
    expect(cache.prune()).toBe(1)
    expect(cache.peek('for ever')?.value).toBe(3)
  })

  it('counts by prune what it removed, and leaves the rest in order of use', async () => {
    const { cache, clock } = setup<number>({ ttl: 1000, gcTime: 0, maxEntries: 4 })
    cache.set('a', 1, 5000).set('b', 2).set('c', 3, 5000).set('d', 4)
    await clock.advance(1000)
    expect(cache.prune()).toBe(2)
    cache.set('e', 5, 5000).set('f', 6, 5000)
    cache.get('a')
    cache.set('g', 7, 5000)
    expect([...cache.keys()].sort()).toEqual(['a', 'e', 'f', 'g'])
  })

  it('keeps an invalidated value for gcTime from the invalidation on', async () => {
    const { cache, clock, removed } = setup<number>({ ttl: 10_000, gcTime: 1000 })
    cache.set('a', 1)
    await clock.advance(500)
    cache.invalidate('a')
    expect(cache.peek('a')).toMatchObject({ expiresAt: START + 500, removeAt: START + 1500 })
    await clock.advance(1000)
    expect(cache.prune()).toBe(1)
    expect(removed).toEqual([['a', 1, 'invalidated']])
  })
})

describe('A6 stats', () => {
  it('counts hits, misses, stale hits, evictions, entries and bytes', async () => {
    const { cache, clock } = setup<string>({
      ttl: 1000,
      maxEntries: 2,
      maxBytes: 100,
      sizeOf: (value) => value.length,
    })
    expect(cache.stats()).toEqual({ hits: 0, misses: 0, staleHits: 0, evictions: 0, size: 0, bytes: 0 })
    cache.set('a', 'one').set('b', 'three')
    cache.get('a')
    cache.get('unknown')
    cache.has('a')
    cache.peek('a')
    cache.set('c', 'x')
    await cache.load('a', async () => 'not asked')
    await clock.advance(1000)
    cache.get('a')
    await cache.load('a', async () => 'behind', { staleWhileRevalidate: 5000 })
    await clock.advance(0)
    expect(cache.stats()).toEqual({ hits: 2, misses: 2, staleHits: 1, evictions: 1, size: 2, bytes: 7 })
  })

  it('answers a copy that does not change', () => {
    const { cache } = setup()
    const before = cache.stats()
    cache.set('a', 1)
    expect(before.size).toBe(0)
  })
})

describe('A7 odd lifetimes', () => {
  const nonsense = [-1, -0.001, NaN, -Infinity, '60000', true, 1n, {}, null]

  it.each(nonsense)('refuses a TTL of %s where it enters', async (ttl) => {
    const { cache } = setup()
    const bad = ttl as number
    const refusal = { code: 'invalid_option', message: expect.stringContaining('ttl') }
    expect(thrownBy(() => new TtlCache({ ttl: bad }))).toMatchObject(refusal)
    expect(thrownBy(() => cache.set('a', 1, { ttl: bad }))).toMatchObject(refusal)
    await expect(cache.load('a', async () => 1, { ttl: bad })).rejects.toMatchObject(refusal)
    expect(cache.size).toBe(0)
  })

  it.each([-1, NaN, '60000', true, null])('refuses %s in the place of a TTL', async (ttl) => {
    const { cache } = setup()
    const refusal = { code: 'invalid_option' }
    expect(thrownBy(() => cache.set('a', 1, ttl as number))).toMatchObject(refusal)
    await expect(cache.load('a', async () => 1, ttl as number)).rejects.toMatchObject(refusal)
    expect(cache.size).toBe(0)
  })

  it.each(['gcTime', 'staleWhileRevalidate', 'staleIfError'])('refuses nonsense for %s', async (name) => {
    const { cache } = setup()
    for (const value of nonsense.slice(0, -1)) {
      const refusal = { code: 'invalid_option', message: expect.stringContaining(name) }
      await expect(cache.load('a', async () => 1, { [name]: value })).rejects.toMatchObject(refusal)
    }
    expect(cache.size).toBe(0)
  })

  it('names option, value and what is allowed', () => {
    expect(thrownBy(() => new TtlCache({ ttl: -5 }))).toMatchObject({
      message: 'ttl: got -5, allowed: milliseconds, 0 or more, or Infinity',
    })
  })

  it.each([['abc'], [[1]], [['']], [new Set(['a'])]])('refuses %j as tags', async (tags) => {
    const { cache } = setup()
    const refusal = { code: 'invalid_option', message: expect.stringContaining('tags') }
    expect(thrownBy(() => cache.set('a', 1, { tags: tags as unknown as string[] }))).toMatchObject(refusal)
    await expect(cache.load('a', async () => 1, { tags: tags as unknown as string[] })).rejects.toMatchObject(
      refusal,
    )
  })

  it('leaves what is held alone where a set is refused', () => {
    const { cache, removed } = setup()
    cache.set('a', 1)
    expect(thrownBy(() => cache.set('a', 2, -1))).toBeInstanceOf(OptionError)
    expect(cache.get('a')).toBe(1)
    expect(removed).toEqual([])
  })

  it('takes a TTL of 0: stale at once, kept for gcTime', () => {
    const { cache } = setup()
    cache.set('a', 1, 0)
    expect(cache.get('a')).toBeUndefined()
    expect(cache.peek('a')).toMatchObject({ value: 1, expiresAt: START })
  })

  it('takes a TTL of 0 with a gcTime of 0: gone at once', () => {
    const { cache } = setup({ ttl: 0, gcTime: 0 })
    cache.set('a', 1)
    expect(cache.peek('a')).toBeUndefined()
    expect(cache.size).toBe(0)
  })

  it('takes an infinite TTL: fresh for ever, in peek and remainingTtl as well', async () => {
    const { cache, clock } = setup<number>({ ttl: Infinity })
    cache.set('a', 1)
    await clock.advance(100 * 365 * 86_400_000)
    expect(cache.get('a')).toBe(1)
    expect(cache.remainingTtl('a')).toBe(Infinity)
    expect(cache.peek('a')).toMatchObject({ expiresAt: Infinity, removeAt: Infinity })
    cache.invalidate('a')
    expect(cache.get('a')).toBeUndefined()
    expect(cache.peek('a')?.value).toBe(1)
    await clock.advance(600_000)
    expect(cache.peek('a')).toBeUndefined()
  })

  it.each([2 ** 31 - 1, 2 ** 31, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER])(
    'keeps a TTL of %i ms to the millisecond',
    async (ttl) => {
      const { cache, clock } = setup<number>({ ttl, gcTime: 0 })
      cache.set('a', 1)
      await clock.advance(ttl - 1)
      expect(cache.get('a')).toBe(1)
      await clock.advance(1)
      expect(cache.get('a')).toBeUndefined()
    },
  )

  it('takes the largest number as a TTL', async () => {
    const { cache, clock } = setup<number>({ ttl: Number.MAX_VALUE, gcTime: Number.MAX_VALUE })
    cache.set('a', 1)
    await clock.advance(1e15)
    expect(cache.get('a')).toBe(1)
    expect(cache.prune()).toBe(0)
  })

  it('counts a sleep that the monotonic clock did not, and ignores a wall clock that is set back', async () => {
    const { cache, clock } = setup<number>({ ttl: MINUTE })
    cache.set('a', 1)
    clock.setWall(START - 365 * 86_400_000)
    expect(cache.get('a')).toBe(1)
    expect(cache.remainingTtl('a')).toBe(MINUTE)
    await clock.advance(MINUTE - 1)
    expect(cache.get('a')).toBe(1)
    await clock.advance(1)
    expect(cache.get('a')).toBeUndefined()
    cache.set('b', 1)
    clock.sleep(MINUTE)
    expect(cache.get('b')).toBeUndefined()
  })

  it('claims no freshness whatever the wall clock does to and fro', async () => {
    const { cache, clock } = setup<number>({ ttl: 10_000 })
    cache.set('a', 1)
    let wall = START
    for (let second = 1; second < 10; second++) {
      // Set back by less than the second that could hide in a single reading.
      wall -= second % 2 ? 700 : -700
      clock.setWall(wall)
      await clock.advance(1000)
      wall += 1000
      expect(cache.has('a')).toBe(second < 10)
    }
    await clock.advance(1000)
    expect(cache.get('a')).toBeUndefined()
  })
})
