// B7 and B12: one budget for all requests, and who goes first.
import { flush } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { scripted, setup } from './polling-support'

/** A manager with one place, taken by a request that a test frees; answers in which order others were asked. */
async function queueWorld() {
  const world = setup({ maxConcurrent: 1 })
  const blocker = scripted<number>()
  const asked: string[] = []
  const fetcher = async ({ key }: { key: string }) => asked.push(key)
  const block = () => world.manager.register('blocker', blocker.fetcher, { ttl: Infinity })
  const free = async () => {
    await blocker.last.answer(1)
    await flush()
  }
  return { ...world, asked, fetcher, block, free }
}

describe('B7 maxConcurrent', () => {
  it('bounds what is in flight, whoever asked, and lets everything through in turn', async () => {
    const { clock, manager } = setup({ maxConcurrent: 3 })
    let running = 0
    let most = 0
    const done: string[] = []
    const slow = ({ key }: { key: string }) =>
      new Promise<number>((resolve) => {
        most = Math.max(most, ++running)
        clock.schedule(() => {
          running--
          done.push(key)
          resolve(1)
        }, 100)
      })
    for (let n = 0; n < 10; n++) manager.register(['key', n], slow, { ttl: 60_000, tags: ['t'] })
    void manager.refreshAll()
    for (let n = 0; n < 5; n++) void manager.prefetch({ key: ['pre', n], fetcher: slow })
    void manager.invalidate({ tag: 't' })
    await clock.advance(5000)
    expect(most).toBe(3)
    expect(running).toBe(0)
    expect(new Set(done).size).toBe(15)
    expect(manager.metrics().running).toBe(0)
  })

  it('does not leak places: after failures, timeouts, aborts and throws there are as many as before', async () => {
    const { clock, manager } = setup({ maxConcurrent: 2, report: () => {} })
    const odd = [
      () => Promise.reject(new Error('down')),
      () => {
        throw new Error('at once')
      },
      () => new Promise<never>(() => {}),
    ]
    for (let round = 0; round < 10; round++) {
      for (const [n, fetcher] of odd.entries()) {
        manager.register(['odd', n], fetcher, { timeout: 100, retry: 1 })
      }
      await clock.advance(50)
      void manager.invalidate('odd:*')
      await clock.advance(20)
      for (let n = 0; n < odd.length; n++) manager.unregister(['odd', n])
      await flush()
    }
    expect(manager.metrics().running).toBe(0)
    const hung = scripted<number>()
    for (let n = 0; n < 3; n++) manager.register(['hung', n], hung.fetcher)
    expect(hung.count).toBe(2)
  })

  it('refuses nonsense', () => {
    for (const maxConcurrent of [0, -1, 1.5, Number.NaN]) {
      expect(() => setup({ maxConcurrent })).toThrow(/maxConcurrent/)
    }
  })
})

describe('B12 who goes first', () => {
  it('a person, then what is watched, then the rest; within each, who came first', async () => {
    const { manager, asked, fetcher, block, free } = await queueWorld()
    const keys = ['back-1', 'watched-1', 'back-2', 'watched-2', 'person']
    for (const key of keys) if (key.startsWith('watched')) manager.subscribe(key, () => {})
    manager.register('person', fetcher, { enabled: false })
    block()
    for (const key of keys.slice(0, 4)) manager.register(key, fetcher)
    void manager.refresh('person')
    expect(asked).toEqual([])
    await free()
    expect(asked).toEqual(['person', 'watched-1', 'watched-2', 'back-1', 'back-2'])
  })

  it('a person who asks for what waits already moves it ahead', async () => {
    const { manager, asked, fetcher, block, free } = await queueWorld()
    block()
    for (const key of ['a', 'b', 'c', 'd']) manager.register(key, fetcher)
    void manager.refresh('c')
    void manager.refresh('d')
    await free()
    expect(asked).toEqual(['c', 'd', 'a', 'b'])
  })

  it('what becomes watched while it waits moves ahead', async () => {
    const { manager, asked, fetcher, block, free } = await queueWorld()
    block()
    for (const key of ['a', 'b', 'c']) manager.register(key, fetcher)
    manager.subscribe('c', () => {})
    await free()
    expect(asked).toEqual(['c', 'a', 'b'])
  })

  it('what is overdue goes before what is stale, on return', async () => {
    const { clock, environment, manager, asked, fetcher, block, free } = await queueWorld()
    manager.register('stale', fetcher, { overdueAfter: Infinity })
    manager.register('overdue', fetcher, { interval: 10_000, overdueAfter: 20_000 })
    for (const key of ['stale', 'overdue']) manager.subscribe(key, () => {})
    await clock.advance(0)
    environment.set({ visible: false })
    await clock.advance(60_000)
    block()
    asked.length = 0
    environment.set({ visible: true })
    await free()
    expect(asked).toEqual(['overdue', 'stale'])
  })

  it('a person gets through a crowd: one answer later, at the most', async () => {
    const { clock, manager } = setup({ maxConcurrent: 6 })
    const order: string[] = []
    const slow = ({ key }: { key: string }) =>
      new Promise<number>((resolve) => {
        order.push(key)
        clock.schedule(() => resolve(1), 1000)
      })
    for (let n = 0; n < 100; n++) manager.register(['key', n], slow)
    await clock.advance(1500)
    void manager.refresh(['key', 99])
    await clock.advance(500)
    expect(order.indexOf('key:99')).toBe(12)
  })

  it('background keys are asked for in the end', async () => {
    const { clock, manager } = setup({ maxConcurrent: 1 })
    const asked = new Map<string, number>()
    const fetcher = ({ key }: { key: string }) =>
      new Promise<number>((resolve) => {
        asked.set(key, (asked.get(key) ?? 0) + 1)
        clock.schedule(() => resolve(1), 100)
      })
    for (let n = 0; n < 5; n++) {
      manager.subscribe(['watched', n], () => {})
      manager.register(['watched', n], fetcher, { interval: 1000 })
      manager.register(['back', n], fetcher, { interval: 1000 })
    }
    await clock.advance(20_000)
    for (let n = 0; n < 5; n++) {
      expect(asked.get(`watched:${n}`)).toBeGreaterThanOrEqual(19)
      expect(asked.get(`back:${n}`)).toBeGreaterThanOrEqual(15)
    }
  })

  it('what was due when the network came back is asked for, also where polls leave no place free', async () => {
    const { clock, environment, manager } = setup({ maxConcurrent: 1 })
    const asked: string[] = []
    const fetcher = ({ key }: { key: string }) => {
      asked.push(key)
      return new Promise<number>((resolve) => clock.schedule(() => resolve(1), 1000))
    }
    for (const [key, interval] of Object.entries({ a: 1000, b: 1000, due: 3000 })) {
      manager.subscribe(key, () => {})
      manager.register(key, fetcher, { interval, overdueAfter: Infinity })
    }
    await clock.advance(5900)
    environment.set({ online: false })
    await clock.advance(10_000)
    asked.length = 0
    environment.set({ online: true })
    await clock.advance(9000)
    expect(asked.filter((key) => key === 'due').length).toBeGreaterThan(1)
  })

  it('what loses its place to one that goes first grows stale in time, while it waits', async () => {
    const { clock, manager } = setup({ maxConcurrent: 1 })
    const [slow, other] = [scripted<number>(), scripted<number>()]
    // Both are due in the same moment: the first finds a place free, and the one that is watched takes it.
    const options = { interval: 1000, ttl: 1500 }
    manager.register('other', other.fetcher, options)
    manager.register('watched', slow.fetcher, options)
    manager.subscribe('watched', () => {})
    await other.last.answer(1)
    await slow.last.answer(1)
    await clock.advance(1000)
    expect([slow.count, other.count]).toEqual([2, 1])
    await clock.advance(499)
    expect(manager.getSnapshot('other').freshness).toBe('fresh')
    await clock.advance(1)
    expect(manager.getSnapshot('other').freshness).toBe('stale')
  })

  it('one slow key never delays another', async () => {
    const { clock, manager } = setup()
    const hung = scripted<number>()
    const quick: number[] = []
    manager.register('hung', hung.fetcher, { interval: 1000, timeout: Infinity })
    manager.register('quick', async () => quick.push(clock.monotonic()), { interval: 1000 })
    await clock.advance(5000)
    expect(quick).toEqual([0, 1000, 2000, 3000, 4000, 5000])
    expect(hung.count).toBe(1)
  })
})
