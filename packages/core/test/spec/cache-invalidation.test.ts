// A4: invalidation by key, tag, pattern and predicate.
import { fakeClock, flush } from '@freshline/test-utils'
import { DataSyncManager, fixedEnvironment, TtlCache, type Target } from '@freshline/core'
import { hydrate } from '@freshline/core/hydration'
import { describe, expect, it, vi } from 'vitest'

function setup() {
  const clock = fakeClock()
  const cache = new TtlCache<string>({ clock, ttl: 60_000 })
  const keys = [
    'stores',
    'stores:1',
    'stores:2',
    'stores:2:hours',
    'users:1',
    'storesXL',
    '/api/stores?page=1',
  ]
  for (const key of keys) cache.set(key, key, { tags: [key.split(':')[0] ?? '', 'all'] })
  const stale = () => keys.filter((key) => !cache.has(key))
  return { cache, clock, keys, stale }
}

describe('A4 invalidation', () => {
  it.each<[name: string, target: Target, matched: string[]]>([
    ['a key: exactly that one', 'stores', ['stores']],
    ['an array key: one key', ['stores', 2], ['stores:2']],
    ['an unknown key', 'nobody', []],
    ['a pattern', 'stores:*', ['stores:1', 'stores:2', 'stores:2:hours']],
    [
      'a prefix that ends inside a segment',
      'store*',
      ['stores', 'stores:1', 'stores:2', 'stores:2:hours', 'storesXL'],
    ],
    ['a suffix', '*:1', ['stores:1', 'users:1']],
    ['a star in the middle', 'stores:*:hours', ['stores:2:hours']],
    ['two stars', '*s:*:*', ['stores:2:hours']],
    ['a question mark, which is a question mark', '/api/stores?*', ['/api/stores?page=1']],
    ['characters that mean something elsewhere', '[stores].+*', []],
    ['a tag', { tag: 'users' }, ['users:1']],
    ['an unknown tag', { tag: 'nobody' }, []],
    ['a tag is no pattern', { tag: 'user*' }, []],
    [
      'keys, tags and patterns',
      { keys: ['stores', ['stores', 1]], tags: ['users'], patterns: ['/api/*'] },
      ['stores', 'stores:1', 'users:1', '/api/stores?page=1'],
    ],
    [
      'the same entry named four times',
      { keys: ['users:1', 'users:1'], tags: ['users'], patterns: ['users:*'] },
      ['users:1'],
    ],
    ['a predicate over keys', (key) => key.endsWith('hours'), ['stores:2:hours']],
    ['a predicate over tags', (_, tags) => tags.includes('storesXL'), ['storesXL']],
    [
      'everything',
      '*',
      ['stores', 'stores:1', 'stores:2', 'stores:2:hours', 'users:1', 'storesXL', '/api/stores?page=1'],
    ],
  ])('by %s', (_, target, matched) => {
    const { cache, stale } = setup()
    expect(cache.invalidate(target)).toBe(matched.length)
    expect(stale()).toEqual(matched)
    for (const key of matched) expect(cache.peek(key)?.value).toBe(key)
  })

  it('counts what is held, stale values included, each time anew', async () => {
    const { cache, clock } = setup()
    await clock.advance(60_000)
    expect(cache.invalidate({ tag: 'all' })).toBe(7)
    expect(cache.invalidate({ tag: 'all' })).toBe(7)
    cache.delete('stores')
    expect(cache.invalidate({ tag: 'all' })).toBe(6)
  })

  it('does not reach what is set afterwards', () => {
    const { cache } = setup()
    cache.invalidate('stores:*')
    cache.set('stores:1', 'again').set('stores:9', 'new')
    expect(cache.get('stores:1')).toBe('again')
    expect(cache.get('stores:9')).toBe('new')
  })

  it('does not prolong what was stale', async () => {
    const { cache, clock } = setup()
    await clock.advance(61_000)
    const before = cache.peek('stores')
    cache.invalidate('stores')
    expect(cache.peek('stores')).toEqual(before)
  })

  it('matches escaped stars as stars', () => {
    const { cache } = setup()
    cache.set(['files', '*'], 'star').set(['files', 'a'], 'a')
    expect(cache.invalidate('files:\\*')).toBe(1)
    expect(cache.has(['files', 'a'])).toBe(true)
    expect(cache.invalidate('files:*')).toBe(2)
  })

  it.each<[target: unknown, code: string]>([
    [undefined, 'invalid_target'],
    [null, 'invalid_target'],
    [5, 'invalid_target'],
    ['', 'invalid_target'],
    [{}, 'invalid_target'],
    [{ tag: 5 }, 'invalid_target'],
    [{ tags: 'users' }, 'invalid_target'],
    [{ keys: ['a*'] }, 'bare_star'],
    [{ pattern: 'a*' }, 'invalid_target'],
    [[], 'invalid_key'],
    [['a', undefined], 'invalid_key'],
  ])('refuses the target %j, and changes nothing', (target, code) => {
    const { cache, stale } = setup()
    expect(() => cache.invalidate(target as Target)).toThrow(expect.objectContaining({ code }))
    expect(stale()).toEqual([])
  })

  it('lets a throwing predicate through before anything is changed', () => {
    const { cache, stale } = setup()
    let asked = 0
    expect(() =>
      cache.invalidate(() => {
        if (++asked === 3) throw new Error('mine')
        return true
      }),
    ).toThrow('mine')
    expect(stale()).toEqual([])
  })

  it('asks a predicate once for each held value', () => {
    const { cache, keys } = setup()
    const predicate = vi.fn(() => false)
    cache.invalidate(predicate)
    expect(predicate.mock.calls).toEqual(keys.map((key) => [key, [key.split(':')[0], 'all']]))
  })

  it('follows the tags of the value that is held now', () => {
    const { cache } = setup()
    cache.set('users:1', 'new', { tags: ['people'] })
    expect(cache.invalidate({ tag: 'users' })).toBe(0)
    expect(cache.invalidate({ tag: 'people' })).toBe(1)
    cache.set('users:1', 'untagged')
    expect(cache.invalidate({ tag: 'people' })).toBe(0)
  })

  it('takes the same tag twice in a list as once', () => {
    const { cache } = setup()
    cache.set('twice', 'x', { tags: ['t', 't'] })
    expect(cache.invalidate({ tags: ['t', 't'] })).toBe(1)
    cache.delete('twice')
    expect(cache.invalidate({ tag: 't' })).toBe(0)
  })

  it('is not led astray by a list of tags that is changed afterwards, whoever brought it', async () => {
    const { clock, cache } = setup()
    const manager = new DataSyncManager({ clock, cache, environment: fixedEnvironment() })
    const [registered, hydrated] = [['r'], ['h']]
    manager.register('registered', async () => 1, { tags: registered, ttl: 1000 })
    await flush()
    hydrate(manager, {
      freshline: 1,
      entries: [{ key: 'hydrated', data: 1, age: 0, freshFor: 1000, tags: hydrated }],
    })
    registered[0] = hydrated[0] = 'changed'
    expect([cache.invalidate({ tag: 'r' }), cache.invalidate({ tag: 'h' })]).toEqual([1, 1])
    manager.dispose()
    cache.delete('registered')
    cache.delete('hydrated')
    expect([cache.invalidate({ tag: 'r' }), cache.invalidate({ tag: 'h' })]).toEqual([0, 0])
  })

  it('finds by pattern what was set before and after the first pattern', () => {
    const { cache } = setup()
    expect(cache.invalidate('late:*')).toBe(0)
    cache.set('late:1', 'x').set('late:2', 'y')
    cache.delete('late:1')
    expect(cache.invalidate('late:*')).toBe(1)
    cache.clear()
    cache.set('late:3', 'z')
    expect(cache.invalidate('la*')).toBe(1)
  })

  it('is not stalled by a hostile pattern', () => {
    const { cache } = setup()
    cache.set('a'.repeat(20_000), 'long')
    const started = performance.now()
    expect(cache.invalidate(`${'*a'.repeat(2000)}*b`)).toBe(0)
    expect(performance.now() - started).toBeLessThan(1000)
  })

  // Two sizes side by side, the fastest of many rounds: a walk over everything shows whatever the machine does.
  it.each<[name: string, target: Target]>([
    ['key', 'page:7'],
    ['tag', { tag: 'few' }],
    ['pattern', 'few:*'],
    ['pattern that ends inside a segment', 'few:it*'],
  ])('costs what matches, not what is held: by %s', (_, target) => {
    const cost = (held: number) => {
      const cache = new TtlCache<string>({ clock: fakeClock(), ttl: 60_000 })
      for (let n = 0; n < 100; n++) cache.set(`few:item ${n}`, 'x', { tags: ['few'] })
      for (let n = 0; n < held; n++) cache.set(`page:${n}`, 'x', { tags: ['many'] })
      cache.invalidate(target)
      const times = Array.from({ length: 15 }, () => {
        const started = performance.now()
        for (let n = 0; n < 20; n++) cache.invalidate(target)
        return performance.now() - started
      })
      return Math.min(...times)
    }
    // A walk over everything would cost a hundred times as much.
    expect(cost(100_000) / cost(1000)).toBeLessThan(20)
  })
})
