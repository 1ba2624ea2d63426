// Two managers on one cache: one request for both, and neither waits for ever for the other (rules 1, 4, 8 and 10).
import { deferred, fakeClock, flush } from '@freshline/test-utils'
import { DataSyncManager, fixedEnvironment, TtlCache } from '@freshline/core'
import { describe, expect, it } from 'vitest'
import { scripted } from './polling-support'

function shared(maxConcurrent = 6) {
  const clock = fakeClock()
  const cache = new TtlCache({ clock })
  const environment = fixedEnvironment()
  const options = { clock, cache, environment, maxConcurrent }
  return { clock, environment, one: new DataSyncManager(options), two: new DataSyncManager(options) }
}

describe('two managers on one cache', () => {
  it('that wait for each other’s turns come to an end', async () => {
    const { clock, one, two } = shared(1)
    const [p, q, rest] = [scripted<string>(), scripted<string>(), scripted<string>()]
    const options = { ttl: 60_000 }
    two.subscribe('w', () => {})
    one.register('p', p.fetcher, options)
    two.register('q', q.fetcher, options)
    two.register('y', rest.fetcher, options)
    one.register('y', rest.fetcher, options)
    one.register('w', rest.fetcher, options)
    two.register('w', rest.fetcher, options)
    await p.last.answer('p')
    await q.last.answer('q')
    expect(rest.count).toBeGreaterThan(0)
    for (let n = 0; n < rest.count; n++) await rest.call(n).answer('data')
    for (const manager of [one, two])
      for (const key of ['y', 'w']) expect(manager.getSnapshot(key)).toMatchObject({ data: 'data' })
    expect(rest.count).toBe(2)
    expect(clock.pending).toBe(2) // one timer each
  })

  it('give a joined request no place of the budget, and its own one back', async () => {
    const { one, two } = shared(1)
    const [a, b] = [scripted<string>(), scripted<string>()]
    two.register('a', a.fetcher, { ttl: 60_000 })
    one.register('a', a.fetcher, { ttl: 60_000 })
    one.register('b', b.fetcher, { ttl: 60_000 })
    expect([a.count, b.count, one.metrics().running]).toEqual([1, 1, 1])
    await a.last.answer('a')
    await b.last.answer('b')
    expect([one.getSnapshot('a').data, one.metrics().running, two.metrics().running]).toEqual(['a', 0, 0])
    void one.refresh('b')
    void one.refresh('b', { force: true })
    expect(one.metrics().running).toBe(1)
  })

  it('ask for nothing on a hidden page where the other takes its request back', async () => {
    const { clock, environment, one, two } = shared(1)
    const [first, second, api] = [scripted<string>(), scripted<string>(), scripted<string>()]
    two.register('first', first.fetcher, { ttl: 60_000 })
    one.register('second', second.fetcher, { ttl: 60_000 })
    const options = { ttl: 1000, interval: 5000 }
    const [mine, theirs] = [one.register('a', api.fetcher, options), two.register('a', api.fetcher, options)]
    await flush()
    await first.last.answer('first')
    await second.last.answer('second')
    await api.last.answer('one')
    await clock.advance(4000)
    // Neither has a place: one waits for its turn, the other one for that.
    void two.refresh('first')
    void one.refresh('second')
    await clock.advance(1000)
    const asked = api.count
    environment.set({ visible: false })
    await clock.advance(60_000)
    expect(api.count).toBe(asked)
    expect(mine.getSnapshot()).toMatchObject({ data: 'one', error: undefined })
    environment.set({ visible: true })
    await second.last.answer('second')
    expect(api.count).toBe(asked + 1)
    await api.last.answer('two')
    for (const each of [mine, theirs]) expect(each.getSnapshot().data).toBe('two')
  })

  it('check what one of them asked for once: a schema that transforms is not given its own output', async () => {
    const { one, two } = shared()
    const api = scripted<unknown>()
    const validate = (value: unknown) =>
      typeof value === 'string' ? { value: Number(value) } : { issues: [{ message: 'no text' }] }
    const schema = { '~standard': { version: 1, vendor: 'test', validate } } as const
    const options = { schema, retry: false } as const
    const registrations = [one, two].map((manager) => manager.register('number', api.fetcher, options))
    await api.last.answer('5')
    expect(api.count).toBe(1)
    for (const each of registrations)
      expect(each.getSnapshot()).toMatchObject({ data: 5, error: undefined, failureCount: 0 })
  })

  it('count what a mutation of the one does once, where the other is the first to load it', async () => {
    const { one, two } = shared()
    const api = scripted<string>()
    const write = deferred<void>()
    const done = one.mutate(() => write.promise, {
      invalidates: ['text'],
      optimistic: [{ key: 'text', update: (text = '') => `${text}a` }],
    })
    const registration = two.register('text', api.fetcher, { ttl: 60_000 })
    void two.refresh('text')
    await flush()
    // The server has acted already, and says so before the write is answered.
    if (api.count > 0) await api.last.answer('.a')
    expect(['a', '.a', undefined]).toContain(registration.getSnapshot().data)
    write.resolve()
    await done
    expect(['a', '.a']).toContain(registration.getSnapshot().data)
    await api.last.answer('.a')
    for (const manager of [one, two])
      expect(manager.getSnapshot('text')).toMatchObject({ data: '.a', freshness: 'fresh' })
  })
})
