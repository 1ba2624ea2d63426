// @vitest-environment node
import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { dehydrate } from '@freshline/core/hydration'
import { fakeClock } from '@freshline/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { createSSRApp, defineComponent, h, ref, Suspense, type Component } from 'vue'
import { renderToString } from 'vue/server-renderer'
import {
  dataSyncPlugin,
  useAutoSync,
  useDataSync,
  useFreshness,
  useSync,
  useSyncMutation,
  useSyncStatus,
  type DataSyncPluginOptions,
} from '../src'

const createServerManager = () => {
  const clock = fakeClock()
  return { clock, manager: new DataSyncManager({ clock, environment: fixedEnvironment() }) }
}

function serve(component: Component, options: DataSyncPluginOptions = {}): Promise<string> {
  return renderToString(createSSRApp(component).use(dataSyncPlugin, options))
}

describe('G2 server rendering', () => {
  it('asks before it renders, registers nothing and leaves nothing running', async () => {
    const { manager, clock } = createServerManager()
    const fetcher = vi.fn(async () => 'five')
    const Page = defineComponent(() => {
      const { data, source, updatedAt, isFetching } = useSync('stats', fetcher, { interval: 15_000 })
      const off = useSync('other', fetcher, { enabled: () => false })
      const { freshness, age } = useFreshness('stats')
      const { isPending } = useSyncMutation(async () => 1)
      const { enabled } = useAutoSync()
      const { isSyncing, entries } = useSyncStatus()
      return () =>
        [
          [data.value, source.value, updatedAt.value, isFetching.value, off.status.value],
          [freshness.value, age.value, isPending.value, enabled.value, isSyncing.value, entries.value.length],
        ].join()
    })
    expect(await serve(Page, { manager })).toBe('five,hydrated,,false,pending,fresh,,false,true,false,0')
    expect(fetcher).toHaveBeenCalledOnce()
    expect(manager.getStatus()).toEqual([])
    expect(clock.pending).toBe(0)
  })

  it('asks once for a key that many components show, and not for what was prefetched', async () => {
    const { manager } = createServerManager()
    const fetcher = vi.fn(async () => 'asked')
    await manager.prefetch({ key: 'held', fetcher: async () => 'held', ttl: 60_000 })
    const One = defineComponent(() => {
      const { data } = useSync('stats', fetcher)
      const held = useSync('held', fetcher)
      return () => `${data.value} ${held.data.value};`
    })
    const html = await serve(() => [h(One), h(One), h('p', [h(One)])], { manager })
    expect(html).toContain('asked held;')
    expect(html).not.toContain('undefined')
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('asks for the key as it is at the end of setup', async () => {
    const fetcher = vi.fn(async ({ key }: { key: string }) => key)
    const Page = defineComponent(() => {
      const id = ref(1)
      const { data } = useSync(() => ['user', id.value], fetcher)
      id.value = 2
      return () => data.value
    })
    expect(await serve(Page)).toBe('user:2')
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('waits in an asynchronous setup', async () => {
    const { manager } = createServerManager()
    const fetcher = vi.fn(async () => ({ n: 5 }))
    const Page = defineComponent({
      async setup() {
        const { data } = await useSync('stats', fetcher, { select: ({ n }) => n }).suspense()
        return () => `n is ${data.value.toFixed(1)}`
      },
    })
    expect(await serve(() => h(Suspense, null, { default: () => h(Page) }), { manager })).toContain(
      'n is 5.0',
    )
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('shows a failure as pending: the browser asks', async () => {
    const { manager } = createServerManager()
    const fetcher = vi.fn(async () => Promise.reject(new Error('down')))
    const Page = defineComponent(() => {
      const { status, error } = useSync('stats', fetcher, { retry: false })
      return () => `${status.value} ${error.value}`
    })
    expect(await serve(Page, { manager })).toBe('pending undefined')
    expect(dehydrate(manager).entries).toEqual([])
  })

  it('renders a dehydrated state with a manager of its own', async () => {
    const { manager } = createServerManager()
    await manager.prefetch({ key: 'stats', fetcher: async () => 'five', ttl: 60_000 })
    const Page = defineComponent(() => {
      const { data } = useSync('stats', async () => 'other')
      const isOwn = useDataSync() !== manager
      return () => `${data.value} ${isOwn}`
    })
    expect(await serve(Page, { state: dehydrate(manager) })).toBe('five true')
  })

  it('never shows one user the data of another, rendered at once', async () => {
    const users = ['Ada', 'Bob', 'Cyd']
    const pages = await Promise.all(
      users.map((user, index) =>
        serve(
          defineComponent(() => {
            const { data } = useSync('me', async () => {
              // The first to ask is answered last.
              for (let turn = 0; turn < 30 * (3 - index); turn++) await Promise.resolve()
              return user
            })
            return () => `${user} sees ${data.value}`
          }),
        ),
      ),
    )
    expect(pages).toEqual(['Ada sees Ada', 'Bob sees Bob', 'Cyd sees Cyd'])
  })

  it('is a coded error without a plugin', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const composables = [
      () => useSync('stats', async () => 1),
      () => useDataSync(),
      () => useSyncStatus(),
      () => useFreshness('stats'),
      () => useAutoSync(),
      () => useSyncMutation(async () => 1),
    ]
    for (const composable of composables) {
      const app = createSSRApp(defineComponent(() => (composable(), () => null)))
      await expect(renderToString(app)).rejects.toMatchObject({ code: 'no_manager' })
    }
    warn.mockRestore()
  })
})
