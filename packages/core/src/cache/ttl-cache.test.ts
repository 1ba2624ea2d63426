import { fakeClock } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { storeOf } from './store-of'
import type { StoreObserver } from './store-parts'
import { TtlCache } from './ttl-cache'

/** Watches `mine`, for which it has a lifetime of its own. */
const observer: StoreObserver<unknown> = {
  holds: () => false,
  merge: (_, next) => next,
  flightOf: () => undefined,
  lifeOf: (key) => (key === 'mine' ? { ttl: 7, gcTime: 8, tags: ['theirs'] } : undefined),
  mutating: () => {},
  written: () => {},
  invalidated: () => {},
  removed: () => {},
}

describe('set', () => {
  it('takes the lifetime of who watches the key where none is said, else what is said', () => {
    const cache = new TtlCache({ clock: fakeClock(0), ttl: 100, gcTime: 50 })
    const store = storeOf(cache)
    // The second watches nothing: what the first says stays.
    if (store) store.observers = [observer, { ...observer, lifeOf: () => undefined }]
    cache.set('mine', 1).set('other', 1)
    expect(['mine', 'other'].map((key) => cache.peek(key))).toMatchObject([
      { expiresAt: 7, removeAt: 15, tags: ['theirs'] },
      { expiresAt: 100, removeAt: 150, tags: [] },
    ])
    cache.set('mine', 1, {})
    expect(cache.peek('mine')).toMatchObject({ expiresAt: 100, removeAt: 150, tags: [] })
  })

  it('keeps one lifetime for values that say the same one after the other', () => {
    const cache = new TtlCache({ clock: fakeClock(0) })
    const lifeOf = (key: string) => storeOf(cache)?.records.get(key)?.life
    cache.set('a', 1, 100).set('b', 1, 100).set('c', 1, 200)
    expect(lifeOf('a')).toMatchObject({ ttl: 100 })
    expect([lifeOf('b') === lifeOf('a'), lifeOf('c') === lifeOf('a')]).toEqual([true, false])
  })
})

describe('nonsense', () => {
  it.each(['ttl', 'gcTime', 'maxEntries', 'maxBytes', 'sizeOf', 'onRemove'])('is named: for %s', (name) => {
    expect(() => new TtlCache({ [name]: '5' })).toThrow(`${name}: got "5", allowed: `)
  })

  it('is named: for a fetcher', async () => {
    await expect(new TtlCache().load('k', 5 as never)).rejects.toThrow('fetcher: got 5, allowed: ')
  })
})
