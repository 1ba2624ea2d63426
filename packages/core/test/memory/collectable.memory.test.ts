// Rule 9: what is let go is collectable, while the manager, its cache and its environment live on.
import { fakeClock, flush } from '@freshline/test-utils'
import { DataSyncManager, fixedEnvironment, TtlCache, type FetchContext } from '@freshline/core'
import { describe, expect, it } from 'vitest'

/** A weak reference keeps its object until the job ends: only then can it be collected. */
async function collect() {
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setImmediate(resolve))
    globalThis.gc?.()
  }
}

/** How many of the objects are still there. */
async function alive(refs: readonly WeakRef<object>[]): Promise<number> {
  await collect()
  return refs.filter((ref) => ref.deref() !== undefined).length
}

/** Calls and forgets. In a function of its own: the last one would stay in the caller's frame. */
function callAll(offs: (() => void)[]): void {
  for (let off = offs.pop(); off; off = offs.pop()) off()
}

function setup() {
  const clock = fakeClock()
  const environment = fixedEnvironment()
  const cache = new TtlCache({ clock, ttl: 1000, gcTime: 1000 })
  const manager = new DataSyncManager({ clock, environment, cache })
  return { clock, environment, cache, manager }
}

describe('what is let go', () => {
  it('gc is at hand, and a held object stays', async () => {
    const held = { data: 1 }
    expect(await alive([new WeakRef(held), new WeakRef({ data: 2 })])).toBe(1)
    expect(held.data).toBe(1)
  })

  it('an unregistered key: its fetcher, options, registration, snapshots, and in the end its data', async () => {
    const { clock, cache, manager } = setup()
    const refs: WeakRef<object>[] = []
    const data: WeakRef<object>[] = []
    const use = async (n: number) => {
      const fetcher = async () => {
        const answer = { n, text: 'x'.repeat(100) }
        data.push(new WeakRef(answer))
        return answer
      }
      const options = { interval: 1000, ttl: 1000, gcTime: 1000, tags: [`tag ${n}`], onSuccess: () => void n }
      const registration = manager.register(['key', n], fetcher, options)
      await flush()
      await registration.refresh()
      void manager.invalidate(['key', n])
      await flush()
      refs.push(
        new WeakRef(fetcher),
        new WeakRef(options),
        new WeakRef(registration),
        new WeakRef(registration.getSnapshot()),
      )
      registration.unregister()
    }
    for (let n = 0; n < 20; n++) await use(n)
    // The options said last are remembered, for the next that says the same: one other key.
    manager.register('other', async () => 1, { interval: 5000 })
    await flush()
    expect(await alive(refs)).toBe(0)
    await clock.advance(10_000)
    cache.prune()
    expect(await alive(data)).toBe(0)
    expect(manager.getStatus()).toHaveLength(1)
  })

  it('an unsubscribed listener and its selector, while the key is polled on', async () => {
    const { clock, manager } = setup()
    const registration = manager.register('k', async () => ({}), { interval: 1000 })
    const refs: WeakRef<object>[] = []
    const watch = () => {
      const [listener, select] = [() => {}, () => ({})]
      refs.push(new WeakRef(listener), new WeakRef(select))
      return [registration.subscribe(listener), manager.subscribe('k', listener, select)]
    }
    const offs = Array.from({ length: 10 }, watch).flat()
    await clock.advance(3000)
    callAll(offs)
    await clock.advance(3000)
    expect(await alive(refs)).toBe(0)
  })

  it('a listener of events', async () => {
    const { clock, manager } = setup()
    manager.register('k', async () => ({}), { interval: 1000 })
    const refs: WeakRef<object>[] = []
    const listen = () => {
      const listener = () => {}
      refs.push(new WeakRef(listener))
      return manager.on('*', listener)
    }
    const offs = Array.from({ length: 10 }, listen)
    await clock.advance(3000)
    callAll(offs)
    await clock.advance(3000)
    expect(await alive(refs)).toBe(0)
  })

  it('a request that was given up, though its fetcher never settles', async () => {
    const { manager } = setup()
    const refs: WeakRef<object>[] = []
    let aborted = 0
    const ask = (n: number) => {
      const fetcher = (context: FetchContext) => {
        context.signal.addEventListener('abort', () => aborted++)
        refs.push(new WeakRef(context))
        return new Promise<number>(() => {})
      }
      refs.push(new WeakRef(fetcher))
      manager.register(`k${n}`, fetcher).unregister()
    }
    for (let n = 0; n < 10; n++) ask(n)
    await flush()
    expect(aborted).toBe(10)
    manager.register('other', async () => 1)
    await flush()
    expect(await alive(refs)).toBe(0)
  })

  it('the previous user’s data and requests, after reset', async () => {
    const { manager } = setup()
    const refs: WeakRef<object>[] = []
    let user = 0
    manager.register('me', async () => {
      const answer = { user }
      if (user === 0) refs.push(new WeakRef(answer))
      return answer
    })
    await flush()
    const pending = (n: number) => {
      const [value, update] = [{ n }, () => ({ n })]
      refs.push(new WeakRef(value), new WeakRef(update))
      manager.setData(`private ${n}`, value)
      void manager.mutate(() => new Promise(() => {}), { optimistic: [{ key: `list ${n}`, update }] })
    }
    for (let n = 0; n < 10; n++) pending(n)
    user = 1
    manager.reset({ scope: 'next' })
    await flush()
    expect(manager.getSnapshot('me').data).toEqual({ user: 1 })
    expect(await alive(refs)).toBe(0)
  })

  it('a settled mutation, with all it was given', async () => {
    const { manager } = setup()
    manager.register('k', async () => ({ rows: [] }))
    await flush()
    const refs: WeakRef<object>[] = []
    const write = async () => {
      const options = {
        optimistic: [{ key: 'k', update: () => ({ rows: [1] }) }],
        invalidates: ['k', { tag: 't' }],
        commit: [{ key: 'k', data: () => ({ rows: [1, 2] }) }],
      }
      const fn = async () => ({ ok: true })
      refs.push(new WeakRef(options), new WeakRef(fn), new WeakRef(await manager.mutate(fn, options)))
    }
    for (let n = 0; n < 10; n++) await write()
    await flush()
    expect(await alive(refs)).toBe(0)
  })

  it('a manager whose last key left, and one that was disposed of, though cache, clock and environment live on', async () => {
    const { clock, environment, cache } = setup()
    const refs: WeakRef<object>[] = []
    const use = async (ends: 'unregister' | 'dispose') => {
      const manager = new DataSyncManager({ clock, environment, cache })
      refs.push(new WeakRef(manager))
      manager.on('*', () => {})
      const off = manager.subscribe('k', () => {})
      const registration = manager.register('k', async () => 1, { interval: 1000 })
      await flush()
      if (ends === 'dispose') manager.dispose()
      else {
        registration.unregister()
        off()
      }
    }
    for (let n = 0; n < 5; n++) {
      await use('unregister')
      await use('dispose')
    }
    await clock.advance(10_000)
    expect(await alive(refs)).toBe(0)
    expect(cache.size).toBe(1)
  })

  it('values that left a cache, whatever the reason, and the fetchers of its loads', async () => {
    const clock = fakeClock()
    const cache = new TtlCache<object>({ clock, ttl: 1000, gcTime: 0, maxEntries: 50 })
    const refs: WeakRef<object>[] = []
    const make = () => {
      const value = { text: 'x'.repeat(100) }
      refs.push(new WeakRef(value))
      return value
    }
    const use = async (n: number) => {
      cache.set('replaced', make(), { tags: [`t${n}`] })
      cache.set(`deleted:${n}`, make(), { tags: ['t'] })
      cache.delete(`deleted:${n}`)
      cache.set(`expired:${n}`, make())
      const fetcher = async () => make()
      refs.push(new WeakRef(fetcher))
      await cache.load(`loaded:${n}`, fetcher)
    }
    for (let n = 0; n < 20; n++) await use(n)
    cache.invalidate('expired:*')
    await clock.advance(1000)
    cache.prune()
    for (let n = 0; n < 60; n++) cache.set(`evicted:${n}`, make())
    cache.clear()
    expect(await alive(refs)).toBe(0)
    expect(cache.size).toBe(0)
  })
})
