// Bringing a resource into the cache ahead of its use, within the same budget and rules.
import { flush } from '@freshline/test-utils'
import { defineResource } from '@freshline/core'
import { describe, expect, it } from 'vitest'
import { counting, scripted, settled, setup } from './polling-support'

describe('prefetch', () => {
  it('asks, holds the answer, and registers nothing', async () => {
    const { clock, manager, told } = setup()
    const api = scripted<string>()
    const done = manager.prefetch({ key: ['store', 1], fetcher: api.fetcher, ttl: 60_000, interval: 1000 })
    expect(api.count).toBe(1)
    await api.last.answer('data')
    expect(await settled(done)).toMatchObject({ key: 'store:1', data: 'data', freshness: 'fresh' })
    expect(manager.getSnapshot('store:1').data).toBe('data')
    await clock.advance(30_000)
    expect(api.count).toBe(1)
    expect(clock.pending).toBe(0)
    expect(manager.getStatus()).toEqual([])
    expect(told('registered')).toEqual([])
  })

  it('keeps what it brought for whoever takes it up, also where nothing is to be kept', async () => {
    const { clock, manager } = setup({ defaults: { gcTime: 0 } })
    const { fetcher, times } = counting(clock)
    const resource = defineResource({ key: 'store', fetcher })
    await manager.prefetch(resource)
    expect(manager.getSnapshot('store').data).toBe(1)
    const registration = manager.register(resource)
    await clock.advance(60_000)
    expect(registration.getSnapshot().data).toBe(1)
    expect(times).toEqual([0])
    registration.unregister()
    await flush()
    expect(manager.getSnapshot('store').data).toBeUndefined()
  })

  it('leaves fresh data alone, and asks again for stale', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    const resource = defineResource({ key: 'store', fetcher, ttl: 10_000 })
    await manager.prefetch(resource)
    await clock.advance(9999)
    expect((await manager.prefetch(resource)).data).toBe(1)
    await clock.advance(1)
    expect((await manager.prefetch(resource)).data).toBe(2)
    expect(times).toEqual([0, 10_000])
  })

  it('joins a request in flight, and registering joins a prefetch', async () => {
    const { manager } = setup()
    const api = scripted<number>()
    const resource = defineResource({ key: 'store', fetcher: api.fetcher, ttl: 60_000 })
    const first = manager.prefetch(resource)
    const second = manager.prefetch(resource)
    const registration = manager.register(resource)
    expect(api.count).toBe(1)
    await api.last.answer(1)
    expect([await settled(first), await settled(second)]).toEqual([
      registration.getSnapshot(),
      registration.getSnapshot(),
    ])
    expect(api.count).toBe(1)
  })

  it('saves the request of a registration that follows soon, also without a ttl', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    const resource = defineResource({ key: 'store', fetcher })
    await manager.prefetch(resource)
    await clock.advance(1000)
    manager.register(resource)
    await clock.advance(1000)
    expect(times).toEqual([0])
    await manager.invalidate('store')
    expect(times).toHaveLength(2)
  })

  it('does not save it where the prefetched data was invalidated in between', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    const resource = defineResource({ key: 'store', fetcher, ttl: 60_000 })
    await manager.prefetch(resource)
    await manager.invalidate('store')
    manager.register(resource)
    await clock.advance(0)
    expect(times).toHaveLength(2)
  })

  it('does not save it where it was invalidated while on its way', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    const resource = defineResource({ key: 'store', fetcher: api.fetcher, ttl: 60_000 })
    const done = manager.prefetch(resource)
    void manager.invalidate('store')
    await api.last.answer('old')
    expect(await settled(done)).toMatchObject({ data: 'old', freshness: 'stale' })
    const { getSnapshot } = manager.register(resource)
    expect(api.count).toBe(2)
    await api.last.answer('new')
    expect(getSnapshot()).toMatchObject({ data: 'new', freshness: 'fresh' })
  })

  it('never rejects for a failed request: the state tells', async () => {
    const { clock, manager } = setup()
    const api = scripted<number>()
    const done = manager.prefetch({ key: 'store', fetcher: api.fetcher, retry: 1 })
    await api.last.fail()
    await clock.advance(1001)
    await api.last.fail()
    expect(await settled(done)).toMatchObject({
      status: 'error',
      error: { message: 'down' },
      failureCount: 1,
    })
    expect(manager.getStatus()).toEqual([])
    expect(clock.pending).toBe(0)
  })

  it('works while paused and hidden, and keeps within maxConcurrent', async () => {
    const { environment, manager } = setup({ maxConcurrent: 2 })
    manager.pause()
    environment.set({ visible: false })
    const api = scripted<number>()
    for (let n = 0; n < 5; n++) void manager.prefetch({ key: ['store', n], fetcher: api.fetcher })
    expect(api.count).toBe(2)
    await api.call(0).answer(0)
    expect(api.count).toBe(3)
  })

  it('resolves when all is reset or disposed of', async () => {
    for (const end of ['reset', 'dispose'] as const) {
      const { manager } = setup()
      const api = scripted<string>()
      const done = manager.prefetch({ key: 'store', fetcher: api.fetcher })
      manager[end]()
      await api.last.answer('previous user')
      expect(await settled(done), `${end}`).toMatchObject({ data: undefined })
      expect(manager.getSnapshot('store').data, `${end}`).toBeUndefined()
    }
  })

  it('takes the tags of its resource, for the answer that is on its way and for the one held', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    const resource = defineResource({ key: 'store', fetcher: api.fetcher, ttl: 60_000, tags: ['stores'] })
    void manager.prefetch(resource)
    await manager.invalidate({ tag: 'stores' })
    await api.last.answer('old')
    expect(manager.getSnapshot('store').freshness).toBe('stale')
    void manager.prefetch(resource)
    await api.last.answer('new')
    expect(manager.getSnapshot('store').freshness).toBe('fresh')
    await manager.invalidate({ tag: 'stores' })
    expect(manager.getSnapshot('store').freshness).toBe('stale')
    await flush()
  })

  it('checks what it is given', async () => {
    const { manager } = setup()
    await expect(manager.prefetch({ key: 'a*', fetcher: async () => 1 })).rejects.toMatchObject({
      code: 'bare_star',
    })
    await expect(manager.prefetch({ key: 'a', fetcher: 1 as never })).rejects.toThrow(/fetcher/)
    await expect(manager.prefetch({ key: 'a', fetcher: async () => 1, ttl: -1 })).rejects.toThrow(/ttl/)
    expect(manager.getStatus()).toEqual([])
  })
})
