import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fakeClock, flush, seeded } from '@freshline/test-utils'
import * as fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  createResponseCache,
  memoryStore,
  sqliteStore,
  type ResponseCache,
  type ResponseStore,
} from '../../src'
import { fakeShared, fakeStore, type Fault } from '../stores/fake-backing'

/** Keys with their tags. */
const KEYS: Readonly<Record<string, readonly string[]>> = { a: ['t'], b: [], 'p:1': ['t', 'u'], 'p:2': ['u'] }
const TARGETS = [
  { target: 'a', names: ['a'] },
  { target: 'p:2', names: ['p:2'] },
  { target: { tag: 't' }, names: ['a', 'p:1'] },
  { target: { tags: ['u'] }, names: ['p:1', 'p:2'] },
  { target: 'p:*', names: ['p:1', 'p:2'] },
  { target: '*', names: Object.keys(KEYS) },
] as const

const which = fc.nat(1)
const anyKey = fc.constantFrom(...Object.keys(KEYS))
const step = fc.oneof(
  fc.record({ do: fc.constant('ask' as const), which, key: anyKey, force: fc.boolean() }),
  fc.record({ do: fc.constant('ask' as const), which, key: anyKey, force: fc.constant(false) }),
  fc.record({ do: fc.constant('answer' as const), at: fc.nat(5), fails: fc.boolean() }),
  fc.record({ do: fc.constant('invalidate' as const), which, target: fc.constantFrom(...TARGETS) }),
  fc.record({ do: fc.constant('delete' as const), which, key: anyKey }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 400, 1000) }),
  fc.record({ do: fc.constant('sweep' as const), which }),
  fc.record({
    do: fc.constant('fault' as const),
    which,
    fault: fc.constantFrom<Fault>('fails', 'lost', 'none'),
  }),
  fc.record({ do: fc.constant('restart' as const) }),
)

interface World {
  readonly clock: ReturnType<typeof fakeClock>
  readonly stores: readonly [ResponseStore, ResponseStore]
  /** Left out where nothing can fail. */
  readonly faults?: [Fault, Fault]
  readonly comeBack?: () => void
  readonly restart?: () => void
}

/** Runs one history and checks every answer against what the two had acknowledged before it was asked for. */
async function play(world: World, steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]) {
  const { clock, stores, faults } = world
  const caches = stores.map((store) =>
    createResponseCache({ store, clock, ttl: 1000, timeout: Infinity, staleWhileRevalidate: 300 }),
  ) as unknown as [ResponseCache, ResponseCache]
  // The truth: each key's version. A write is followed by its invalidation, whose answer is the acknowledgement.
  const truth = new Map(Object.keys(KEYS).map((key) => [key, 1]))
  const least = [new Map<string, number>(), new Map<string, number>()] as const
  const isWhole = () => !faults || faults.every((fault) => fault === 'none')
  const running: ((fails: boolean) => void)[] = []
  const asked: Promise<void>[] = []
  const wrong: string[] = []
  const raise = (on: number, keys: readonly string[]) => {
    for (const key of keys) least[on]?.set(key, truth.get(key) ?? 0)
  }
  const acknowledge = async (
    on: 0 | 1,
    keys: readonly string[],
    act: (cache: ResponseCache) => Promise<unknown>,
  ) => {
    for (const key of keys) truth.set(key, (truth.get(key) ?? 0) + 1)
    await act(caches[on])
    raise(on, keys)
    if (isWhole()) raise(1 - on, keys)
  }
  const heal = async () => {
    if (!faults) return
    faults[0] = faults[1] = 'none'
    for (let isOk = false; !isOk;) {
      world.comeBack?.()
      await flush()
      isOk = (await Promise.all(caches.map((cache) => cache.health()))).every(({ status }) => status === 'ok')
    }
    // From here on each knows what the other had acknowledged meanwhile.
    for (const key of Object.keys(KEYS)) {
      const most = Math.max(least[0].get(key) ?? 0, least[1].get(key) ?? 0)
      least[0].set(key, most)
      least[1].set(key, most)
    }
  }
  for (const now of steps) {
    if (now.do === 'ask') {
      const { which: on, key, force } = now
      const floor = least[on as 0 | 1].get(key) ?? 0
      const loader = () => {
        // What a load brings is what was true when it began.
        const version = truth.get(key) ?? 0
        return new Promise<number>((resolve, reject) => {
          running.push((fails) => (fails ? reject(new Error('upstream is down')) : resolve(version)))
        })
      }
      const options = { tags: KEYS[key], forceRefresh: force }
      const answer = caches[on as 0 | 1].load(key, loader, options).then(
        ({ data, stale }) => {
          if (!stale && data < floor) wrong.push(`${key} on ${on}: ${data}, not ${floor}`)
        },
        (error: Error) => {
          if (error.message !== 'upstream is down') wrong.push(error.message)
        },
      )
      asked.push(answer)
    } else if (now.do === 'answer') running.splice(now.at, 1)[0]?.(now.fails)
    else if (now.do === 'invalidate')
      await acknowledge(now.which as 0 | 1, now.target.names, (cache) =>
        cache.invalidate(now.target.target as string),
      )
    else if (now.do === 'delete')
      await acknowledge(now.which as 0 | 1, [now.key], (cache) => cache.delete(now.key))
    else if (now.do === 'wait') clock.jump(now.ms)
    else if (now.do === 'sweep') await caches[now.which as 0 | 1].deleteExpired()
    else if (now.do === 'restart') world.restart?.()
    else if (faults && now.fault === 'none') await heal()
    else if (faults) faults[now.which as 0 | 1] = now.fault
    await flush()
  }
  // Files answer later than promises do, so that loads may begin only now.
  const finishAll = async () => {
    const all = { areDone: false }
    void Promise.all(asked).then(() => (all.areDone = true))
    while (!all.areDone) {
      for (const finish of running.splice(0)) finish(false)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  await heal()
  await finishAll()
  for (const [index, cache] of caches.entries()) {
    for (const key of Object.keys(KEYS)) {
      const floor = least[index as 0 | 1].get(key) ?? 0
      const { data } = await cache.load(key, () => truth.get(key) ?? 0, { tags: KEYS[key] })
      if (data < floor) wrong.push(`${key} on ${index} at the end: ${data}, not ${floor}`)
    }
  }
  for (const finish of running) finish(false)
  await Promise.all(caches.map((cache) => cache.close()))
  expect(wrong).toEqual([])
}

const history = fc.array(step, { minLength: 5, maxLength: 60 })

describe(
  'a history of loads and invalidations on two instances never shows as fresh what was acknowledged to be stale',
  { timeout: 30_000 },
  () => {
    it('in memory', async () => {
      await fc.assert(
        fc.asyncProperty(history, async (steps) => {
          const store = memoryStore()
          await play({ clock: fakeClock(), stores: [store, store] }, steps)
        }),
        { numRuns: 60 },
      )
    })

    it('over a shared tier that fails, loses answers and restarts', async () => {
      await fc.assert(
        fc.asyncProperty(
          history,
          fc.constantFrom(1000, 3),
          fc.constantFrom(0, 30),
          fc.nat(),
          async (steps, maxLogEntries, slowness, seed) => {
            const chance = seeded(seed)
            // Answers overtake each other between the two, and arrive after the next steps.
            const delay = async () => {
              for (let turns = chance.whole(0, slowness); turns > 0; turns--) await Promise.resolve()
            }
            const clock = fakeClock()
            const faults: [Fault, Fault] = ['none', 'none']
            const shared = fakeShared(() => clock.now(), maxLogEntries)
            const both = [0, 1].map((index) => fakeStore(shared, () => faults[index as 0 | 1], delay)) as [
              ReturnType<typeof fakeStore>,
              ReturnType<typeof fakeStore>,
            ]
            const comeBack = () => both.forEach((one) => one.comeBack())
            await play(
              { clock, faults, comeBack, restart: shared.restart, stores: [both[0].store, both[1].store] },
              steps,
            )
          },
        ),
        { numRuns: 80 },
      )
    })

    it('in one SQLite file', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'freshline-model-'))
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
      let run = 0
      await fc.assert(
        fc.asyncProperty(history, async (steps) => {
          const path = join(folder, `${++run}.db`)
          await play({ clock: fakeClock(), stores: [sqliteStore(path), sqliteStore(path)] }, steps)
        }),
        { numRuns: 6 },
      )
    })
  },
)
