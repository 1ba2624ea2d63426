import { TtlCache } from '@freshline/core'
import { deferred, fakeClock, flush } from '@freshline/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cacheModel } from './cache-model'
import { holds } from './model'

describe('TtlCache', () => {
  // Sizes that have no meaning are reported there.
  beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
  afterEach(() => void vi.restoreAllMocks())

  holds(cacheModel)
})

describe('A load that a forced one overtook', () => {
  const overtaken = () => {
    const cache = new TtlCache<string>({ clock: fakeClock() })
    const [slow, forced] = [deferred<string>(), deferred<string>()]
    void cache.load('k', () => slow.promise)
    const answer = cache.load('k', () => forced.promise, { force: true })
    return { cache, slow, forced, answer }
  }

  it('does not bring back as fresh what was deleted since', async () => {
    const { cache, slow, forced, answer } = overtaken()
    forced.resolve('new')
    await answer
    cache.delete('k')
    slow.resolve('old')
    await flush()
    expect(cache.has('k')).toBe(false)
  })

  it('is not fresh after an invalidation by a predicate', async () => {
    const { cache, slow } = overtaken()
    cache.invalidate((key) => key === 'k')
    slow.resolve('old')
    await flush()
    expect(cache.has('k')).toBe(false)
    expect(cache.peek('k')?.value).toBe('old')
  })
})

it('A load is not fresh after an invalidation by a tag of what was held, though that left meanwhile', async () => {
  const cache = new TtlCache<string>({ clock: fakeClock(), maxEntries: 1 })
  const slow = deferred<string>()
  void cache.load('k', () => slow.promise)
  cache.set('k', 'written', { tags: ['t'] })
  cache.invalidate({ tag: 't' })
  cache.set('other', 'makes room')
  slow.resolve('old')
  await flush()
  expect(cache.has('k')).toBe(false)
})
