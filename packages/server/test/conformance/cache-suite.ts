/** What every store must hold to, with one cache on it or two: invalidations that are not lost, and nothing poisoned. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deferred, seeded } from '@freshline/test-utils'
import type { ResponseCache, ResponseCacheOptions } from '../../src/index'

/** A store that caches are opened on, each as an instance of its own where the store allows that. */
export interface StoreUnderTest {
  open(options?: ResponseCacheOptions): ResponseCache
  close(): Promise<void>
}

/** The time of all instances; goes on by itself, and can be moved. */
export class MovableClock {
  #offset = 0

  now = (): number => Date.now() + this.#offset

  move(ms: number): void {
    this.#offset += ms
  }
}

/** Runs the suite; `runs` is how many random histories are tried. */
export function cacheSuite(create: (clock: MovableClock) => Promise<StoreUnderTest>, runs: number): void {
  let clock: MovableClock
  let store: StoreUnderTest
  let cache: ResponseCache
  beforeEach(async () => {
    clock = new MovableClock()
    store = await create(clock)
    cache = store.open({ ttl: 60_000, clock })
  })
  afterEach(() => store.close())

  describe('invalidations', () => {
    const ways = {
      'a key': 'stores:1',
      'an array key': { keys: [['stores', 1]] },
      'a pattern': 'stores:*',
      'a pattern of the end': '*:1',
      'a tag': { tag: 'stores' },
      'an owner tag': { tag: 'owner:7' },
      'many at once': { keys: ['x', 'y'], tags: ['stores'], patterns: ['z:*'] },
    } as const
    const options = { tags: ['stores'], owner: '7' }

    it.each(Object.entries(ways))('by %s during a load is not lost', async (_, target) => {
      const old = deferred<string>()
      const begun = deferred<void>()
      const first = cache.load('stores:1', () => (begun.resolve(), old.promise), options)
      await begun.promise
      await cache.invalidate(target)
      const second = cache.load('stores:1', () => 'new', options)
      old.resolve('old')
      expect((await second).data).toBe('new')
      expect((await first).data).toBe('old')
      const third = await cache.load('stores:1', () => 'newer', options)
      expect([third.data, third.cached, third.stale]).toEqual(['new', true, false])
    })

    it.each(Object.entries(ways))('by %s reaches what is held, and counts it once', async (_, target) => {
      await cache.load('stores:1', () => 'old', options)
      await cache.load('other', () => 'other', { tags: ['other'] })
      expect(await cache.invalidate(target)).toMatchObject({ invalidated: 1, keys: ['stores:1'] })
      expect((await cache.invalidate(target)).invalidated).toBe(0)
      expect((await cache.load('stores:1', () => 'new', options)).data).toBe('new')
      expect((await cache.load('other', () => 'changed')).data).toBe('other')
    })

    it('that come before anything is held leave what is loaded after them', async () => {
      await cache.invalidate('a:*')
      await cache.load('a:1', () => 1)
      expect((await cache.load('a:1', () => 2)).data).toBe(1)
    })

    it('of a key reach it with every parameter only where they say so', async () => {
      await cache.load('list', () => 'all')
      await cache.load('list', () => 'page', { params: { page: 1 } })
      await cache.invalidate('list')
      expect((await cache.load('list', () => 'new')).data).toBe('new')
      expect((await cache.load('list', () => 'new', { params: { page: 1 } })).data).toBe('page')
      await cache.invalidate('list:*')
      expect((await cache.load('list', () => 'new', { params: { page: 1 } })).data).toBe('new')
    })

    it('reach every scope', async () => {
      for (const scope of ['a', 'b']) await cache.load('me', () => 'old', { scope })
      expect((await cache.invalidate('me')).invalidated).toBe(2)
      for (const scope of ['a', 'b']) {
        expect((await cache.load('me', () => 'new', { scope })).data).toBe('new')
      }
    })

    it('of what was overlapped: the old answer is not called fresh', async () => {
      const old = deferred<string>()
      const begun = deferred<void>()
      const first = cache.load('k', () => (begun.resolve(), old.promise))
      await begun.promise
      await cache.invalidate('k')
      old.resolve('old')
      const { stale, expiresAt } = await first
      // Whoever makes Cache-Control of this must not let a proxy keep it (architecture, "Ordering" 1 and 5).
      expect(stale || expiresAt.getTime() <= clock.now()).toBe(true)
    })

    it('are ordered: later positions are told after earlier ones', async () => {
      const one = await cache.invalidate('a')
      const two = await cache.invalidate({ tag: 'b' })
      const page = await cache.log.readSince(one.position, 10)
      expect(page.entries.map(({ position }) => position)).toEqual([two.position])
      expect(await cache.log.head()).toBe(two.position)
    })

    it('of 10,000 names and more are forgotten on the safe side', async () => {
      await cache.load('old:1', () => 'old')
      await cache.invalidate('old:1')
      for (let batch = 0; batch < 11; batch++) {
        await cache.invalidate({ keys: Array.from({ length: 1000 }, (_, index) => `k${batch}-${index}`) })
      }
      expect((await cache.load('old:1', () => 'new')).data).toBe('new')
    })
  })

  describe('two instances', () => {
    let other: ResponseCache
    beforeEach(() => {
      other = store.open({ ttl: 60_000, clock })
    })

    it('read what the other stored', async () => {
      await cache.load('k', () => 'one')
      const result = await other.load('k', () => 'two')
      expect([result.data, result.cached]).toEqual(['one', true])
    })

    it('an acknowledged invalidation of one holds in the other at its next read', async () => {
      for (const target of ['k', { tag: 't' }, 'k*']) {
        await cache.load('k', () => 'old', { tags: ['t'] })
        await other.load('k', () => 'old', { tags: ['t'] })
        await cache.invalidate(target)
        expect((await other.load('k', () => 'new', { tags: ['t'] })).data).toBe('new')
        expect((await cache.load('k', () => 'newer', { tags: ['t'] })).data).toBe('new')
        await other.invalidate(target)
        expect((await cache.load('k', () => 'newest', { tags: ['t'] })).data).toBe('newest')
      }
    })

    it('an invalidation by the one during a load of the other is not lost', async () => {
      const old = deferred<string>()
      const begun = deferred<void>()
      const slow = other.load('k', () => (begun.resolve(), old.promise), { tags: ['t'] })
      await begun.promise
      await cache.invalidate({ tag: 't' })
      old.resolve('old')
      await slow
      expect((await cache.load('k', () => 'new', { tags: ['t'] })).data).toBe('new')
      expect((await other.load('k', () => 'newer', { tags: ['t'] })).data).toBe('new')
    })

    it('a caller of the other, after the acknowledgement, does not join the load from before', async () => {
      const old = deferred<string>()
      const begun = deferred<void>()
      const slow = other.load('k', () => (begun.resolve(), old.promise))
      await begun.promise
      await cache.invalidate('k')
      const next = other.load('k', () => 'new')
      expect((await next).data).toBe('new')
      old.resolve('old')
      await slow
      expect((await other.load('k', () => 'newest')).data).toBe('new')
      expect((await cache.load('k', () => 'newest')).data).toBe('new')
    })

    it('a slow load of the one does not replace what the other loaded later', async () => {
      const old = deferred<string>()
      const begun = deferred<void>()
      const slow = cache.load('k', () => (begun.resolve(), old.promise), { forceRefresh: true })
      await begun.promise
      await cache.invalidate('k')
      await other.load('k', () => 'new', { forceRefresh: true })
      old.resolve('old')
      await slow
      expect((await other.load('k', () => 'x')).data).toBe('new')
      expect((await cache.load('k', () => 'x')).data).toBe('new')
    })

    it('what is removed by one is gone in the other, also as a stand-in', async () => {
      await cache.load('k', () => 'old', { owner: 'o' })
      await other.load('k', () => 'old', { owner: 'o' })
      expect(await cache.deleteOwner('o')).toBe(1)
      const failing = other.load('k', () => Promise.reject(new Error('down')), { owner: 'o' })
      await expect(failing).rejects.toThrow('down')
    })

    it('a claim is given once over both', async () => {
      const claims = await Promise.all(
        Array.from({ length: 20 }, (_, n) => (n % 2 ? cache : other).claim('id', 60_000)),
      )
      expect(claims.filter(Boolean).length).toBe(1)
      await cache.release('id')
      expect(await other.claim('id', 60_000)).toBe(true)
      expect(await cache.claim('id', 60_000)).toBe(false)
    })

    it('a claim ends', async () => {
      expect(await cache.claim('short', 1000)).toBe(true)
      clock.move(1001)
      // A store may count by its own time; then it is still held, which is the safe side.
      expect(typeof (await other.claim('short', 1000))).toBe('boolean')
    })
  })

  describe('random histories', () => {
    it.each(Array.from({ length: runs }, (_, seed) => seed))(
      'seed %i: nothing old is called fresh',
      async (seed) => {
        const chance = seeded(seed)
        const caches = [cache, store.open({ ttl: 60_000, clock })]
        const keys = ['a:1', 'a:2', 'b:1']
        const truth = new Map(keys.map((key) => [key, 0]))
        const gates: (() => void)[] = []
        const checks: Promise<string | undefined>[] = []
        for (let step = 0; step < 40; step++) {
          const key = chance.pick(keys)
          const tags = [key[0] as string]
          const at = chance.pick(caches)
          if (chance.percent(55)) {
            const known = truth.get(key) ?? 0
            const fails = chance.percent(15)
            const slow = chance.percent(60)
            const load = at.load(
              key,
              async () => {
                const version = truth.get(key)
                if (slow) await new Promise<void>((go) => gates.push(go))
                if (fails) throw new Error('down')
                return version
              },
              { tags, forceRefresh: chance.percent(10) },
            )
            checks.push(
              load.then(
                ({ data, stale }) =>
                  stale || Number(data) >= known ? undefined : `${key}: ${data} after ${known}`,
                (error: Error) => (error.message === 'down' ? undefined : String(error)),
              ),
            )
            if (chance.percent(30)) await new Promise((next) => setTimeout(next, 1))
          } else if (chance.percent(60)) {
            const target = chance.pick([key, `${tags[0]}:*`, { tag: tags[0] as string }])
            for (const each of keys) {
              if (target === key ? each === key : each.startsWith(`${tags[0]}:`))
                truth.set(each, (truth.get(each) ?? 0) + 1)
            }
            await at.invalidate(target)
          } else gates.splice(chance.whole(0, gates.length), 1).forEach((go) => go())
        }
        const opening = setInterval(() => gates.splice(0).forEach((go) => go()), 1)
        const faults = await Promise.all(checks)
        clearInterval(opening)
        expect(faults.filter(Boolean)).toEqual([])
      },
    )
  })

  describe('joins', () => {
    const joined = (count: number) => expect.poll(async () => (await cache.stats()).joins).toBe(count)

    it('one load for all who ask at once, and a copy for each', async () => {
      let loads = 0
      const gate = deferred<void>()
      const load = async () => (loads++, await gate.promise, { list: [1], nested: { a: 1 } })
      const asked = Promise.all(Array.from({ length: 20 }, () => cache.load('k', load)))
      await joined(19)
      gate.resolve()
      const results = await asked
      expect(loads).toBe(1)
      results[0]?.data.list.push(2)
      expect(results[1]?.data).toEqual({ list: [1], nested: { a: 1 } })
      expect((await cache.load('k', () => ({ list: [], nested: { a: 0 } }))).data.list).toEqual([1])
    })

    it('forced loads join no other, but each other', async () => {
      const [plain, forced] = [deferred<string>(), deferred<string>()]
      const begun = deferred<void>()
      const first = cache.load('k', () => (begun.resolve(), plain.promise))
      await begun.promise
      let loads = 0
      const asked = Promise.all(
        Array.from({ length: 5 }, () =>
          cache.load('k', () => (loads++, forced.promise), { forceRefresh: true }),
        ),
      )
      await joined(4)
      forced.resolve('forced')
      expect((await asked).map(({ data }) => data)).toEqual(Array.from({ length: 5 }, () => 'forced'))
      expect(loads).toBe(1)
      plain.resolve('plain')
      expect((await first).data).toBe('plain')
      // The forced one began later.
      expect((await cache.load('k', () => 'x')).data).toBe('forced')
    })

    it('of different scopes, parameters and keys are never joined', async () => {
      const gate = deferred<void>()
      const ask = async (data: string, options: object, key = 'k') => {
        const load = cache.load(key, async () => (await gate.promise, data), options)
        return { data, load }
      }
      const all = await Promise.all([
        ask('plain', {}),
        ask('scope a', { scope: 'a' }),
        ask('scope b', { scope: 'b' }),
        ask('page 1', { params: { page: 1 } }),
        ask('page 2', { params: { page: 2 } }),
        ask('text page', { params: { page: '1' } }),
        ask('other', {}, 'k2'),
      ])
      gate.resolve()
      for (const { data, load } of all) expect((await load).data).toBe(data)
    })

    it('a failure reaches all who joined, and is not kept', async () => {
      let loads = 0
      const gate = deferred<string>()
      const asked = Promise.allSettled(
        Array.from({ length: 5 }, () => cache.load('k', () => (loads++, gate.promise))),
      )
      await joined(4)
      gate.reject(new Error('down'))
      expect((await asked).every(({ status }) => status === 'rejected')).toBe(true)
      expect(loads).toBe(1)
      expect((await cache.load('k', () => 'well')).data).toBe('well')
    })

    it('one who leaves takes nobody along; when all have left, the loader is told', async () => {
      const gate = deferred<string>()
      let signal: AbortSignal | undefined
      const load = (own?: AbortSignal) =>
        cache.load('k', (context) => ((signal = context.signal), gate.promise), own ? { signal: own } : {})
      const [one, two] = [new AbortController(), new AbortController()]
      const first = load(one.signal)
      const second = load(two.signal)
      await joined(1)
      one.abort(new Error('left'))
      await expect(first).rejects.toThrow('left')
      expect(signal?.aborted).toBe(false)
      two.abort(new Error('left too'))
      await expect(second).rejects.toThrow('left too')
      expect(signal?.aborted).toBe(true)
      gate.resolve('late')
      expect((await cache.load('k', () => 'new')).data).toBe('new')
    })
  })

  describe('old data', () => {
    const down = () => Promise.reject(new Error('down'))

    it('stands in for a failing load, marked, with the error beside it', async () => {
      await cache.load('k', () => 'old')
      clock.move(60_001)
      const result = await cache.load('k', down)
      expect(result).toMatchObject({ data: 'old', stale: true, cached: true })
      expect(result.error).toBeInstanceOf(Error)
      expect(JSON.stringify(result)).not.toContain('down')
      expect(result.expiresAt.getTime()).toBeLessThanOrEqual(clock.now())
    })

    it('that was invalidated stands in marked, and is never called fresh', async () => {
      await cache.load('k', () => 'old')
      await cache.invalidate('k')
      const result = await cache.load('k', down)
      expect(result).toMatchObject({ data: 'old', stale: true })
      expect((await cache.load('k', () => 'new')).data).toBe('new')
    })

    it('that was deleted does not stand in', async () => {
      await cache.load('k', () => 'old')
      expect(await cache.delete('k')).toBe(true)
      expect(await cache.delete('k')).toBe(false)
      await expect(cache.load('k', down)).rejects.toThrow('down')
    })

    it('stands in no longer than staleIfError', async () => {
      const options = { staleIfError: 1000 }
      await cache.load('k', () => 'old', options)
      clock.move(60_900)
      expect((await cache.load('k', down, options)).data).toBe('old')
      clock.move(200)
      await expect(cache.load('k', down, options)).rejects.toThrow('down')
    })

    it('does not stand in where staleIfError is 0', async () => {
      await cache.load('k', () => 'old', { staleIfError: 0 })
      clock.move(60_001)
      await expect(cache.load('k', down, { staleIfError: 0 })).rejects.toThrow('down')
    })

    it('is given at once within staleWhileRevalidate, once, then the new', async () => {
      const options = { staleWhileRevalidate: 10_000 }
      await cache.load('k', () => 'old', options)
      clock.move(60_001)
      const done = deferred<void>()
      const result = await cache.load('k', () => (done.resolve(), 'new'), options)
      expect([result.data, result.stale]).toEqual(['old', true])
      await done.promise
      await expect.poll(async () => (await cache.load('k', () => 'newer', options)).data).toBe('new')
    })

    it('is not given while revalidating once it was invalidated', async () => {
      const options = { staleWhileRevalidate: 10_000 }
      await cache.load('k', () => 'old', options)
      await cache.invalidate('k')
      clock.move(60_001)
      expect(await cache.load('k', () => 'new', options)).toMatchObject({ data: 'new', stale: false })
    })
  })

  describe('keys and scopes that would meet', () => {
    it('parameters that differ are kept apart', async () => {
      const all: object[] = [
        {},
        { a: 1 },
        { a: '1' },
        { a: null },
        { a: [1] },
        { a: ['1'] },
        { a: [[1]] },
        { a: { 0: 1 } },
        { a: true },
        { a: 'true' },
        { a: Number.NaN },
        { a: 'NaN' },
        { a: 1n },
        { a: new Date(0) },
        { a: '1970-01-01T00:00:00.000Z' },
        { a: [undefined] },
        { a: [null] },
        { a: '' },
        { 'a:1': 1 },
        { a: 1, b: 2 },
        { a: '1","b":"2' },
        JSON.parse('{"__proto__":1}') as object,
        JSON.parse('{"__proto__":{"a":1}}') as object,
        { constructor: 1 },
        { toString: 1 },
      ]
      for (const [index, params] of all.entries()) {
        const { data } = await cache.load('list', () => index, { params })
        expect([params, data]).toEqual([params, index])
      }
      for (const [index, params] of all.entries()) {
        expect((await cache.load('list', () => -1, { params })).data).toBe(index)
      }
    })

    it('parameters that are the same are one', async () => {
      await cache.load('list', () => 'first', { params: { a: 1, b: { c: 2, d: undefined } } })
      expect((await cache.load('list', () => 'x', { params: { b: { c: 2 }, a: 1 } })).data).toBe('first')
      expect((await cache.load('list', () => 'none', { params: {} })).data).toBe('none')
      expect((await cache.load('list', () => 'x', { params: { z: undefined } })).data).toBe('none')
    })

    it('array keys do not run into text keys', async () => {
      const all = [
        ['a', 'b'],
        ['a:b'],
        ['a', '{"b":1}'],
        ['a', { b: 1 }],
        ['a', ''],
        ['a', '*'],
        ['a', 'b', 'c'],
        ['a', 'b:c'],
        ['a\\', 'b'],
      ] as const
      for (const [index, key] of all.entries()) expect((await cache.load(key, () => index)).data).toBe(index)
    })

    it('scopes do not run into each other, nor into keys', async () => {
      const scopes = [
        undefined,
        'a',
        'A',
        'a ',
        '"',
        'a","b',
        '\u0000',
        '\u0000\u0002',
        'null',
        '__proto__',
        '1',
      ]
      for (const [index, scope] of scopes.entries()) {
        const { data } = await cache.load('me', () => index, { scope })
        expect([scope, data]).toEqual([scope, index])
      }
      for (const [index, scope] of scopes.entries()) {
        expect((await cache.load('me', () => -1, { scope })).data).toBe(index)
      }
      const id = 'me\u0000\u0002["a",null]'
      expect((await cache.load(id, () => 'forged')).data).toBe('forged')
      expect((await cache.load('me', () => -1, { scope: 'a' })).data).toBe(1)
    })

    it('strange keys are kept like any other', async () => {
      const keys = [
        '__proto__',
        'constructor',
        'a b',
        'a\nb',
        '\u0000',
        '\ud83d\ude00',
        'x'.repeat(5000),
        '{',
        '[',
        "'; --",
      ]
      for (const key of keys) await cache.load(key, () => key)
      for (const key of keys) expect((await cache.load(key, () => 'x')).data).toBe(key)
      expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    })

    it('data with a member __proto__ is data', async () => {
      const evil = JSON.parse('{"__proto__":{"polluted":1},"a":1}') as object
      await cache.load('k', () => evil)
      const { data } = await cache.load('k', () => ({}))
      expect(JSON.stringify(data)).toBe('{"__proto__":{"polluted":1},"a":1}')
      expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    })

    it('namespaces and versions share nothing, but versions share invalidations', async () => {
      const [one, two] = ['1', '2'].map((version) => store.open({ clock, namespace: 'n', version }))
      const foreign = store.open({ clock, namespace: 'm', version: '1' })
      for (const [index, each] of [one, two, foreign].entries()) {
        expect((await each?.load('k', () => index))?.data).toBe(index)
      }
      await one?.invalidate('k')
      expect((await two?.load('k', () => 'new'))?.data).toBe('new')
      expect((await foreign.load('k', () => 'new')).data).toBe(2)
    })
  })

  describe('what a caller holds', () => {
    it('is its own: changing it changes nothing', async () => {
      const made = { list: [1] }
      const first = await cache.load('k', () => made)
      made.list.push(2)
      first.data.list.push(3)
      const second = await cache.load('k', () => ({ list: [0] }))
      second.data.list.push(4)
      expect((await cache.load('k', () => ({ list: [0] }))).data).toEqual({ list: [1] })
    })

    it('is what JSON can hold, whether loaded or kept', async () => {
      const data = {
        text: 'caf\u00e9 \ud83d\ude00 \u0000',
        number: -0.5,
        none: null,
        deep: [[{}]],
        empty: '',
      }
      expect((await cache.load('k', () => data)).data).toEqual(data)
      expect((await cache.load('k', () => ({ ...data, text: '' }))).data).toEqual(data)
    })

    it.each([
      ['undefined', undefined],
      ['a function', () => 1],
      ['NaN', Number.NaN],
      ['a bigint', 1n],
      ['a Map', new Map([[1, 2]])],
      ['a Map within', { a: [new Map()] }],
    ])('%s is refused instead of changed', async (_, value) => {
      await expect(cache.load('k', () => value as unknown)).rejects.toMatchObject({ code: 'not_json' })
    })
  })

  describe('counts', () => {
    it('deleteExpired answers exactly how many', async () => {
      for (let n = 0; n < 5; n++) await cache.load(`short:${n}`, () => n, { ttl: 1000 })
      for (let n = 0; n < 3; n++) await cache.load(`long:${n}`, () => n)
      expect(await cache.deleteExpired()).toBe(0)
      clock.move(1001)
      expect(await cache.deleteExpired()).toBe(5)
      expect(await cache.deleteExpired()).toBe(0)
      expect((await cache.stats()).entries).toBe(3)
    })

    it('an owner takes all that is theirs along, and nothing else', async () => {
      await cache.load('a', () => 1, { owner: 'o' })
      await cache.load('b', () => 1, { owner: 'o', params: { page: 1 } })
      await cache.load('c', () => 1, { owner: 'o', scope: 's' })
      await cache.load('d', () => 1, { owner: 'o2' })
      await cache.load('e', () => 1, { tags: ['o'] })
      expect(await cache.deleteOwner('o')).toBe(3)
      expect(await cache.deleteOwner('o')).toBe(0)
      for (const key of ['d', 'e']) expect((await cache.load(key, () => 2)).data).toBe(1)
    })

    it('a load for an owner who is removed meanwhile leaves nothing', async () => {
      const gate = deferred<string>()
      const begun = deferred<void>()
      const slow = cache.load('k', () => (begun.resolve(), gate.promise), { owner: 'o' })
      await begun.promise
      await cache.deleteOwner('o')
      gate.resolve('theirs')
      await slow
      await expect(cache.load('k', () => Promise.reject(new Error('down')), { owner: 'o' })).rejects.toThrow(
        'down',
      )
    })

    it('stats and sizes stay honest', async () => {
      await cache.load('k', () => 1)
      await cache.load('k', () => 1)
      await cache.load(null, () => 1)
      expect(await cache.stats()).toMatchObject({ hits: 1, misses: 1, loads: 1, passed: 1, entries: 1 })
    })
  })

  describe('time', () => {
    it('that is set back breaks nothing, and lets nothing live for longer than its lifetime again', async () => {
      await cache.load('k', () => 'old', { ttl: 1000 })
      clock.move(-3_600_000)
      await cache.invalidate('x')
      await cache.load('k', () => 'meanwhile', { ttl: 1000 })
      clock.move(1001)
      // Loaded "in an hour": of no use to anybody who trusts lifetimes.
      expect((await cache.load('k', () => 'new', { ttl: 1000 })).data).not.toBe('old')
    })

    it.each([-3_600_000, 3_600_000])(
      'an instance whose clock is off by %i ms calls nothing old fresh',
      async (skew) => {
        const other = store.open({ ttl: 60_000, clock: { now: () => clock.now() + skew } })
        await cache.load('k', () => 'v1', { ttl: 1000 })
        clock.move(1500)
        expect((await other.load('k', () => 'v2', { ttl: 1000 })).data).toBe('v2')
        clock.move(1500)
        expect((await cache.load('k', () => 'v3', { ttl: 1000 })).data).toBe('v3')
        await other.invalidate('k')
        expect((await cache.load('k', () => 'v4', { ttl: 1000 })).data).toBe('v4')
        await cache.invalidate('k')
        expect((await other.load('k', () => 'v5', { ttl: 1000 })).data).toBe('v5')
      },
    )

    it('that is set back does not reorder the log', async () => {
      const { position } = await cache.invalidate('a')
      clock.move(-3_600_000)
      await cache.invalidate('b')
      const { entries } = await cache.log.readSince(position, 10)
      expect(entries.map(({ keys }) => keys)).toEqual([['b']])
    })

    it('a lifetime without end', async () => {
      await cache.load('k', () => 'old', { ttl: Infinity })
      clock.move(1e12)
      const result = await cache.load('k', () => 'new', { ttl: Infinity })
      expect(result.data).toBe('old')
      expect(Number.isNaN(result.expiresAt.getTime())).toBe(false)
    })

    it('a lifetime of 0 is never fresh', async () => {
      await cache.load('k', () => 'old', { ttl: 0 })
      expect((await cache.load('k', () => 'new', { ttl: 0 })).data).toBe('new')
    })
  })

  describe('bad input', () => {
    it.each([
      ['a ttl below 0', { ttl: -1 }],
      ['a ttl that is no number', { ttl: Number.NaN }],
      ['an empty scope', { scope: '' }],
      ['an empty owner', { owner: '' }],
      ['tags that are no texts', { tags: [1] as unknown as string[] }],
      ['a tag that is empty', { tags: [''] }],
    ])('%s is refused', async (_, options) => {
      let loads = 0
      await expect(cache.load('k', () => loads++, options)).rejects.toMatchObject({ code: 'invalid_option' })
      expect(loads).toBe(0)
    })

    it('keys without meaning are refused', async () => {
      for (const key of ['', '*', [], [undefined], [() => 1]]) {
        await expect(cache.load(key as unknown as string, () => 1)).rejects.toMatchObject({
          code: expect.any(String),
        })
      }
    })

    it('targets without meaning are refused, and change nothing', async () => {
      await cache.load('k', () => 'held')
      for (const target of [null, 1, '', {}, { keys: 'k' }, { tags: [1] }, () => true]) {
        const attempt = (async () => cache.invalidate(target as unknown as string))()
        await expect(attempt, String(target)).rejects.toMatchObject({ code: expect.any(String) })
      }
      expect((await cache.load('k', () => 'new')).data).toBe('held')
    })

    it('patterns of stars do not stall it', async () => {
      for (let n = 0; n < 50; n++) await cache.load(`${'a'.repeat(100)}:${n}`, () => n)
      await cache.invalidate(`${'*a'.repeat(2000)}*b`)
      await cache.invalidate('*'.repeat(10_000))
      // A search that backtracks would take the test's time, and a lifetime more.
      expect((await cache.load('k', () => 1)).data).toBe(1)
    })
  })
}
