import { describe, expect, it } from 'vitest'
import { defineComponent, h, onErrorCaptured, ref, Suspense, type Component } from 'vue'
import { useSync, type SyncResult } from '../src'
import { createManager, mountApp, scriptedFetcher, settle } from './harness'

/** A boundary that shows errors, and tries again where it is told to. */
function inBoundary(component: Component) {
  const error = ref<Error>()
  const Boundary = defineComponent(() => {
    onErrorCaptured((failure) => {
      error.value = failure
      return false
    })
    return () =>
      error.value
        ? error.value.message
        : h(Suspense, null, { default: () => h(component), fallback: () => 'waiting' })
  })
  return { Boundary, error }
}

describe('G2 suspense()', () => {
  it('waits for first data with one request, and then follows the key', async () => {
    const { manager } = createManager()
    const { fetcher, calls, answer } = scriptedFetcher<string>()
    const { Boundary } = inBoundary(
      defineComponent({
        async setup() {
          const { data } = await useSync('stats', fetcher).suspense()
          return () => data.value.toUpperCase()
        },
      }),
    )
    const { container, unmount } = mountApp(Boundary, manager)
    expect(container.textContent).toBe('waiting')
    await settle()
    await answer('five')
    await settle()
    expect(container.textContent).toBe('FIVE')
    expect(calls).toHaveLength(1)
    expect(manager.getStatus()).toMatchObject([{ key: 'stats', active: true, subscribers: 1 }])
    await settle(() => manager.setData('stats', 'six'))
    expect(container.textContent).toBe('SIX')
    unmount()
    await settle()
    expect(manager.getStatus()).toEqual([])
  })

  it('has data that is not kept', async () => {
    const { manager } = createManager()
    let count = 0
    const { Boundary } = inBoundary(
      defineComponent({
        async setup() {
          const { data } = await useSync('stats', async () => ++count, { gcTime: 0 }).suspense()
          return () => data.value.toFixed(1)
        },
      }),
    )
    const { container } = mountApp(Boundary, manager)
    await settle()
    await settle()
    expect(container.textContent).toBe('1.0')
    expect(count).toBe(1)
  })

  it('does not ask where data is held', async () => {
    const { manager } = createManager()
    const { fetcher, calls } = scriptedFetcher<string>()
    manager.setData('stats', 'held', { ttl: 60_000 })
    const { Boundary } = inBoundary(
      defineComponent({
        async setup() {
          const { data } = await useSync('stats', fetcher).suspense()
          return () => data.value
        },
      }),
    )
    const { container } = mountApp(Boundary, manager)
    await settle()
    expect(container.textContent).toBe('held')
    expect(calls).toHaveLength(0)
  })

  it('rejects only where nothing is held, and another try asks again', async () => {
    const { manager } = createManager()
    const { fetcher, calls, answer, fail } = scriptedFetcher<string>()
    const { Boundary, error } = inBoundary(
      defineComponent({
        async setup() {
          const result = await useSync('stats', fetcher, { retry: false }).suspense()
          return () => `${result.data.value} ${result.error.value?.message}`
        },
      }),
    )
    const { container } = mountApp(Boundary, manager)
    await settle()
    await fail(new Error('down'))
    await settle()
    expect(container.textContent).toBe('down')
    error.value = undefined
    await settle()
    expect(container.textContent).toBe('waiting')
    await answer('up')
    await settle()
    expect(container.textContent).toBe('up undefined')
    await settle(() => void manager.refresh('stats'))
    await fail(new Error('down again'))
    expect(container.textContent).toBe('up down again')
    expect(calls).toHaveLength(3)
  })

  it('leaves nothing behind where a component is given up before it has data', async () => {
    const { manager, clock } = createManager()
    const { fetcher, answer } = scriptedFetcher<string>()
    const { Boundary } = inBoundary(
      defineComponent({
        async setup() {
          const { data } = await useSync('stats', fetcher, { interval: 1000 }).suspense()
          return () => data.value
        },
      }),
    )
    const { unmount } = mountApp(Boundary, manager)
    await settle()
    unmount()
    await answer('late')
    await settle()
    expect(manager.getStatus()).toEqual([])
    expect(clock.pending).toBe(0)
  })

  it('has nothing to wait for with a null key', async () => {
    const { manager } = createManager()
    let resolved: unknown
    mountApp(
      defineComponent(() => {
        void useSync(null as string | null, async () => 1)
          .suspense()
          .then(({ data }) => (resolved = { data: data.value }))
        return () => null
      }),
      manager,
    )
    await settle()
    expect(resolved).toEqual({ data: undefined })
  })

  it('follows a key that has changed in the same turn', async () => {
    const { manager } = createManager()
    const { fetcher, calls, answer } = scriptedFetcher<string>()
    const id = ref(1)
    let result: SyncResult<string> | undefined
    mountApp(
      defineComponent(() => ((result = useSync(() => ['user', id.value], fetcher)), () => null)),
      manager,
    )
    await settle()
    id.value = 2
    const waited = result?.suspense()
    await settle()
    await answer('Bob')
    expect((await waited)?.data.value).toBe('Bob')
    expect(calls.map(({ key }) => key)).toEqual(['user:1', 'user:2'])
    expect(manager.getStatus()).toMatchObject([{ key: 'user:2', enabled: true, subscribers: 1 }])
  })
})
