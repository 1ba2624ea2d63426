// B3 and rule 10: a hidden page asks nothing, and a returning one asks once for what is due.
import type { FetchContext } from '@freshline/core'
import { deferred, flush } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { counting, scripted, settled, setup } from './polling-support'

describe('B3 a hidden page', () => {
  it('asks nothing and holds no timer', async () => {
    const { clock, environment, manager } = setup()
    const { fetcher, times } = counting(clock)
    for (let n = 0; n < 5; n++) manager.register(['key', n], fetcher, { interval: 1000 * (n + 1) })
    await clock.advance(0)
    environment.set({ visible: false })
    const scheduled = clock.scheduled
    await clock.advance(3_600_000)
    expect(times).toHaveLength(5)
    expect(clock.pending).toBe(0)
    expect(clock.scheduled - scheduled).toBeLessThanOrEqual(1)
  })

  it('says that it is paused', async () => {
    const { clock, environment, manager } = setup()
    manager.register('stats', async () => 1, { interval: 1000 })
    await clock.advance(0)
    environment.set({ visible: false })
    expect(manager.getSnapshot('stats').activity).toBe('paused')
    expect(manager.getStatus()[0]).toMatchObject({ active: false, enabled: true, nextSync: null })
    environment.set({ visible: true })
    expect(manager.getSnapshot('stats').activity).toBe('idle')
  })

  it('polls at hiddenInterval where one is given', async () => {
    const { clock, environment, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher, { interval: 10_000, hiddenInterval: 60_000 })
    await clock.advance(5000)
    environment.set({ visible: false })
    await clock.advance(175_000)
    expect(times).toEqual([0, 60_000, 120_000, 180_000])
    environment.set({ visible: true })
    await clock.advance(20_000)
    expect(times).toEqual([0, 60_000, 120_000, 180_000, 190_000, 200_000])
  })

  it('does not begin a request that waited for its turn, though places become free at that moment', async () => {
    const { clock, environment, manager } = setup({ maxConcurrent: 1 })
    const [slow, queued] = [scripted<number>(), scripted<number>()]
    manager.register('slow', slow.fetcher, { timeout: 5000, retry: false })
    manager.register('queued', queued.fetcher, { interval: 1000 })
    await slow.last.answer(1)
    await queued.last.answer(1)
    await clock.advance(500)
    void manager.refresh('slow')
    await clock.advance(1000)
    // The machine slept; that the slow one timed out is noticed when the page is hidden.
    clock.sleep(10_000)
    environment.set({ visible: false })
    await clock.advance(60_000)
    expect(slow.last.context.signal.aborted).toBe(true)
    expect(queued.count).toBe(1)
  })

  it('takes the answer of a request that was in flight when it was hidden', async () => {
    const { environment, manager } = setup()
    const api = scripted<number>()
    manager.register('stats', api.fetcher, { interval: 1000 })
    environment.set({ visible: false })
    await api.last.answer(1)
    expect(manager.getSnapshot('stats')).toMatchObject({ data: 1, activity: 'paused' })
  })

  it('keeps an invalidation, answers it with skipped, and asks once on return', async () => {
    const { environment, manager } = setup()
    const api = scripted<number>()
    manager.register('list', api.fetcher, { ttl: 3_600_000, refreshOnVisible: false })
    await api.last.answer(1)
    environment.set({ visible: false })
    expect(await settled(manager.invalidate('list'))).toMatchObject({ skipped: ['list'], refreshed: [] })
    expect(await settled(manager.invalidate('list'))).toMatchObject({ skipped: ['list'] })
    expect(api.count).toBe(1)
    environment.set({ visible: true })
    expect(api.count).toBe(2)
    await api.last.answer(2)
    expect(manager.getSnapshot('list')).toMatchObject({ data: 2, freshness: 'fresh' })
    expect(api.count).toBe(2)
  })

  it('is told of staleness on return, once and in order', async () => {
    const { clock, environment, manager, told } = setup()
    const api = scripted<number>()
    manager.register('list', api.fetcher, { ttl: 10_000, overdueAfter: 60_000 })
    await api.last.answer(1)
    environment.set({ visible: false })
    await clock.advance(600_000)
    environment.set({ visible: true })
    expect(told('stale', 'overdue', 'fetching')).toEqual([
      'fetching list',
      'stale list',
      'overdue list',
      'fetching list',
    ])
    await api.last.answer(1)
    expect(manager.getSnapshot('list')).toMatchObject({ isOverdue: false, freshness: 'fresh' })
  })

  it('a page that starts hidden asks once for its first load and does not poll', async () => {
    const { clock, environment, manager } = setup()
    environment.set({ visible: false })
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher, { interval: 1000 })
    await clock.advance(60_000)
    expect(times).toEqual([0])
  })

  it.each(['hidden', 'paused'])(
    'first loads that wait for their turn are made, though it is %s meanwhile',
    async (how) => {
      const { clock, environment, manager } = setup({ maxConcurrent: 1 })
      const { fetcher, calls, answerAll } = waiting()
      for (let n = 0; n < 5; n++) manager.register(['key', n], fetcher, { interval: 1000 })
      await clock.advance(0)
      expect(calls).toEqual(['key:0'])
      if (how === 'hidden') environment.set({ visible: false })
      else manager.pause()
      await answerAll()
      await clock.advance(60_000)
      expect(calls).toEqual(['key:0', 'key:1', 'key:2', 'key:3', 'key:4'])
    },
  )
})

/** A fetcher whose answers wait for the test, by key; from then on it answers at once. */
function waiting() {
  const calls: string[] = []
  const gate = deferred<number>()
  const fetcher = ({ key }: FetchContext) => (calls.push(key), gate.promise)
  return { fetcher, calls, answerAll: () => (gate.resolve(1), flush()) }
}

describe('B3 on return', () => {
  it('what is due is asked for within 50 ms, the rest keeps its time', async () => {
    const { clock, environment, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('fast', fetcher, { interval: 10_000 })
    manager.register('slow', fetcher, { interval: 60_000 })
    await clock.advance(1000)
    environment.set({ visible: false })
    await clock.advance(19_000)
    environment.set({ visible: true })
    await clock.advance(50)
    expect(times).toEqual([0, 0, 20_000])
    await clock.advance(39_950)
    expect(times.filter((at) => at === 60_000).length).toBeGreaterThanOrEqual(1)
  })

  it('a poll that was missed while nobody looked is not followed by the next one at once', async () => {
    const { clock, environment, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher, { interval: 4000 })
    await clock.advance(2000)
    environment.set({ visible: false })
    await clock.advance(5900)
    environment.set({ visible: true })
    await clock.advance(8100)
    // Not at 8 s, when the next one would have been due.
    expect(times).toEqual([0, 7900, 11_900, 15_900])
  })

  it('nor is one that was asked for once more, as data was written meanwhile', async () => {
    const { clock, environment, manager } = setup()
    const stats = scripted<number>()
    manager.register('stats', stats.fetcher, { interval: 10_000 })
    await stats.last.answer(1)
    environment.set({ visible: false })
    await clock.advance(60_000)
    environment.set({ visible: true })
    manager.setData('stats', 2)
    await stats.last.answer(1)
    await stats.last.answer(2)
    expect(stats.count).toBe(3)
    await clock.advance(9999)
    expect(stats.count).toBe(3)
    await clock.advance(1)
    expect(stats.count).toBe(4)
  })

  it('nothing is asked for that is neither due nor stale', async () => {
    const { clock, environment, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher, { interval: 60_000 })
    await clock.advance(1000)
    environment.set({ visible: false })
    await clock.advance(20_000)
    environment.set({ visible: true })
    await clock.advance(1000)
    expect(times).toEqual([0])
  })

  it('is no burst: never more than maxConcurrent at once, and everything due in the end', async () => {
    const { clock, environment, manager } = setup({ maxConcurrent: 4 })
    let running = 0
    let most = 0
    let asked = 0
    for (let n = 0; n < 60; n++) {
      manager.register(
        ['key', n],
        () =>
          new Promise((resolve) => {
            asked++
            most = Math.max(most, ++running)
            clock.schedule(() => {
              running--
              resolve(n)
            }, 20)
          }),
        { interval: 30_000 },
      )
    }
    await clock.advance(1000)
    expect([asked, most]).toEqual([60, 4])
    environment.set({ visible: false })
    await clock.advance(300_000)
    expect(asked).toBe(60)
    environment.set({ visible: true })
    expect(running).toBe(4)
    await clock.advance(400)
    expect([asked, most]).toEqual([120, 4])
  })

  it('keys without an interval are asked for where their data is stale', async () => {
    const { clock, environment, manager } = setup()
    const asked: string[] = []
    const fetcher = async ({ key }: { key: string }) => asked.push(key)
    manager.register('stale', fetcher, { ttl: 10_000 })
    manager.register('fresh', fetcher, { ttl: 600_000 })
    manager.register('never', fetcher, { ttl: 10_000, refreshOnVisible: false })
    manager.register('always', fetcher, { ttl: 600_000, refreshOnVisible: 'always' })
    manager.register('off', fetcher, { ttl: 10_000, enabled: false })
    await clock.advance(0)
    environment.set({ visible: false })
    await clock.advance(60_000)
    asked.length = 0
    environment.set({ visible: true })
    await clock.advance(50)
    expect(asked).toEqual(['stale', 'always'])
  })

  it('asks again for what failed and was never loaded', async () => {
    const { clock, environment, manager } = setup()
    const api = scripted<number>()
    manager.register('list', api.fetcher, { retry: false })
    await api.last.fail()
    environment.set({ visible: false })
    await clock.advance(60_000)
    environment.set({ visible: true })
    expect(api.count).toBe(2)
  })

  it('asks at once for what backs off, where its data is stale', async () => {
    const { clock, environment, manager } = setup()
    const times: number[] = []
    const fetcher = async (): Promise<number> => {
      times.push(clock.now())
      if (times.length > 1) throw new Error('down')
      return 1
    }
    manager.register('stats', fetcher, { interval: 10_000, retry: false })
    // The fourth failure in a row: the next poll is up to 80 s away.
    while (manager.getSnapshot('stats').failureCount < 4) await clock.advance(1000)
    environment.set({ visible: false })
    await clock.advance(6000)
    const [asked, now] = [times.length, clock.now()]
    expect(manager.getSnapshot('stats')).toMatchObject({ data: 1, freshness: 'stale' })
    environment.set({ visible: true })
    await flush()
    expect(times.slice(asked)).toEqual([now])
  })

  it('flapping asks at most once per key in 5 s, whatever the options', async () => {
    const { clock, environment, manager } = setup()
    const asked = new Map<string, number>()
    const fetcher = async ({ key }: { key: string }) => asked.set(key, (asked.get(key) ?? 0) + 1).size
    manager.register('stale', fetcher)
    manager.register('always', fetcher, { refreshOnVisible: 'always', ttl: 3_600_000 })
    manager.register('focus', fetcher, { refreshOnFocus: true })
    manager.register('polled', fetcher, { interval: 30_000 })
    await clock.advance(29_000)
    asked.clear()
    for (let n = 0; n < 100; n++) {
      environment.set({ visible: false, focused: false })
      await clock.advance(50)
      environment.set({ visible: true, focused: true })
      await clock.advance(50)
    }
    // Ten seconds of flapping: one at the start, one after five.
    for (const key of ['stale', 'always', 'focus']) {
      expect(asked.get(key), `${key}`).toBeGreaterThanOrEqual(2)
      expect(asked.get(key), `${key}`).toBeLessThanOrEqual(3)
    }
    expect(asked.get('polled')).toBe(1)
  })

  it('a request in flight is joined, not repeated', async () => {
    const { clock, environment, manager } = setup()
    const api = scripted<number>()
    manager.register('list', api.fetcher, { refreshOnVisible: 'always', timeout: 60_000 })
    environment.set({ visible: false })
    await clock.advance(20_000)
    environment.set({ visible: true })
    await clock.advance(50)
    expect(api.count).toBe(1)
  })

  it('an environment that tells without a change causes nothing', async () => {
    const { clock, environment, manager, events } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('list', fetcher, { refreshOnVisible: 'always' })
    await clock.advance(60_000)
    events.length = 0
    for (let n = 0; n < 20; n++) environment.set({})
    await clock.advance(50)
    expect(times).toEqual([0])
    expect(events).toEqual([])
  })
})

describe('B3 freezing, the back-forward cache and sleep', () => {
  it('a frozen page, which calls itself hidden, counts as returned when it goes on, however late its timers', async () => {
    const { clock, environment, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher, { interval: 15_000 })
    await clock.advance(1000)
    environment.set({ visible: false })
    clock.jump(3_600_000)
    environment.set({ visible: true })
    await clock.advance(50)
    expect(times).toEqual([0, 3_601_000])
    await clock.advance(15_000)
    expect(times).toHaveLength(3)
  })

  it('after a sleep of hours one request follows for each key, polled or stale', async () => {
    const { clock, manager, told } = setup()
    const polled = counting(clock)
    const stale = counting(clock)
    const fresh = counting(clock)
    manager.register('polled', polled.fetcher, { interval: 15_000 })
    manager.register('stale', stale.fetcher, { ttl: 60_000 })
    manager.register('fresh', fresh.fetcher, { ttl: 24 * 3_600_000 })
    await clock.advance(1000)
    clock.sleep(3 * 3_600_000)
    await clock.advance(15_000)
    expect([polled.times, stale.times, fresh.times].map((times) => times.length)).toEqual([2, 2, 1])
    expect(told('stale')).toEqual(['stale polled', 'stale stale'])
    expect(told('fresh')).toEqual([
      'fresh polled',
      'fresh stale',
      'fresh fresh',
      'fresh polled',
      'fresh stale',
    ])
  })

  it('a sleep that the environment tells of is a return at once', async () => {
    const { clock, environment, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher, { interval: 15_000 })
    await clock.advance(1000)
    environment.set({ visible: false })
    clock.sleep(3 * 3_600_000)
    environment.set({ visible: true })
    await clock.advance(50)
    expect(times).toHaveLength(2)
  })

  it('a request that the machine slept through times out, and is asked for again', async () => {
    const { clock, manager } = setup()
    const api = scripted<number>()
    manager.register('stats', api.fetcher, { interval: 60_000, timeout: 10_000 })
    await clock.advance(2000)
    clock.sleep(3_600_000)
    await clock.advance(12_000)
    expect(api.call(0).context.signal.aborted).toBe(true)
    expect(api.count).toBe(2)
    await api.last.answer(1)
    expect(manager.getSnapshot('stats')).toMatchObject({ data: 1, error: undefined })
  })

  it('freshness includes the sleep: nothing that ended meanwhile is shown as fresh after the next tick', async () => {
    const { clock, manager } = setup()
    manager.register('list', async () => 1, { ttl: 60_000, refreshOnVisible: false })
    await clock.advance(1000)
    clock.sleep(120_000)
    await clock.advance(60_000)
    expect(manager.getSnapshot('list').freshness).toBe('stale')
  })
})
