// @vitest-environment happy-dom
// G3, G4: stores that nobody subscribes to any more and elements that were taken off are collectable, with all they were
// given, while the manager lives on.
import { DataSyncManager, fixedEnvironment, TtlCache } from '@freshline/core'
import { fakeClock, flush } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import {
  createAutoSyncStore,
  createFreshnessStore,
  createMutation,
  createStatusStore,
  createSyncStore,
  selectStore,
} from '../src'
import { defineFreshnessIndicator } from '../src/element'

const COUNT = 50

/** What was made last may be held by the engine, or by the simulated page, a while longer. */
const LAST = 5

function setup() {
  const clock = fakeClock()
  const cache = new TtlCache({ clock })
  return { clock, cache, manager: new DataSyncManager({ clock, cache, environment: fixedEnvironment() }) }
}

/** What was brought, each under a name. */
function notes() {
  const refs = new Map<string, WeakRef<object>[]>()
  const note = <T extends object>(name: string, value: T): T => {
    refs.set(name, [...(refs.get(name) ?? []), new WeakRef(value)])
    return value
  }
  /** How many are still there, by name. */
  const alive = async () => {
    for (let round = 0; round < 3; round++) {
      // A task of its own: what a weak reference was asked for lives until the end of one.
      await new Promise((resolve) => setImmediate(resolve))
      globalThis.gc?.()
    }
    const counts = [...refs].map(([name, of]) => [name, of.filter((ref) => ref.deref()).length] as const)
    return Object.fromEntries(counts)
  }
  /** The names of which more are there than may be. */
  const held = async () => Object.entries(await alive()).filter(([, count]) => count > LAST)
  return { note, alive, held }
}

/** Calls and forgets. In a function of its own: the last one would stay in the caller's frame. */
function callAll(offs: (() => void)[]): void {
  for (let off = offs.pop(); off; off = offs.pop()) off()
}

describe('G3 what leaves is collected', () => {
  it('stores of keys of their own, with fetchers, options, subscribers and data', async () => {
    const { clock, cache, manager } = setup()
    const { note, alive, held } = notes()
    const show = (n: number) => {
      const fetcher = note('fetchers', async () => note('data', { n, text: 'x'.repeat(100) }))
      const options = note('options', { manager, interval: 1000, gcTime: 5000, tags: [`row ${n}`] })
      const store = note('stores', createSyncStore(['row', n], fetcher, options))
      const selected = note(
        'selections',
        selectStore(store, ({ data }) => data?.text),
      )
      const mutation = note(
        'mutations',
        createMutation(
          note('writes', async () => ({ n })),
          { manager },
        ),
      )
      return [
        store.subscribe(note('subscribers', () => void n)),
        selected.subscribe(note('subscribers', () => void n)),
        mutation.subscribe(note('subscribers', () => void n)),
        createFreshnessStore(['row', n], { manager }).subscribe(note('subscribers', () => void n)),
      ]
    }
    const offs = Array.from({ length: COUNT }, (_, n) => show(n)).flat()
    await flush()
    await clock.advance(3000)
    expect(manager.getStatus()).toHaveLength(COUNT)
    expect(await alive()).toMatchObject({ stores: COUNT, data: COUNT, fetchers: COUNT })
    callAll(offs)
    expect(manager.getStatus()).toHaveLength(0)
    await clock.advance(20_000)
    cache.prune()
    expect([cache.size, clock.pending]).toEqual([0, 0])
    // The manager remembers the options that were said last.
    manager.register('other', async () => 1, { interval: 5000 })
    await flush()
    expect(await held()).toEqual([])
    manager.dispose()
  })

  it('subscribers of stores that others go on using', async () => {
    const { clock, manager } = setup()
    const { note, alive, held } = notes()
    const stores = [
      createSyncStore('shared', async () => ({}), { manager, interval: 1000 }),
      createFreshnessStore('shared', { manager }),
      createStatusStore({ manager }),
      createAutoSyncStore({ manager }),
    ]
    const kept = stores.map((store) => store.subscribe(() => {}))
    const watch = (n: number) =>
      stores.map((store) => store.subscribe(note('subscribers', () => void [n, store])))
    const offs = Array.from({ length: COUNT }, (_, n) => watch(n)).flat()
    await flush()
    await clock.advance(3000)
    expect(await alive()).toEqual({ subscribers: 4 * COUNT })
    callAll(offs)
    await clock.advance(3000)
    expect(await held()).toEqual([])
    expect(manager.getStatus()).toMatchObject([{ key: 'shared', active: true }])
    callAll(kept)
    manager.dispose()
  })
})

describe('G4 what leaves is collected', () => {
  it('elements that were taken off, though their key is polled on', async () => {
    defineFreshnessIndicator()
    const { clock, manager } = setup()
    const { note, alive, held } = notes()
    const { unregister } = manager.register('stats', async () => ({}), { interval: 1000 })
    const put = () => {
      const element = note('elements', document.createElement('freshness-indicator'))
      Object.assign(element, { manager, labels: note('labels', { refresh: 'Again' }), syncKey: 'stats' })
      document.body.append(element)
    }
    for (let n = 0; n < COUNT; n++) put()
    await flush()
    await clock.advance(3000)
    expect(await alive()).toEqual({ elements: COUNT, labels: COUNT })
    expect(manager.getStatus()).toMatchObject([{ key: 'stats' }])
    document.body.replaceChildren()
    await clock.advance(3000)
    expect(manager.getStatus()).toMatchObject([{ key: 'stats', subscribers: 0, active: true }])
    expect(await held()).toEqual([])
    unregister()
    manager.dispose()
    expect(clock.pending).toBe(0)
  })
})
