// D1, rules 6, 8 and 9: random happenings to one manager; after each, every snapshot is consistent, every watcher
// knows what can be read; in the end polled keys show what the server holds, every promise settles, nothing remains.
import { deferred, fakeClock, flush, type FakeClock } from '@freshline/test-utils'
import {
  DataSyncManager,
  fixedEnvironment,
  TtlCache,
  type FetchContext,
  type PluginHost,
  type ResourceOptions,
  type Snapshot,
  type SyncEvent,
  type Target,
} from '@freshline/core'
import * as fc from 'fast-check'
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict'
import { describe, it } from 'vitest'

const KEYS = ['a', 'b', 'c:1', 'c:2'] as const
const INTERVALS = [0, 1000, 5000, 60_000]
const TTLS = [undefined, 0, 500, 10_000, Infinity]
const SPANS = [0, 1, 49, 500, 1000, 4999, 30_000, 120_000]
const TARGETS: Target[] = ['a', 'c:*', '*', { tag: 'even' }, { keys: ['b', 'nobody'] }, (key) => key > 'b']
const MOST = 2

interface Data {
  readonly key: string
  readonly version: number
}

interface Asked {
  readonly context: FetchContext
  readonly data: Data
  readonly answer: ReturnType<typeof deferred<Data>>
}

const OPERATIONS = [
  'register',
  'register',
  'unregister',
  'watch',
  'watch',
  'unwatch',
  'answer',
  'answer',
  'answer',
  'fail',
  'write',
  'refresh',
  'force',
  'ifStale',
  'refreshAll',
  'invalidate',
  'invalidateQuietly',
  'setData',
  'cacheSet',
  'cacheDelete',
  'cacheClear',
  'cacheInvalidate',
  'prune',
  'load',
  'prefetch',
  'push',
  'pause',
  'resume',
  'pauseKey',
  'resumeKey',
  'disable',
  'enable',
  'hide',
  'show',
  'offline',
  'online',
  'blur',
  'focus',
  'advance',
  'advance',
  'advance',
  'sleep',
  'mutate',
  'endMutation',
  'failMutation',
  'reset',
] as const

type Operation = readonly [name: (typeof OPERATIONS)[number], which: number, how: number]

/** One page with one manager, and a server that counts versions. */
class World {
  readonly clock: FakeClock = fakeClock()
  readonly #environment = fixedEnvironment()
  readonly #cache = new TtlCache({ clock: this.clock, ttl: 2000, gcTime: 3000, maxEntries: 3 })
  readonly #reported: unknown[] = []
  readonly #manager: DataSyncManager
  #host: PluginHost | undefined
  readonly #server = new Map<string, number>(KEYS.map((key) => [key, 0]))
  readonly #asked = new Set<Asked>()
  readonly #registrations: { key: string; options: ResourceOptions<Data>; unregister: () => void }[] = []
  readonly #watching: { key: string; last: Snapshot; off: () => void }[] = []
  readonly #mutations: ReturnType<typeof deferred<void>>[] = []
  #isUp = false
  #wasReset = false
  #open = 0
  #listeners = 0

  constructor() {
    const environment = {
      ...this.#environment,
      subscribe: (onChange: () => void) => {
        this.#listeners++
        const off = this.#environment.subscribe(onChange)
        return () => {
          this.#listeners--
          off()
        }
      },
    }
    this.#manager = new DataSyncManager({
      clock: this.clock,
      cache: this.#cache,
      environment,
      maxConcurrent: MOST,
      report: (error, where) => this.#reported.push([error, where]),
      plugins: [(host) => void (this.#host = host)],
    })
    this.#manager.on('*', this.#heard)
  }

  /** What an event tells of is what its snapshot shows. */
  readonly #heard = ({ type, key, snapshot }: SyncEvent) => {
    strictEqual(key === undefined, snapshot === undefined)
    if (snapshot) checkSnapshot(snapshot)
    if (type === 'fresh' || type === 'stale') strictEqual(snapshot?.freshness, type)
    if (type === 'overdue') ok(snapshot?.isOverdue)
    if (type === 'error') ok(snapshot?.error)
    if (type === 'success' || type === 'unchanged') strictEqual(snapshot?.status, 'success')
  }

  async step([name, which, how]: Operation): Promise<void> {
    const key = KEYS[which % KEYS.length] as string
    const target = TARGETS[which % TARGETS.length] as Target
    await this.#run(name, key, target, which, how)
    await flush()
    this.#check()
  }

  /** Everything works again, for ten minutes. */
  async converge(): Promise<void> {
    this.#manager.resume()
    this.#manager.resume('*')
    for (const key of KEYS) this.#manager.setEnabled(key, true)
    this.#environment.set({ visible: true, online: true, focused: true })
    for (const mutation of this.#mutations.splice(0)) mutation.resolve()
    this.#isUp = true
    for (const asked of this.#asked) asked.answer.resolve(asked.data)
    this.#asked.clear()
    for (let minute = 0; minute < 10; minute++) {
      await this.clock.advance(60_000)
      this.#check()
    }
    strictEqual(this.#open, 0, 'a promise never settled')
    for (const { key, options } of this.#registrations) {
      if (options.enabled === false) continue
      const { data, error, status } = this.#manager.getSnapshot<Data>(key)
      // A reset without a new user asks for nothing by itself.
      if (!options.interval) ok(status !== 'pending' || this.#wasReset, 'registered and never loaded')
      else deepStrictEqual([data, error], [{ key, version: this.#server.get(key) }, undefined])
    }
  }

  /** All leave: nothing remains. */
  async leave(): Promise<void> {
    for (const { unregister } of this.#registrations) unregister()
    for (const { off } of this.#watching.splice(0)) off()
    await flush()
    deepStrictEqual(this.#manager.getStatus(), [])
    strictEqual(this.clock.pending, 0)
    strictEqual(this.#listeners, 0)
    deepStrictEqual(this.#reported, [])
  }

  readonly #fetcherOf = (key: string) => (context: FetchContext) => {
    const asked = { context, data: { key, version: this.#server.get(key) ?? 0 }, answer: deferred<Data>() }
    void context.signal
    if (this.#isUp) asked.answer.resolve(asked.data)
    else this.#asked.add(asked)
    return asked.answer.promise
  }

  #expectEnd(promise: Promise<unknown>): void {
    this.#open++
    const ended = () => void this.#open--
    promise.then(ended, ended)
  }

  async #run(name: Operation[0], key: string, target: Target, which: number, how: number): Promise<void> {
    const manager = this.#manager
    const cache = this.#cache
    switch (name) {
      case 'register': {
        const options: ResourceOptions<Data> = {
          interval: INTERVALS[how % INTERVALS.length],
          ttl: TTLS[(how >> 2) % TTLS.length],
          retry: how % 3 === 0 ? false : { limit: 1, delay: () => 300 },
          timeout: how % 5 === 0 ? 2000 : 30_000,
          tags: which % 2 === 0 ? ['even'] : [],
          enabled: how % 7 !== 0,
          refreshOnStale: how % 11 === 0,
          refreshOnFocus: how % 2 === 0,
          hiddenInterval: how % 6 === 0 ? 7000 : 0,
        }
        const { unregister } = manager.register<Data>(key, this.#fetcherOf(key), options)
        return void this.#registrations.push({ key, options, unregister })
      }
      case 'unregister':
        return this.#registrations.splice(which % (this.#registrations.length || 1), 1)[0]?.unregister()
      case 'watch': {
        const watching = { key, last: manager.getSnapshot(key), off: () => {} }
        watching.off = manager.subscribe(key, (snapshot) => {
          ok(snapshot !== watching.last, 'told of nothing new')
          watching.last = snapshot
        })
        watching.last = manager.getSnapshot(key)
        return void this.#watching.push(watching)
      }
      case 'unwatch':
        return this.#watching.splice(which % (this.#watching.length || 1), 1)[0]?.off()
      case 'answer': {
        const asked = [...this.#asked][which % (this.#asked.size || 1)]
        if (!asked) return
        this.#asked.delete(asked)
        return asked.answer.resolve(asked.data)
      }
      case 'fail': {
        const asked = [...this.#asked][which % (this.#asked.size || 1)]
        if (!asked) return
        this.#asked.delete(asked)
        return asked.answer.reject(new Error('down'))
      }
      case 'write':
        return void this.#server.set(key, (this.#server.get(key) ?? 0) + 1)
      case 'refresh':
        return this.#expectEnd(manager.refresh(target))
      case 'force':
        return this.#expectEnd(manager.refresh(target, { force: true }))
      case 'ifStale':
        return this.#expectEnd(manager.refresh(target, { ifStale: true }))
      case 'refreshAll':
        return this.#expectEnd(manager.refreshAll())
      case 'invalidate':
        return this.#expectEnd(manager.invalidate(target))
      case 'invalidateQuietly':
        return this.#expectEnd(manager.invalidate(target, { refetch: 'none' }))
      case 'setData':
        return manager.setData(key, { key, version: -how }, how % 2 ? {} : { ttl: 700 })
      case 'cacheSet':
        return void cache.set(how % 3 ? key : `extra:${how}`, { key, version: -how })
      case 'cacheDelete':
        return void cache.delete(key)
      case 'cacheClear':
        return cache.clear()
      case 'cacheInvalidate':
        return void cache.invalidate(target)
      case 'prune':
        return void cache.prune()
      case 'load':
        return this.#expectEnd(
          cache.load(key, this.#fetcherOf(key), {
            force: how % 4 === 0,
            staleWhileRevalidate: how % 3 ? 0 : 9000,
          }),
        )
      case 'prefetch':
        return this.#expectEnd(manager.prefetch({ key, fetcher: this.#fetcherOf(key), ttl: 1000 }))
      case 'push': {
        const startedAt = how % 2 ? this.#host?.mark() : undefined
        const data = { key, version: this.#server.get(key) }
        return void this.#host?.apply({
          type: 'data',
          key,
          data,
          source: 'push',
          startedAt,
          age: how % 3 ? 0 : 900,
        })
      }
      case 'pause':
        return manager.pause()
      case 'resume':
        return manager.resume()
      case 'pauseKey':
        return manager.pause(target)
      case 'resumeKey':
        return manager.resume(target)
      case 'disable':
        return manager.setEnabled(key, false)
      case 'enable':
        return manager.setEnabled(key, true)
      case 'hide':
        return this.#environment.set({ visible: false })
      case 'show':
        return this.#environment.set({ visible: true })
      case 'offline':
        return this.#environment.set({ online: false })
      case 'online':
        return this.#environment.set({ online: true })
      case 'blur':
        return this.#environment.set({ focused: false })
      case 'focus':
        return this.#environment.set({ focused: true })
      case 'advance':
        return this.clock.advance(SPANS[how % SPANS.length] ?? 0)
      case 'sleep':
        this.clock.sleep(3000 + (SPANS[how % SPANS.length] ?? 0))
        return this.clock.advance(1000)
      case 'mutate': {
        const done = deferred<void>()
        done.promise.catch(() => {})
        this.#mutations.push(done)
        const mutation = manager.mutate(
          async () => {
            await done.promise
            this.#server.set(key, (this.#server.get(key) ?? 0) + 1)
            return { key, version: this.#server.get(key) ?? 0 }
          },
          {
            invalidates: [target],
            optimistic:
              how % 2
                ? [{ key, update: (data?: Data) => ({ key, version: (data?.version ?? 0) + 0.5 }) }]
                : [],
            commit: how % 3 ? [{ key, data: (result) => result }] : [],
            ...(how % 5 === 0 && { scope: 's' }),
          },
        )
        return this.#expectEnd(mutation)
      }
      case 'endMutation':
        return this.#mutations.splice(which % (this.#mutations.length || 1), 1)[0]?.resolve()
      case 'failMutation':
        return this.#mutations
          .splice(which % (this.#mutations.length || 1), 1)[0]
          ?.reject(new Error('refused'))
      case 'reset':
        this.#wasReset = true
        return manager.reset(how % 2 ? { scope: `user ${how}` } : {})
    }
  }

  #check(): void {
    for (const key of KEYS) {
      const snapshot = this.#manager.getSnapshot<Data>(key)
      strictEqual(this.#manager.getSnapshot(key), snapshot)
      checkSnapshot(snapshot)
      if (snapshot.data) strictEqual(snapshot.data.key, key)
    }
    for (const { key, last } of this.#watching)
      strictEqual(last, this.#manager.getSnapshot(key), 'a watcher was not told')
    ok(this.clock.pending <= 1, 'more than one timer')
    ok(this.#manager.metrics().running <= MOST, 'more requests than allowed')
    const needed = new Set([...this.#registrations, ...this.#watching].map(({ key }) => key))
    for (const row of this.#manager.getStatus()) {
      needed.delete(row.key)
      strictEqual(row.freshness, this.#manager.getSnapshot(row.key).freshness)
      if (row.nextSync) ok(row.nextSync.getTime() >= this.clock.now(), 'a next sync in the past')
    }
    strictEqual(needed.size, 0)
  }
}

function checkSnapshot(snapshot: Snapshot): void {
  const { status, data, error, freshness, activity, updatedAt, expiresAt, failureCount, source } = snapshot
  strictEqual(snapshot.isFetching, activity === 'fetching')
  strictEqual(snapshot.isStale, freshness === 'stale')
  strictEqual(freshness === 'empty', status !== 'success')
  strictEqual(
    freshness === 'empty',
    updatedAt === undefined && expiresAt === undefined && source === undefined,
  )
  if (status !== 'success') strictEqual(data, undefined)
  if (status === 'error') ok(error)
  if (status === 'pending') strictEqual(error, undefined)
  ok(failureCount >= 0 && Number.isInteger(failureCount))
  // Data set by hand leaves the error beside it, and the count.
  if (failureCount > 0) ok(error)
  if (snapshot.isOverdue) strictEqual(freshness, 'stale')
  if (expiresAt !== undefined && updatedAt !== undefined) ok(expiresAt >= updatedAt)
}

const operation = fc.tuple(fc.constantFrom(...OPERATIONS), fc.nat(12), fc.nat(23))

describe('a manager to which everything happens', () => {
  it('keeps its snapshots consistent, its watchers told, and in the end shows what the server holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 100, size: 'max' }), async (operations) => {
        const world = new World()
        for (const each of operations) await world.step(each)
        await world.converge()
        await world.leave()
      }),
      { numRuns: 120 },
    )
  }, 60_000)
})
