// What the simulation found in the code where two managers have one cache, each as a sequence of its own.
import { DataSyncManager, fixedEnvironment, httpResource, TtlCache, type FetchContext } from '@freshline/core'
import { deferred, fakeClock, flush } from '@freshline/test-utils'
import { afterEach, describe, expect, it } from 'vitest'

const managers: DataSyncManager[] = []

afterEach(() => managers.splice(0).forEach((manager) => manager.dispose()))

/** Two managers on one cache. */
function stage(limit: { readonly maxConcurrent?: number } = {}) {
  const clock = fakeClock()
  const cache = new TtlCache({ clock })
  const options = { clock, environment: fixedEnvironment(), cache, ...limit }
  const [one, two] = [new DataSyncManager(options), new DataSyncManager(options)]
  managers.push(one, two)
  return { cache, clock, one, two }
}

describe('found by the simulation of two managers on one cache', () => {
  it('an answer that was overtaken by a 304 is not asked for once more', async () => {
    const { clock, one, two } = stage({ maxConcurrent: 1 })
    let calls = 0
    const transport = async () => {
      const headers = { etag: '"1"', 'cache-control': 'max-age=60', 'content-type': 'application/json' }
      return ++calls === 1 ? new Response('1', { headers }) : new Response(null, { status: 304, headers })
    }
    const resource = httpResource<number>('https://server.test/key', { ttl: 60_000, transport, clock })
    let release: (value: number) => void = () => {}
    one.register(resource)
    await clock.advance(100)
    two.register(resource)
    // The first one's request waits for its turn, and the second one waits for it.
    one.register('other', () => new Promise<number>((resolve) => (release = resolve)))
    void one.invalidate(resource.key)
    await flush()
    release(1)
    await clock.advance(10_000)
    expect(calls).toBe(2)
  })

  it('what two managers ask for together is fresh for as long as the server said', async () => {
    const { clock, one, two } = stage()
    let calls = 0
    const transport = async () => {
      calls++
      return new Response('1', {
        headers: { 'cache-control': 'max-age=60', 'content-type': 'application/json' },
      })
    }
    const resource = httpResource<number>('https://server.test/key', { ttl: 'http', transport, clock })
    for (const manager of [one, two]) manager.register(resource)
    await clock.advance(100)
    expect(calls).toBe(1)
    for (const manager of [one, two]) expect(manager.getSnapshot(resource.key).freshness).toBe('fresh')
  })

  it('what two managers ask for past every cache is one request', async () => {
    const { clock, one, two } = stage()
    const asked: boolean[] = []
    const fetcher = async ({ forceFresh }: FetchContext) => {
      asked.push(forceFresh)
      await new Promise((resolve) => clock.schedule(() => resolve(1), 100))
      return 1
    }
    for (const manager of [one, two]) manager.register('key', fetcher, { ttl: 60_000 })
    await clock.advance(100)
    void one.refresh('key')
    void one.refresh('key', { force: true })
    void two.refresh('key', { force: true })
    await clock.advance(200)
    // Forced ones do not join the one that is not, but each other.
    expect(asked).toEqual([false, false, true])
  })

  it('who waits for a turn to join a request that has ended meanwhile has its answer, and waits for no time-out', async () => {
    const { clock, one, two } = stage({ maxConcurrent: 1 })
    const asked: string[] = []
    const fetcher = async ({ key }: FetchContext) => {
      asked.push(key)
      await new Promise((resolve) => clock.schedule(() => resolve(1), key === 'slow' ? 1000 : 100))
      return 1
    }
    two.register('slow', fetcher, { ttl: 60_000 })
    one.register('key', fetcher, { ttl: 60_000 })
    two.register('key', fetcher, { ttl: 60_000, timeout: 5000 })
    await clock.advance(500)
    expect(two.getSnapshot('key')).toMatchObject({ data: 1, freshness: 'fresh' })
    await clock.advance(60_000 - 500)
    expect(two.getSnapshot('key').error).toBeUndefined()
    expect(asked).toEqual(['slow', 'key'])
  })

  it('who has a free place does not wait for the turn of another manager, which takes the answer for its own', async () => {
    const { clock, one, two } = stage({ maxConcurrent: 1 })
    const asked: string[] = []
    const fetcher = async ({ key }: FetchContext) => {
      asked.push(key)
      await new Promise((resolve) => clock.schedule(() => resolve(1), 4000))
      return 1
    }
    const life = { ttl: 60_000, timeout: 5000, retry: false } as const
    for (const key of ['a', 'b', 'c']) one.register(key, fetcher, life)
    two.register('c', fetcher, life)
    expect(asked).toEqual(['a', 'c'])
    await clock.advance(20_000)
    for (const manager of [one, two])
      expect(manager.getSnapshot('c')).toMatchObject({ data: 1, freshness: 'fresh', error: undefined })
    expect(asked).toEqual(['a', 'c', 'b'])
  })

  it.each(['before', 'after'])(
    'a request that another manager joined is not repeated for it when its own have left %s it failed',
    async (when) => {
      const { clock, one, two } = stage()
      let asked = 0
      let fail: (error: Error) => void = () => {}
      const first = one.register('key', () => new Promise((_, reject) => (fail = reject)))
      const second = two.register('key', async () => ++asked)
      await clock.advance(10)
      second.unregister()
      if (when === 'before') first.unregister()
      fail(new TypeError('no connection'))
      await flush()
      if (when === 'after') first.unregister()
      await flush()
      expect(clock.pending).toBe(0)
      const again = two.register('key', async () => ++asked)
      await clock.advance(10)
      expect(again.getSnapshot()).toMatchObject({ data: 1, activity: 'idle' })
    },
  )

  it('a joined answer that comes with the failure of a later request ends that error, as an own one does', async () => {
    const { one, two } = stage()
    const calls = [deferred<number>(), deferred<number>()]
    let asked = 0
    const fetcher = () => calls[asked++]?.promise
    for (const manager of [one, two]) manager.register('key', fetcher, { retry: false })
    void two.invalidate('key', { refetch: 'none' })
    void two.refresh('key')
    await flush()
    expect(asked).toBe(2)
    const errors: unknown[] = []
    two.on('unchanged', ({ snapshot }) => errors.push(snapshot?.error))
    calls[0]?.resolve(1)
    calls[1]?.reject(new Error('down'))
    await flush()
    expect(errors).toEqual([undefined])
  })

  it('a load takes the good answer of one manager, though the other one waits for a spoiled one', async () => {
    const { cache, one, two } = stage({ maxConcurrent: 1 })
    const answers: ((value: string) => void)[] = []
    const fetcher = () => new Promise<string>((resolve) => answers.push(resolve))
    one.register('key', fetcher)
    answers[0]?.('first')
    await flush()
    void one.refresh('key')
    expect(answers).toHaveLength(2)
    // The first one's is spoiled, and does not ask again, as it is paused by then; the second one does.
    one.pause()
    cache.invalidate('key')
    two.register('key', fetcher)
    expect(answers).toHaveLength(3)
    const loaded = cache.load('key', async () => 'loaded')
    answers[2]?.('third')
    expect(await loaded).toMatchObject({ data: 'third' })
  })

  it('what one manager had asked for before a reset is not taken by another one that waited for its turn', async () => {
    const { clock, one, two } = stage({ maxConcurrent: 1 })
    let answer: (value: string) => void = () => {}
    let release: (value: string) => void = () => {}
    const shown: unknown[] = []
    two.register('other', () => new Promise((resolve) => (release = resolve)))
    one.register('key', () => new Promise((resolve) => (answer = resolve)))
    two.register('key', async () => 'of the next user')
    two.subscribe('key', ({ data }) => shown.push(data))
    answer('of the former user')
    await flush()
    one.reset()
    shown.length = 0
    release('done')
    await clock.advance(100)
    expect(shown.filter((data) => data !== undefined && data !== 'of the next user')).toEqual([])
    expect(two.getSnapshot('key').data).toBe('of the next user')
  })

  it('what one manager keeps back for a mutation is asked for when another one is reset meanwhile', async () => {
    const { clock, one, two } = stage()
    void one.mutate(() => new Promise(() => {}), { invalidates: ['key'] })
    let asked = 0
    two.register('key', async () => ++asked, { interval: 3000 })
    await clock.advance(10_000)
    expect(asked).toBe(0)
    one.reset()
    await clock.advance(3000)
    expect(asked).toBeGreaterThan(0)
  })
})
