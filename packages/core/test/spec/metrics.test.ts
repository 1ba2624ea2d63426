// I3: what is counted, and what is not counted twice.
import { fetchWithCache, outcome, TtlCache, defineResource } from '@freshline/core'
import { collectMetrics } from '@freshline/core/metrics'
import { deferred, flush } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { keysOf, measured, ofType, served } from './metrics-support'

const EMPTY = { count: 0, p50: null, p95: null, p99: null, max: null, mean: null }

describe('I3 reads', () => {
  it('a registration that finds fresh data is a hit, one that does not is asked for', async () => {
    const { manager, total } = measured()
    manager.register('k', async () => 1, { ttl: 60_000 })
    await flush()
    manager.register('k', async () => 1, { ttl: 60_000 })
    expect(total().reads).toEqual({ total: 2, held: 1, joined: 0, asked: 1, hitRatio: 0.5 })
    expect(total().saved.held).toMatchObject({ count: 1, requests: 1 })
  })

  it('requests that are shared are counted once, and as saved', async () => {
    const { manager, total } = measured()
    const answer = deferred<number>()
    for (let component = 0; component < 5; component++)
      manager.register('k', () => answer.promise, { ttl: 60_000 })
    answer.resolve(1)
    await flush()
    const { reads, requests, saved } = total()
    expect(reads).toEqual({ total: 5, held: 0, joined: 4, asked: 1, hitRatio: 0 })
    expect(requests).toMatchObject({ sent: 1, changed: 1 })
    expect(saved.joined).toMatchObject({ count: 4, requests: 4 })
  })

  it('a prefetch is a read; looking at a snapshot and watching are none', async () => {
    const { manager, total } = measured()
    const resource = defineResource({ key: 'k', fetcher: async () => 1, ttl: 60_000 })
    await manager.prefetch(resource)
    await manager.prefetch(resource)
    manager.getSnapshot('k')
    manager.subscribe('k', () => {})
    expect(total().reads).toMatchObject({ total: 2, held: 1, asked: 1 })
  })

  it('a refresh of what is fresh is a hit where it may be; one that joins is saved, and no read', async () => {
    const { manager, total } = measured()
    const { refresh } = manager.register('k', async () => 1, { ttl: 60_000 })
    await flush()
    await refresh({ ifStale: true })
    expect(total().reads).toMatchObject({ total: 2, held: 1 })
    await Promise.all([refresh(), refresh(), refresh()])
    expect(total().reads.total).toBe(2)
    expect(total().saved.joined.count).toBe(2)
    expect(total().requests.sent).toBe(2)
  })

  it('the age of what a read finds is told, also when it is stale; an empty read has none', async () => {
    const { manager, clock, total } = measured()
    manager.register('k', async () => 1, { ttl: 10_000 })
    await flush()
    await clock.advance(4000)
    manager.register('k', async () => 1)
    await clock.advance(16_000)
    manager.register('k', async () => 1, { enabled: false })
    const { count, max, mean } = total().ageAtRead
    expect({ count, max, mean }).toEqual({ count: 2, max: 20_000, mean: 12_000 })
  })

  it('a night asleep counts as age', async () => {
    const { manager, clock, total } = measured()
    manager.register('k', async () => 1, { ttl: Infinity })
    await flush()
    clock.sleep(8 * 3600 * 1000)
    manager.register('k', async () => 1, { ttl: Infinity })
    expect(total().ageAtRead.max).toBe(8 * 3600 * 1000)
  })

  it('the ratios are null before there is anything to tell, and all of it is plain JSON', () => {
    const { collector } = measured()
    const report = collector.report()
    expect(report.total.reads.hitRatio).toBeNull()
    expect(report.total.requests.successRate).toBeNull()
    expect(report.total.ageAtRead).toEqual(EMPTY)
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  })
})

describe('I3 requests', () => {
  it('repetitions are attempts, not requests of their own', async () => {
    const { manager, clock, total } = measured()
    let calls = 0
    manager.register('k', () => (++calls < 3 ? Promise.reject(new Error('down')) : Promise.resolve(1)), {
      retry: { limit: 2, delay: () => 100 },
    })
    await clock.advance(1000)
    const { requests, requestTime } = total()
    expect(requests).toEqual({
      sent: 3,
      repeated: 2,
      changed: 1,
      unchanged: 0,
      notModified: 0,
      failed: 0,
      superseded: 0,
      aborted: 0,
      successRate: 1,
    })
    expect(requestTime).toMatchObject({ count: 1, max: 200 })
  })

  it('polls that change nothing: with all sent again, and by 304', async () => {
    const { fetcher } = served(['{"n":1}', '{"n":1}', 304, '{"n":2}'], { etag: '"a"' })
    const { manager, clock, total, records } = measured()
    manager.register('k', fetcher, { interval: 10_000 })
    await clock.advance(30_000)
    expect(total().polls).toEqual({ answered: 3, unchanged: 1, notModified: 1 })
    expect(
      ofType(records, 'ended').map(({ outcome: kind, reason, status }) => [reason, kind, status]),
    ).toEqual([
      ['registered', 'changed', 200],
      ['poll', 'unchanged', 200],
      ['poll', 'notModified', 304],
      ['poll', 'changed', 200],
    ])
  })

  it('a failure is one failure; the share of successes leaves out what was given up or discarded', async () => {
    const { manager, clock, total } = measured()
    manager.register('good', async () => 1, { interval: 10_000 })
    manager.register('bad', () => Promise.reject(new Error('no')), { retry: 0 })
    manager.register('gone', () => new Promise(() => {})).unregister()
    await clock.advance(20_000)
    expect(total().requests).toMatchObject({
      failed: 1,
      aborted: 1,
      changed: 1,
      unchanged: 2,
      successRate: 0.75,
    })
  })

  it('an answer that is discarded as old is told as such', async () => {
    const { manager, total } = measured()
    const answer = deferred<string>()
    manager.register('k', () => answer.promise)
    manager.setData('k', 'newer')
    answer.resolve('older')
    await flush()
    expect(total().requests).toMatchObject({ superseded: 1 })
    expect(total().requests.changed).toBeLessThanOrEqual(1)
  })

  it('a request that takes its answer from a load of the cache is saved, not sent', async () => {
    const cache = new TtlCache()
    const { manager, total } = measured({ cache })
    const answer = deferred<number>()
    const loading = cache.load('k', () => answer.promise)
    manager.register('k', async () => 2)
    answer.resolve(1)
    await loading
    await flush()
    expect(manager.getSnapshot('k').data).toBe(1)
    expect(total().requests).toMatchObject({ sent: 0, changed: 0, successRate: null })
    expect(total().saved.joined).toMatchObject({ count: 1, requests: 1 })
  })

  it('the time of a request during which the page was hidden says nothing of the server', async () => {
    const { manager, clock, environment, total } = measured()
    const answers = [deferred<number>(), deferred<number>()]
    let call = 0
    const { refresh } = manager.register('k', () => answers[call++]?.promise ?? 0)
    environment.set({ visible: false })
    await clock.advance(20_000)
    environment.set({ visible: true })
    answers[0]?.resolve(1)
    await flush()
    expect(total().requestTime.count).toBe(0)
    void refresh()
    await clock.advance(30)
    answers[1]?.resolve(2)
    await flush()
    expect(total().requestTime).toMatchObject({ count: 1, max: 30 })
  })
})

describe('I3 bytes', () => {
  it('are those of Content-Length, and a 304 saves them', async () => {
    const { fetcher } = served(['{"text":"ä"}', 304], { etag: '"a"' })
    const { manager, clock, total } = measured()
    manager.register('k', fetcher, { interval: 10_000 })
    await clock.advance(10_000)
    expect(total().bytes).toEqual({ received: 13, answersKnown: 2, answersUnknown: 0 })
    expect(total().saved.notModified).toEqual({ count: 1, requests: 0, bytes: 13 })
  })

  it('are counted from the text where the server does not say', async () => {
    const { fetcher } = served(['{"text":"ä"}'], { 'content-length': '' })
    const { manager, total } = measured()
    manager.register('k', fetcher)
    await flush()
    await flush()
    expect(total().bytes.received).toBe(13)
  })

  it('are not known of a fetcher that brings bare data: the answers are counted, the bytes are not made up', async () => {
    const { manager, total } = measured()
    manager.register('k', async () => ({ large: 'x'.repeat(1000) }), { ttl: 60_000 })
    await flush()
    manager.register('k', async () => 1, { ttl: 60_000 })
    expect(total().bytes).toEqual({ received: 0, answersKnown: 0, answersUnknown: 1 })
    expect(total().saved.held).toEqual({ count: 1, requests: 1, bytes: 0 })
  })

  it('that are saved by fresh data and by sharing are the size of the answer, each time', async () => {
    const { fetcher, sent } = served(['{"n":123}'])
    const { manager, total } = measured()
    manager.register('k', fetcher, { ttl: 60_000 })
    manager.register('k', fetcher, { ttl: 60_000 })
    manager.register('k', fetcher, { ttl: 60_000 })
    await flush()
    await flush()
    manager.register('k', fetcher, { ttl: 60_000 })
    expect(sent).toHaveLength(1)
    expect(total().saved.joined).toEqual({ count: 2, requests: 2, bytes: 18 })
    expect(total().saved.held).toEqual({ count: 1, requests: 1, bytes: 9 })
    expect(total().bytes.received).toBe(9)
  })

  it('an answer that was the same, sent in full, saved neither request nor bytes', async () => {
    const { fetcher } = served(['{"n":1}'])
    const { manager, clock, total } = measured()
    manager.register('k', fetcher, { interval: 10_000 })
    await clock.advance(10_000)
    expect(total().saved.unchanged).toEqual({ count: 1, requests: 0, bytes: 0 })
    expect(total().bytes.received).toBe(14)
  })

  it('an outcome that says "not modified" without being a 304 saved an unknown amount', async () => {
    const { manager, clock, total } = measured()
    manager.register('k', async () => outcome('same', { notModified: true }), { interval: 10_000 })
    await clock.advance(10_000)
    expect(total().requests.notModified).toBe(1)
    expect(total().saved.notModified.bytes).toBe(0)
    expect(total().bytes.answersUnknown).toBe(2)
  })
})

describe('I3 keys and windows', () => {
  it('has figures for each key, and the same sums for the manager', async () => {
    const { manager, collector } = measured()
    manager.register('a', async () => 1, { ttl: 60_000 })
    manager.register(['b', 2], async () => 1)
    await flush()
    manager.register('a', async () => 1, { ttl: 60_000 })
    const { keys, total, otherKeys } = collector.report()
    expect(keys['a']?.total.reads).toMatchObject({ total: 2, held: 1 })
    expect(keys['b:2']?.total.reads).toMatchObject({ total: 1, held: 0 })
    expect(total.reads).toMatchObject({ total: 3, held: 1 })
    expect(otherKeys).toBeNull()
  })

  it('keeps those that were active last; the others are one, and nothing is lost', async () => {
    const { manager, collector } = measured({}, { maxKeys: 3 })
    for (let n = 0; n < 10; n++) {
      manager.register(`k${n}`, async () => n)
      await flush()
    }
    const { keys, otherKeys, total } = collector.report()
    expect(Object.keys(keys)).toEqual(['k7', 'k8', 'k9'])
    expect(otherKeys?.total.requests.changed).toBe(7)
    expect(otherKeys?.window.requests.changed).toBe(7)
    expect(total.requests.changed).toBe(10)
  })

  it('with no keys of their own, or where they are not asked for, there are none', async () => {
    const { manager, collector } = measured({}, { maxKeys: 0 })
    manager.register('k', async () => 1)
    await flush()
    expect(collector.report().otherKeys?.total.requests.changed).toBe(1)
    expect(collector.report({ keys: false })).toMatchObject({ keys: {}, otherKeys: null })
  })

  it('a key with a name of an object is a key like any other', async () => {
    const { manager, collector } = measured()
    manager.register('__proto__', async () => 1)
    await flush()
    expect(keysOf(collector.report())).toEqual(['__proto__'])
    expect(JSON.parse(JSON.stringify(collector.report())).keys).toHaveProperty(['__proto__'])
  })

  it('the window forgets what is older, the whole does not', async () => {
    const { manager, clock, collector } = measured({}, { windowMs: 60_000 })
    manager.register('k', async () => 1)
    await flush()
    await clock.advance(50_000)
    expect(collector.report().window.requests.sent).toBe(1)
    await clock.advance(15_000)
    const { window, total, keys } = collector.report()
    expect(window.requests.sent).toBe(0)
    expect(keys['k']?.window.requests.sent).toBe(0)
    expect(window.requestTime).toEqual(EMPTY)
    expect(total.requests.sent).toBe(1)
  })

  it('the window of the other keys forgets as well, however late they became others', async () => {
    const { manager, clock, collector } = measured({}, { windowMs: 60_000, maxKeys: 1 })
    const load = async (key: string) => {
      manager.register(key, async () => 1)
      await flush()
    }
    await load('first')
    await clock.advance(120_000)
    await load('second')
    await load('third')
    const { otherKeys } = collector.report()
    expect(otherKeys?.total.requests.sent).toBe(2)
    expect(otherKeys?.window.requests.sent).toBe(1)
  })

  it('two collectors of one manager count alike, each from when it began', async () => {
    const { manager, collector } = measured()
    manager.register('k', async () => 1, { ttl: 60_000 })
    await flush()
    const second = collectMetrics(manager)
    manager.register('k', async () => 1, { ttl: 60_000 })
    expect(collector.report().total.reads.total).toBe(2)
    expect(second.report().total.reads).toMatchObject({ total: 1, held: 1, hitRatio: 1 })
  })

  it('what other managers and the cache by itself do is not counted', async () => {
    const one = measured()
    const other = measured()
    other.manager.register('k', async () => 1)
    await fetchWithCache('k', async () => 1)
    expect(one.total().requests.sent).toBe(0)
    expect(other.total().requests.sent).toBe(1)
  })
})
