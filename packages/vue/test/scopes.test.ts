import { dataSyncManager } from '@freshline/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, effectScope, h, KeepAlive, ref, shallowRef, watchEffect } from 'vue'
import {
  dataSyncPlugin,
  provideDataSync,
  useAutoSync,
  useDataSync,
  useFreshness,
  useSync,
  useSyncStatus,
} from '../src'
import { createManager, mountApp, scriptedFetcher, settle } from './harness'

afterEach(() => dataSyncManager.reset())

describe('G2 KeepAlive', () => {
  it('leaves the key of a component that is put away, and comes back for what is stale', async () => {
    const { manager, clock } = createManager()
    const fetcher = vi.fn(async () => fetcher.mock.calls.length)
    const isShown = ref(true)
    const Stats = defineComponent(() => {
      const { data } = useSync('stats', fetcher, { interval: 10_000, ttl: 10_000 })
      const { age } = useFreshness('stats')
      const { entries } = useSyncStatus()
      const { enabled } = useAutoSync()
      return () => [data.value, age.value, entries.value.length, enabled.value].join(' ')
    })
    const { container } = mountApp(
      () => h(KeepAlive, null, { default: () => (isShown.value ? h(Stats) : null) }),
      manager,
    )
    await settle()
    expect(container.textContent).toBe('1 0 1 true')
    await settle(() => clock.advance(10_000))
    expect(fetcher).toHaveBeenCalledTimes(2)
    isShown.value = false
    await settle()
    expect(manager.getStatus()).toEqual([])
    expect(clock.pending).toBe(0)
    await settle(() => clock.advance(5_000))
    isShown.value = true
    await settle()
    expect(fetcher).toHaveBeenCalledTimes(2)
    expect(container.textContent).toBe('2 5000 1 true')
    isShown.value = false
    await settle(() => clock.advance(60_000))
    expect(fetcher).toHaveBeenCalledTimes(2)
    isShown.value = true
    await settle()
    expect(container.textContent).toBe('3 0 1 true')
  })

  it('aborts the request of a component that is put away, and follows its key meanwhile', async () => {
    const { manager } = createManager()
    const { fetcher, calls, answer } = scriptedFetcher<string>()
    const isShown = ref(true)
    const id = ref(1)
    const User = defineComponent(() => {
      const { data } = useSync(() => ['user', id.value], fetcher)
      return () => data.value ?? 'nothing'
    })
    const { container } = mountApp(
      () => h(KeepAlive, null, { default: () => (isShown.value ? h(User) : null) }),
      manager,
    )
    await settle()
    isShown.value = false
    await settle()
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([true])
    id.value = 2
    await settle()
    expect(calls).toHaveLength(1)
    isShown.value = true
    await settle()
    expect(calls.map(({ key }) => key)).toEqual(['user:1', 'user:2'])
    await answer('Bob')
    expect(container.textContent).toBe('Bob')
  })
})

describe('G2 KeepAlive, deeper', () => {
  it('does not ask for what comes into a part that is put away, until that is back', async () => {
    const { manager } = createManager()
    const fetcher = vi.fn(async () => 'data')
    const isShown = ref(true)
    const hasChild = ref(false)
    const Child = defineComponent(() => {
      const { data } = useSync('child', fetcher, { interval: 1000 })
      return () => data.value ?? 'nothing'
    })
    const Part = defineComponent(() => () => (hasChild.value ? h('p', [h(Child)]) : h('p')))
    const { container } = mountApp(
      () => h(KeepAlive, null, { default: () => (isShown.value ? h(Part) : null) }),
      manager,
    )
    await settle()
    isShown.value = false
    await settle()
    hasChild.value = true
    await settle()
    expect(fetcher).not.toHaveBeenCalled()
    isShown.value = true
    await settle()
    expect(container.textContent).toBe('data')
    expect(fetcher).toHaveBeenCalledOnce()
    isShown.value = false
    await settle()
    expect(manager.getStatus()).toEqual([])
  })

  it('shows at once what is held, also in a node that is rendered once more', async () => {
    const { manager } = createManager()
    manager.setData('stats', 'held', { ttl: 60_000 })
    const seen: unknown[] = []
    const Reader = defineComponent(() => {
      const { data, updatedAt } = useSync('stats')
      return () => (seen.push([data.value, typeof updatedAt.value]), null)
    })
    const isShown = ref(true)
    const node = h(Reader)
    mountApp(() => (isShown.value ? node : null), manager)
    await settle()
    isShown.value = false
    await settle()
    isShown.value = true
    await settle()
    expect(seen).toEqual([
      ['held', 'number'],
      ['held', 'number'],
    ])
  })
})

describe('G2 scopes outside of components', () => {
  it('works while its effect scope lives, with the default manager', async () => {
    const { fetcher, calls, answer } = scriptedFetcher<string>()
    const seen: unknown[] = []
    const scope = effectScope()
    scope.run(() => {
      const { data } = useSync('stats', fetcher)
      watchEffect(() => seen.push(data.value), { flush: 'sync' })
    })
    await settle()
    await answer('five')
    expect(seen).toEqual([undefined, 'five'])
    scope.stop()
    await settle(() => dataSyncManager.setData('stats', 'six'))
    expect(seen).toEqual([undefined, 'five'])
    expect(dataSyncManager.getStatus()).toEqual([])
    expect(calls).toHaveLength(1)
  })

  it('finds the manager of the application it is run with', async () => {
    const { manager } = createManager()
    const { app } = mountApp(() => null, manager)
    const scope = effectScope()
    expect(app.runWithContext(() => scope.run(useDataSync))).toBe(manager)
    scope.stop()
  })

  it('outlives the component that uses a shared scope first', async () => {
    const { manager } = createManager()
    const { fetcher, answer } = scriptedFetcher<string>()
    const shared = effectScope(true)
    const data = shallowRef<{ readonly value: unknown }>()
    const isShown = ref(true)
    const First = defineComponent(() => {
      data.value = shared.run(() => useSync('stats', fetcher).data)
      return () => null
    })
    mountApp(() => (isShown.value ? h(First) : null), manager)
    await settle()
    isShown.value = false
    await settle()
    await answer('five')
    expect(data.value?.value).toBe('five')
    shared.stop()
    expect(manager.getStatus()).toEqual([])
  })
})

describe('G2 managers', () => {
  it('uses the default manager in a browser without a plugin', async () => {
    let found: unknown
    mountApp(defineComponent(() => ((found = useDataSync()), () => null)))
    expect(found).toBe(dataSyncManager)
  })

  it('makes one of its own, and disposes it with the application', async () => {
    let own = dataSyncManager
    const app = mountApp({ render: () => null })
    app.unmount()
    const { createApp } = await import('vue')
    const other = createApp(defineComponent(() => ((own = useDataSync()), () => null)))
    other.use(dataSyncPlugin).mount(document.createElement('div'))
    expect(own).not.toBe(dataSyncManager)
    own.register('forgotten', async () => 1, { interval: 1000 })
    other.unmount()
    expect(() => own.register('stats', async () => 1)).toThrow(expect.objectContaining({ code: 'disposed' }))
  })

  it('gives a part of the page a manager of its own, until that part leaves', async () => {
    const { manager } = createManager()
    const found: unknown[] = []
    const isShown = ref(true)
    const Reader = defineComponent(() => (found.push(useDataSync()), () => null))
    const Part = defineComponent(() => {
      found.push(provideDataSync(), useDataSync())
      return () => h(Reader)
    })
    mountApp(() => [isShown.value ? h(Part) : null, h(Reader)], manager)
    const [own, above, below, beside] = found as (typeof manager)[]
    expect([above, beside]).toEqual([manager, manager])
    expect(below).toBe(own)
    expect(own).not.toBe(manager)
    isShown.value = false
    await settle()
    expect(() => own?.register('stats', async () => 1)).toThrow(expect.objectContaining({ code: 'disposed' }))
    manager.register('stats', async () => 1).unregister()
  })
})

describe('G2 useAutoSync', () => {
  it('can be bound by v-model', async () => {
    const { manager } = createManager()
    let enabled = ref(true)
    mountApp(
      defineComponent(() => ((enabled = useAutoSync().enabled), () => null)),
      manager,
    )
    await settle()
    enabled.value = false
    expect([manager.isPaused, enabled.value]).toEqual([true, false])
    enabled.value = true
    expect([manager.isPaused, enabled.value]).toEqual([false, true])
  })
})
