import { defineResource } from '@freshline/core'
import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, reactive, ref, type Ref } from 'vue'
import { useSync, type SyncResult } from '../src'
import { createManager, mountApp, scriptedFetcher, settle } from './harness'

const keysOf = (manager: { getStatus(): { key: string }[] }) => manager.getStatus().map(({ key }) => key)

/** A component that reads what `read` reads, and counts its renders. */
function createReader(read: () => unknown) {
  const renders: unknown[] = []
  const component = (setup: () => void) =>
    defineComponent(() => {
      setup()
      return () => (renders.push(read()), null)
    })
  return { renders, component }
}

describe('G2 useSync: what it is told', () => {
  it('follows a key that is a getter, with one request for all that changes in one turn', async () => {
    const { manager } = createManager()
    const { fetcher, calls, answer } = scriptedFetcher<string>()
    const id = ref(1)
    const page = ref(1)
    const Child = defineComponent(() => {
      const { data } = useSync(() => ['user', id.value, { page: page.value }], fetcher)
      return () => data.value ?? 'nothing'
    })
    const { container } = mountApp(() => h(Child), manager)
    await settle()
    await answer('first')
    id.value = 2
    page.value = 5
    await settle()
    expect(container.textContent).toBe('nothing')
    await answer('second')
    expect(container.textContent).toBe('second')
    expect(calls.map(({ key }) => key)).toEqual(['user:1:{"page":1}', 'user:2:{"page":5}'])
    expect(keysOf(manager)).toEqual(['user:2:{"page":5}'])
  })

  it('follows a key that is a ref, and what is reactive inside a key', async () => {
    const { manager } = createManager()
    const fetcher = vi.fn(async ({ key }: { key: string }) => key)
    const key = ref('a')
    const filter = reactive({ page: 1 })
    const ByRef = defineComponent(() => (useSync(key, fetcher), () => null))
    const ByFilter = defineComponent(() => (useSync(() => ['list', filter], fetcher), () => null))
    mountApp(() => [h(ByRef), h(ByFilter)], manager)
    await settle()
    expect(keysOf(manager)).toEqual(['a', 'list:{"page":1}'])
    key.value = 'b'
    filter.page = 2
    await settle()
    expect(keysOf(manager)).toEqual(['b', 'list:{"page":2}'])
  })

  it('asks only for the newest key where it changes between setup and mount', async () => {
    const { manager } = createManager()
    const { fetcher, calls } = scriptedFetcher<string>()
    mountApp(
      defineComponent(() => {
        const id = ref(1)
        useSync(() => ['user', id.value], fetcher)
        id.value = 2
        return () => null
      }),
      manager,
    )
    await settle()
    expect(calls.map(({ key }) => key)).toEqual(['user:2'])
  })

  it('shows data of the new key in the very render that the change causes', async () => {
    const { manager } = createManager()
    for (const id of [1, 2]) manager.setData(['user', id], `user ${id}`, { ttl: 60_000 })
    const id = ref(1)
    const seen: unknown[] = []
    const User = defineComponent({
      props: ['id'],
      setup(props: { id: number }) {
        const { data } = useSync(
          () => ['user', props.id],
          async () => '',
        )
        return () => (seen.push([props.id, data.value]), null)
      },
    })
    mountApp(() => h(User, { id: id.value }), manager)
    await settle()
    id.value = 2
    await settle()
    expect(seen).toEqual([
      [1, 'user 1'],
      [2, 'user 2'],
    ])
  })

  it('takes a resource, also as a getter, with options that are a getter', async () => {
    const { manager, clock } = createManager()
    const fetcher = vi.fn(async ({ key }: { key: string }) => key)
    const resource = (id: number) => defineResource({ key: ['stats', id], fetcher, ttl: 60_000 })
    const id = ref<number | null>(null)
    const interval = ref(10_000)
    let data: Readonly<Ref<string | undefined>> = ref()
    mountApp(
      defineComponent(() => {
        const result = useSync(
          () => (id.value === null ? null : resource(id.value)),
          () => ({ interval: interval.value, select: (text: string) => text.toUpperCase() }),
        )
        data = result.data
        return () => null
      }),
      manager,
    )
    await settle()
    expect([fetcher.mock.calls.length, data.value]).toEqual([0, undefined])
    id.value = 1
    await settle()
    expect([fetcher.mock.calls.length, data.value]).toEqual([1, 'STATS:1'])
    id.value = 2
    await settle()
    expect([fetcher.mock.calls.length, data.value]).toEqual([2, 'STATS:2'])
    await clock.advance(10_000)
    expect(fetcher).toHaveBeenCalledTimes(3)
    interval.value = 0
    await settle()
    await clock.advance(60_000)
    expect(fetcher).toHaveBeenCalledTimes(3)
  })

  it('is switched by an `enabled` that is a ref, or a member of reactive options', async () => {
    const { manager } = createManager()
    const one = scriptedFetcher<string>()
    const two = scriptedFetcher<string>()
    const enabled = ref(false)
    const options = reactive({ enabled: false })
    mountApp(
      defineComponent(() => {
        useSync('one', one.fetcher, { enabled })
        useSync('two', two.fetcher, options)
        return () => null
      }),
      manager,
    )
    await settle()
    expect([one.calls.length, two.calls.length]).toEqual([0, 0])
    enabled.value = true
    options.enabled = true
    await settle()
    expect([one.calls.length, two.calls.length]).toEqual([1, 1])
  })

  it('raises key errors in setup, and names the way out where a key holds a ref', () => {
    const { manager } = createManager()
    const failing = (key: never) =>
      mountApp(
        defineComponent(() => (useSync(key), () => null)),
        manager,
      ).errors
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    expect(failing([] as never)).toMatchObject([{ code: 'invalid_key' }])
    expect(failing(['user', ref(1)] as never)).toMatchObject([
      { code: 'invalid_key', message: expect.stringContaining('() => ') },
    ])
    vi.restoreAllMocks()
  })
})

describe('G2 useSync: what it renders', () => {
  it('renders a component only for the refs it reads, and none for an unchanged answer', async () => {
    const { manager } = createManager()
    const { fetcher, answer } = scriptedFetcher<{ n: number }>()
    let result: SyncResult<{ n: number }> | undefined
    const use = () => void (result = useSync<{ n: number }>('stats', fetcher))
    const readers = {
      data: createReader(() => result?.data.value?.n),
      fetching: createReader(() => result?.isFetching.value),
      state: createReader(() => result?.state.value.status),
      nothing: createReader(() => typeof result?.refresh),
    }
    const components = Object.values(readers).map(({ component }) => component(use))
    mountApp(() => components.map((component) => h(component)), manager)
    await settle()
    await answer({ n: 1 })
    await settle(() => void manager.refresh('stats'))
    await answer({ n: 1 })
    await settle(() => void manager.refresh('stats'))
    await answer({ n: 2 })
    expect(readers.data.renders).toEqual([undefined, 1, 2])
    expect(readers.fetching.renders).toEqual([false, true, false, true, false, true, false])
    expect(readers.nothing.renders).toEqual(['function'])
    expect(readers.state.renders.length).toBe(7)
  })

  it('makes a ref for each member, whoever asks how', async () => {
    const { manager } = createManager()
    manager.setData('stats', 5, { ttl: 60_000 })
    let spread: { data?: Ref<unknown> } = {}
    let unwrapped: { data?: unknown; isPrevious?: boolean } = {}
    const names: string[] = []
    mountApp(
      defineComponent(() => {
        const result = useSync('stats')
        names.push(...Object.keys(result))
        spread = { ...result }
        unwrapped = reactive(useSync('stats'))
        return () => null
      }),
      manager,
    )
    await settle()
    expect(new Set(names)).toEqual(
      new Set([
        ...Object.keys(manager.getSnapshot('stats')),
        ...['isPrevious', 'state', 'refresh', 'invalidate', 'setData', 'suspense'],
      ]),
    )
    expect(spread.data?.value).toBe(5)
    expect([unwrapped.data, unwrapped.isPrevious]).toEqual([5, false])
    manager.setData('stats', 6)
    expect([spread.data?.value, unwrapped.data]).toEqual([6, 6])
  })

  it('gives data as it is held: not reactive, and not to be set', async () => {
    const { manager } = createManager()
    const held = { list: [1] }
    manager.setData('stats', held, { ttl: 60_000 })
    mountApp(
      defineComponent(() => {
        const { data } = useSync<object>('stats')
        expect(data.value).toBe(held)
        expect(() => ((data as Ref).value = 1)).toThrow(TypeError)
        return () => null
      }),
      manager,
    )
    await settle()
  })

  it('throws what a selector throws where its data is read, until it no longer does', async () => {
    const { manager } = createManager()
    manager.setData('stats', 1, { ttl: 60_000 })
    const select = (n: number) => {
      if (n === 2) throw new Error('selector')
      return n * 10
    }
    let result: { data?: Readonly<Ref<unknown>>; status?: Readonly<Ref<unknown>> } = {}
    mountApp(
      defineComponent(() => ((result = useSync('stats', async () => 1, { select })), () => null)),
      manager,
    )
    await settle()
    expect(result.data?.value).toBe(10)
    manager.setData('stats', 2)
    expect(() => result.data?.value).toThrow('selector')
    expect(result.status?.value).toBe('success')
    manager.setData('stats', 3)
    expect(result.data?.value).toBe(30)
  })

  it('tells watchers of several refs one state, never a mixture', async () => {
    const { manager } = createManager()
    const { fetcher, answer } = scriptedFetcher<number>()
    const seen: unknown[] = []
    mountApp(
      defineComponent(() => {
        const { status, data } = useSync('stats', fetcher)
        return () => (seen.push([status.value, data.value]), null)
      }),
      manager,
    )
    await settle()
    await answer(1)
    await nextTick()
    expect(seen).toEqual([
      ['pending', undefined],
      ['success', 1],
    ])
  })
})
