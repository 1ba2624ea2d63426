// B13, B14, rule 9: what starts, what starts over, and what remains when it is over.
import { build } from 'esbuild'
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { runInNewContext } from 'node:vm'
import { Worker } from 'node:worker_threads'
import { deferred, fakeClock, flush } from '@freshline/test-utils'
import {
  DataSyncManager,
  fixedEnvironment,
  forceRefreshData,
  TtlCache,
  type DataSyncManagerOptions,
  type FetchContext,
  type SyncEvent,
} from '@freshline/core'
import { beforeAll, describe, expect, it, vi } from 'vitest'

const START = Date.UTC(2026, 0, 1)

function setup(options: DataSyncManagerOptions = {}) {
  const clock = fakeClock(START)
  const environment = fixedEnvironment()
  const cache = new TtlCache({ clock })
  const manager = new DataSyncManager({ clock, environment, cache, ...options })
  const events: SyncEvent[] = []
  manager.on('*', (event) => events.push(event))
  return { clock, environment, cache, manager, events }
}

/** A fetcher whose answers a test gives one by one; the signals are kept. */
function scripted() {
  const answers: ReturnType<typeof deferred<unknown>>[] = []
  const contexts: FetchContext[] = []
  const fetcher = (context: FetchContext) => {
    contexts.push(context)
    void context.signal
    const answer = deferred<unknown>()
    answers.push(answer)
    return answer.promise
  }
  return { fetcher, answers, contexts }
}

describe('B13 importing and constructing start nothing', () => {
  /** Both entry points as one script that leaves them in `library`. */
  let script = ''

  beforeAll(async () => {
    const folder = fileURLToPath(new URL('../../src/', import.meta.url))
    const { outputFiles } = await build({
      stdin: {
        contents: `export * from './index'; export * from './hydration'`,
        resolveDir: folder,
        loader: 'ts',
      },
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'library',
      target: 'es2022',
      conditions: ['@freshline/source'],
      treeShaking: false,
      ignoreAnnotations: true,
    })
    script = outputFiles[0]?.text ?? ''
  })

  /** Runs code where every global that could start or read anything is poisoned; answers which were touched. */
  function runPoisoned(code: string): { touched: string[]; added: string[] } {
    const touched: string[] = []
    const added: string[] = []
    const names = [
      'window',
      'document',
      'navigator',
      'location',
      'self',
      'fetch',
      'Date',
      'performance',
      'setTimeout',
      'setInterval',
      'setImmediate',
      'clearTimeout',
      'clearInterval',
      'queueMicrotask',
      'requestAnimationFrame',
      'requestIdleCallback',
      'addEventListener',
      'dispatchEvent',
      'CustomEvent',
      'Event',
      'EventTarget',
      'AbortController',
      'AbortSignal',
      'MessageChannel',
      'BroadcastChannel',
      'Worker',
      'localStorage',
      'sessionStorage',
      'indexedDB',
      'process',
      'Buffer',
      'require',
      'console',
      'crypto',
      'Headers',
      'Request',
      'Response',
      'XMLHttpRequest',
      'WebSocket',
      'EventSource',
    ]
    runInNewContext(
      `
      for (const name of names) Object.defineProperty(globalThis, name, {
        configurable: true,
        get() { touched.push(name); return undefined },
      })
      Math.random = () => { touched.push('Math.random'); return 0 }
      Promise.resolve = Promise.reject = () => { touched.push('Promise'); return {} }
      const before = new Set(Object.getOwnPropertyNames(globalThis))
      ;(() => { ${code} })()
      for (const name of Object.getOwnPropertyNames(globalThis)) if (!before.has(name)) added.push(name)
      `,
      { names, touched, added },
      { filename: 'poisoned.js' },
    )
    return { touched, added }
  }

  it('is told by a trap that works', () => {
    expect(runPoisoned('void Date; void typeof window; globalThis.extra = Math.random()')).toEqual({
      touched: ['Date', 'window', 'Math.random'],
      added: ['extra'],
    })
  })

  it('importing touches no timer, no clock, no page and no network', () => {
    expect(runPoisoned(script)).toEqual({ touched: [], added: [] })
  })

  it('constructing managers and caches, and naming resources, touches none either', () => {
    const use = `
      const { DataSyncManager, TtlCache, defineResource, hashKey, fixedEnvironment, dataCache, dataSyncManager } = library
      new TtlCache({ ttl: 1000, maxEntries: 5 })
      const manager = new DataSyncManager({ defaults: { interval: 1000 }, maxConcurrent: 3, scope: 'me' })
      new DataSyncManager({ cache: new TtlCache() })
      defineResource({ key: ['a', 1], fetcher: async () => 1, interval: 1000 })
      hashKey(['a', { b: 1 }])
      fixedEnvironment()
      manager.on('*', () => {})
      manager.getStatus()
      manager.metrics()
      dataSyncManager.getStatus()
      if (dataCache.size !== 0) throw new Error('not empty')
    `
    expect(runPoisoned(`${script};${use}`)).toEqual({ touched: [], added: [] })
  })

  it('a process that imports and constructs has nothing to wait for', async () => {
    const code = `
      const before = process.getActiveResourcesInfo().length
      ${script}
      new library.DataSyncManager()
      library.dataSyncManager.getStatus()
      process.send({ started: process.getActiveResourcesInfo().length - before })
      process.disconnect()
    `
    const child = fork('-', {
      execArgv: ['--input-type=commonjs'],
      stdio: ['pipe', 'inherit', 'inherit', 'ipc'],
    })
    const told = new Promise((resolve) => child.once('message', resolve))
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.stdin?.end(code)
    expect(await told).toEqual({ started: 0 })
    expect(await ended).toBe(0)
  })

  it('a worker thread registers, polls, and ends by itself after dispose', async () => {
    const code = `
      const { parentPort } = require('node:worker_threads')
      ${script}
      const manager = new library.DataSyncManager()
      let calls = 0
      const seen = []
      manager.subscribe('k', (snapshot) => {
        seen.push([snapshot.status, snapshot.data])
        if (snapshot.data !== 3) return
        manager.dispose()
        parentPort.postMessage(seen)
      }, undefined)
      manager.register('k', async () => ++calls, { interval: 5 })
    `
    const worker = new Worker(code, { eval: true })
    const told = new Promise<unknown[][]>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
    })
    const ended = new Promise((resolve) => worker.once('exit', resolve))
    const data = (await told).map(([, each]) => each)
    expect([...new Set(data)]).toEqual([undefined, 1, 2, 3])
    expect(await ended).toBe(0)
  })

  it('a manager takes the clock of the cache it is given', async () => {
    const clock = fakeClock(START)
    const manager = new DataSyncManager({ cache: new TtlCache({ clock }), environment: fixedEnvironment() })
    const fetcher = vi.fn(async () => 1)
    manager.register('k', fetcher, { interval: 10_000 })
    expect(clock.pending).toBe(1)
    await clock.advance(30_000)
    expect(fetcher).toHaveBeenCalledTimes(4)
    manager.dispose()
  })

  it.each([
    ['a window that has no events, as React Native has', { window: {} }],
    ['a window and no document', { window: new EventTarget() }],
    ['a navigator that knows nothing', { navigator: {} }],
  ])('register polls with %s', async (_, globals) => {
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value)
    const clock = fakeClock(START)
    const manager = new DataSyncManager({ clock })
    const fetcher = vi.fn(async () => 1)
    try {
      manager.register('k', fetcher, { interval: 1000 })
      await clock.advance(3000)
      await forceRefreshData()
      manager.dispose()
    } finally {
      vi.unstubAllGlobals()
    }
    expect(fetcher.mock.calls.length).toBeGreaterThanOrEqual(4)
    expect(clock.pending).toBe(0)
  })

  it('two managers share nothing', async () => {
    const clock = fakeClock(START)
    const make = () => new DataSyncManager({ clock, environment: fixedEnvironment() })
    const [first, second] = [make(), make()]
    const told = vi.fn()
    second.subscribe('me', told)
    second.on('*', told)
    first.register('me', async () => 'first user', { interval: 1000 })
    first.setData('cart', ['secret'])
    await flush()
    await first.invalidate('*')
    first.pause()
    expect(first.getSnapshot('me').data).toBe('first user')
    expect(second.getSnapshot('me')).toMatchObject({ status: 'pending', data: undefined })
    expect(second.getSnapshot('cart')).toMatchObject({ status: 'pending', data: undefined })
    expect(second.isPaused).toBe(false)
    expect(told).not.toHaveBeenCalled()
    second.register('me', async () => 'second user')
    await flush()
    expect([first, second].map((manager) => manager.getSnapshot('me').data)).toEqual([
      'first user',
      'second user',
    ])
    first.reset()
    expect(second.getSnapshot('me').data).toBe('second user')
    first.dispose()
    expect(await second.refresh('me')).toMatchObject({ unchanged: ['me'] })
  })

  it('nothing is asked, and no timer set, before register', async () => {
    const { clock, environment, manager } = setup()
    const subscribe = vi.spyOn(environment, 'subscribe')
    manager.setData('k', 1)
    manager.getSnapshot('k')
    await manager.refresh('k')
    await manager.refreshAll()
    await manager.invalidate('*')
    manager.pause('k')
    manager.setEnabled('k', true)
    await clock.advance(3_600_000)
    expect([clock.scheduled, subscribe.mock.calls.length]).toEqual([0, 0])
  })
})

describe('B14 reset', () => {
  it('aborts what is in flight, refuses its answer, clears the data, and keeps the registrations', async () => {
    const { cache, manager } = setup()
    const { fetcher, answers, contexts } = scripted()
    manager.register('me', fetcher, { interval: 60_000 })
    manager.register('held', async () => 'data', { interval: 60_000 })
    await flush()
    manager.reset()
    expect(contexts.map(({ signal }) => signal.aborted)).toEqual([true])
    expect(cache.size).toBe(0)
    answers[0]?.resolve('previous user')
    await flush()
    for (const key of ['me', 'held']) {
      expect(manager.getSnapshot(key)).toMatchObject({
        status: 'pending',
        data: undefined,
        freshness: 'empty',
      })
    }
    expect(manager.getStatus()).toMatchObject([
      { key: 'me', enabled: true, lastSync: null, failures: 0 },
      { key: 'held', enabled: true, lastSync: null, failures: 0 },
    ])
  })

  it('refuses what fails late, too, and what a fetcher that ignores its signal brings', async () => {
    const { manager } = setup()
    const { fetcher, answers } = scripted()
    const onError = vi.fn()
    const onSuccess = vi.fn()
    manager.register('a', fetcher, { onError, onSuccess })
    manager.register('b', fetcher, { onError, onSuccess })
    manager.reset({ scope: 'next' })
    answers[0]?.resolve('previous')
    answers[1]?.reject(new Error('previous'))
    await flush()
    expect([onError.mock.calls, onSuccess.mock.calls]).toEqual([[], []])
    expect(answers).toHaveLength(4)
    answers[2]?.resolve('next')
    await flush()
    expect(manager.getSnapshot('a')).toMatchObject({ data: 'next', failureCount: 0 })
    expect(manager.getSnapshot('b')).toMatchObject({ status: 'pending', isFetching: true })
  })

  it('with a new scope asks at once for what is wanted, for the new user', async () => {
    const { manager } = setup({ scope: 'first' })
    let user = 'first'
    const fetcher = vi.fn(async () => user)
    manager.register('me', fetcher, { ttl: 60_000 })
    manager.register('off', fetcher, { enabled: false })
    manager.subscribe('watched', () => {})
    await flush()
    user = 'second'
    manager.reset({ scope: 'second' })
    expect(manager.scope).toBe('second')
    expect(fetcher).toHaveBeenCalledTimes(2)
    await flush()
    expect(manager.getSnapshot('me').data).toBe('second')
  })

  it('goes on polling', async () => {
    const { clock, manager } = setup()
    const fetcher = vi.fn(async () => fetcher.mock.calls.length)
    manager.register('k', fetcher, { interval: 10_000 })
    await clock.advance(5000)
    manager.reset()
    await clock.advance(30_000)
    expect(fetcher.mock.calls.length).toBeGreaterThanOrEqual(3)
    expect(manager.getSnapshot('k').status).toBe('success')
  })

  it('ends waits between retries, patience and backoff of the previous user', async () => {
    const { clock, manager } = setup()
    let fails = true
    const fetcher = vi.fn(async () => {
      if (fails) throw new Error('down')
      return 'data'
    })
    manager.register('k', fetcher, { interval: 10_000, retry: { limit: 5, delay: () => 9000 } })
    await clock.advance(1000)
    fails = false
    manager.reset({ scope: 'b' })
    await flush()
    expect(manager.getSnapshot('k')).toMatchObject({ status: 'success', data: 'data', failureCount: 0 })
    await clock.advance(9000)
    expect(fetcher).toHaveBeenCalledTimes(2)
  })

  it('refuses the answer of a load that is in flight: the caller gets it, the cache does not', async () => {
    const { cache, manager } = setup()
    const { fetcher, answers } = scripted()
    const loading = cache.load('me', fetcher)
    manager.reset()
    answers[0]?.resolve('previous user')
    expect((await loading).data).toBe('previous user')
    expect(cache.size).toBe(0)
    expect(cache.peek('me')).toBeUndefined()
  })

  it('tells watchers once, with the empty state', async () => {
    const { manager, events } = setup()
    manager.register('k', async () => 'data', { ttl: 60_000 })
    await flush()
    const told: unknown[] = []
    manager.subscribe('k', ({ status, data }) => told.push([status, data]))
    events.length = 0
    manager.reset()
    expect(told).toEqual([['pending', undefined]])
    expect(events.map(({ type }) => type)).toEqual(['removed'])
  })

  it('clears optimistic layers; later ones do not bring them back', async () => {
    const { manager } = setup()
    const write = deferred<void>()
    manager.register<string[]>('list', async () => ['server'], { ttl: 60_000 })
    await flush()
    const add = (row: string) => ({ key: 'list', update: (rows: string[] = []) => [...rows, row] })
    const mutation = manager.mutate(() => write.promise, { optimistic: [add('of the first user')] })
    expect(manager.getSnapshot('list').data).toEqual(['server', 'of the first user'])
    manager.reset({ scope: 'second' })
    expect(manager.getSnapshot('list').data).toBeUndefined()
    await flush()
    expect(manager.getSnapshot('list').data).toEqual(['server'])
    const next = manager.mutate(() => new Promise(() => {}), { optimistic: [add('of the second')] })
    expect(manager.getSnapshot('list').data).toEqual(['server', 'of the second'])
    write.resolve()
    await mutation
    expect(manager.getSnapshot('list').data).toEqual(['server', 'of the second'])
    void next
  })

  it('stores nothing of a mutation that was under way, but makes stale what it touched', async () => {
    const { cache, manager } = setup()
    const write = deferred<string>()
    const mutation = manager.mutate(() => write.promise, {
      commit: [{ key: 'me', data: (result) => result }],
      invalidates: ['other'],
    })
    manager.reset()
    manager.setData('other', 'of the second user')
    write.resolve('of the first user')
    await mutation
    expect(cache.peek('me')).toBeUndefined()
    // The server may have changed it: too stale is safe, too fresh is not.
    expect(manager.getSnapshot('other')).toMatchObject({ data: 'of the second user', freshness: 'stale' })
  })

  it('does not run a mutation that was queued behind another', async () => {
    const { manager } = setup()
    const write = deferred<void>()
    const second = vi.fn(async () => 'done')
    const first = manager.mutate(() => write.promise, { scope: 's' })
    const queued = Promise.allSettled([manager.mutate(second, { scope: 's' })])
    manager.reset()
    write.resolve()
    await first
    expect(await queued).toMatchObject([{ status: 'rejected', reason: { code: 'aborted' } }])
    expect(second).not.toHaveBeenCalled()
  })

  it('within a listener is survived', async () => {
    const { manager } = setup()
    manager.register('k', async () => 'data', { interval: 60_000 })
    let times = 0
    manager.subscribe('k', ({ status }) => {
      if (status === 'success' && times++ === 0) manager.reset()
    })
    await flush()
    expect(manager.getSnapshot('k')).toMatchObject({ status: 'pending' })
    await manager.refresh('k')
    expect(manager.getSnapshot('k')).toMatchObject({ status: 'success', data: 'data' })
  })
})

describe('B14 enabled: false', () => {
  it('passes every request straight through: nothing is joined, polled, kept fresh or limited', async () => {
    const { clock, manager } = setup({ enabled: false, maxConcurrent: 6 })
    const { fetcher, answers } = scripted()
    const first = manager.register('k', fetcher, { interval: 1000, ttl: 60_000 })
    const refreshes = [first.refresh(), first.refresh(), manager.refresh('k')]
    expect(answers).toHaveLength(4)
    answers.forEach((answer, at) => answer.resolve(at))
    await Promise.all(refreshes)
    expect(manager.getSnapshot('k')).toMatchObject({ data: 3, status: 'success', freshness: 'stale' })
    await clock.advance(60_000)
    expect(answers).toHaveLength(4)
    manager.register('k', fetcher, { interval: 1000, ttl: 60_000 })
    void manager.refresh('k', { ifStale: true })
    expect(answers).toHaveLength(6)
    expect(clock.pending).toBeLessThanOrEqual(1)
  })

  it('asks anew with each prefetch', async () => {
    const { manager } = setup({ enabled: false })
    const fetcher = vi.fn(async () => fetcher.mock.calls.length)
    const resource = { key: 'k', fetcher, ttl: 60_000 }
    expect((await manager.prefetch(resource)).data).toBe(1)
    expect((await manager.prefetch(resource)).data).toBe(2)
  })

  it('refuses what is neither true nor false', () => {
    expect(() => setup({ enabled: 'no' as never })).toThrow(
      expect.objectContaining({ code: 'invalid_option' }),
    )
  })
})

describe('rule 9 quiet when gone', () => {
  it('dispose ends timers, listeners, requests, plug-ins and switches, and may be called twice', async () => {
    const off = vi.fn()
    const { clock, cache, environment, manager, events } = setup({ plugins: [() => off] })
    const gone = vi.fn()
    vi.spyOn(environment, 'subscribe').mockReturnValue(gone)
    const { fetcher, answers, contexts } = scripted()
    const told = vi.fn()
    manager.register('slow', fetcher, { interval: 1000 })
    manager.register('held', async () => 1, { interval: 1000 })
    manager.subscribe('held', told)
    await flush()
    manager.dispose()
    manager.dispose()
    expect(contexts[0]?.signal.aborted).toBe(true)
    expect(clock.pending).toBe(0)
    expect([gone, off].map((spy) => spy.mock.calls.length)).toEqual([1, 1])
    expect(manager.getStatus()).toEqual([])
    told.mockClear()
    events.length = 0
    answers[0]?.resolve('late')
    cache.set('held', 2)
    cache.invalidate('*')
    await clock.advance(600_000)
    expect(told).not.toHaveBeenCalled()
    expect(events).toEqual([])
    expect(cache.peek('slow')).toBeUndefined()
    expect(clock.pending).toBe(0)
  })

  it('after dispose what would ask is an error or skipped, and what would attach does not', async () => {
    const { clock, environment, manager } = setup()
    const registration = manager.register('k', async () => 1)
    manager.dispose()
    const subscribe = vi.spyOn(environment, 'subscribe')
    expect(() => manager.register('k', async () => 1)).toThrow(expect.objectContaining({ code: 'disposed' }))
    await expect(manager.prefetch({ key: 'k', fetcher: async () => 1 })).rejects.toMatchObject({
      code: 'disposed',
    })
    expect(await manager.refresh('k')).toMatchObject({ skipped: ['k'] })
    expect(await manager.refreshAll()).toMatchObject({ refreshed: [], skipped: [] })
    expect(await registration.refresh()).toMatchObject({ status: 'pending' })
    registration.unregister()
    manager.subscribe('k', () => {})()
    registration.subscribe(() => {})()
    manager.setEnabled('k', true)
    manager.pause()
    manager.resume()
    manager.reset()
    await manager.invalidate('k')
    const result = await manager
      .mutate(async () => 'done', { optimistic: [{ key: 'k', update: () => 1 }], invalidates: ['k'] })
      .catch((error: { code: string }) => error.code)
    expect(['done', 'disposed']).toContain(result)
    expect(manager.getStatus()).toEqual([])
    expect(clock.pending).toBe(0)
    expect(subscribe).not.toHaveBeenCalled()
  })

  it('the last unregister ends everything, the next register begins again', async () => {
    const { clock, environment, manager } = setup()
    const subscribe = vi.spyOn(environment, 'subscribe')
    for (let round = 1; round <= 3; round++) {
      const registration = manager.register('k', async () => round, { interval: 1000 })
      await clock.advance(1500)
      expect([clock.pending, subscribe.mock.calls.length]).toEqual([1, round])
      registration.unregister()
      expect(clock.pending).toBe(0)
      expect(manager.getStatus()).toEqual([])
      await clock.advance(10_000)
      expect(clock.pending).toBe(0)
    }
  })

  it('a key that stayed watched, or in flight, takes the options of who registers next', async () => {
    for (const stays of ['watched', 'in flight'] as const) {
      const { cache, clock, manager } = setup()
      const fetcher = vi.fn(async () => fetcher.mock.calls.length)
      const first = manager.register('k', fetcher, { tags: ['old'], ttl: 5000, overdueAfter: 1000 })
      const off = stays === 'watched' ? manager.subscribe('k', () => {}) : undefined
      if (stays === 'watched') await flush()
      first.unregister()
      manager.register('k', fetcher, { interval: 1000, ttl: 10, tags: ['new'] })
      await clock.advance(3000)
      expect(fetcher.mock.calls.length).toBeGreaterThanOrEqual(4)
      expect((manager.getSnapshot('k').expiresAt ?? 0) - (manager.getSnapshot('k').updatedAt ?? 0)).toBe(10)
      expect(cache.peek('k')?.tags).toContain('new')
      off?.()
      manager.dispose()
    }
  })

  it('unregister aborts what nobody waits for, one turn later, so that leaving and coming back costs nothing', async () => {
    const { manager } = setup()
    const { fetcher, answers, contexts } = scripted()
    const first = manager.register('k', fetcher)
    first.unregister()
    const second = manager.register('k', fetcher)
    await flush()
    expect(answers).toHaveLength(1)
    expect(contexts[0]?.signal.aborted).toBe(false)
    second.unregister()
    expect(contexts[0]?.signal.aborted).toBe(false)
    await flush()
    expect(contexts[0]?.signal.aborted).toBe(true)
    expect(manager.getStatus()).toEqual([])
  })

  it('every promise settles: an invalidation that waits is not forgotten where a person asks and the network goes', async () => {
    const { clock, environment, manager } = setup({ maxConcurrent: 1 })
    let isUp = false
    const fetcher = () => (isUp ? Promise.resolve(1) : new Promise<number>(() => {}))
    const settled: string[] = []
    manager.register('k', fetcher, { timeout: 1000, interval: 60_000, retry: { limit: 1, delay: () => 300 } })
    manager.pause()
    void manager.invalidate('k').then(() => settled.push('invalidate'))
    const write = deferred<void>()
    void manager.mutate(() => write.promise, { invalidates: ['k'] }).then(() => settled.push('mutate'))
    await clock.advance(1100)
    manager.register('slow', fetcher)
    void manager.refresh('k').then(() => settled.push('refresh'))
    await flush()
    environment.set({ online: false })
    await flush()
    isUp = true
    write.resolve()
    manager.resume()
    environment.set({ online: true })
    await clock.advance(600_000)
    expect(settled.sort()).toEqual(['invalidate', 'mutate', 'refresh'])
  })

  it.each(['a write', 'a mutation'])(
    'every promise settles: a refresh whose registration leaves, with %s between',
    async (what) => {
      const { clock, manager } = setup()
      const { fetcher, answers } = scripted()
      manager.subscribe('k', () => {})
      const registration = manager.register('k', fetcher, { enabled: false })
      const write = deferred<void>()
      if (what === 'a mutation')
        void manager.mutate(() => write.promise, { optimistic: [{ key: 'k', update: () => 'hoped' }] })
      const refreshed = manager.refresh('k', { force: true })
      await flush()
      registration.unregister()
      await flush()
      if (what === 'a write') manager.setData('k', 'newer')
      write.resolve()
      answers[0]?.resolve('older')
      await clock.advance(60_000)
      expect(await Promise.race([refreshed, 'never'])).toMatchObject({ failed: [] })
    },
  )
})
