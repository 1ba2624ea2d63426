import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { dehydrate, hydrate, type DehydratedState } from '@freshline/core/hydration'
import { fakeClock } from '@freshline/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSSRApp, defineComponent, h, Suspense, type App, type Component } from 'vue'
import { renderToString } from 'vue/server-renderer'
import {
  dataSyncPlugin,
  useAutoSync,
  useFreshness,
  useSync,
  useSyncStatus,
  type DataSyncPluginOptions,
} from '../src'
import { createManager, mountApp, settle } from './harness'

let warnings: ReturnType<typeof vi.spyOn>[]
let app: App | undefined
beforeEach(() => {
  warnings = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'error')].map((spy) =>
    spy.mockImplementation(() => {}),
  )
})
afterEach(() => {
  app?.unmount()
  app = undefined
  vi.restoreAllMocks()
})

const expectNoMismatch = () => expect(warnings.flatMap((spy) => spy.mock.calls)).toEqual([])

/** A server that asks, renders, and goes on to dehydrate a while later. */
async function serve(component: Component): Promise<{ html: string; state: DehydratedState }> {
  const clock = fakeClock(Date.UTC(2030, 0, 1))
  const manager = new DataSyncManager({ clock, environment: fixedEnvironment() })
  vi.stubGlobal('document', undefined)
  try {
    const html = await renderToString(createSSRApp(component).use(dataSyncPlugin, { manager }))
    await clock.advance(20)
    return { html, state: JSON.parse(JSON.stringify(dehydrate(manager))) as DehydratedState }
  } finally {
    vi.unstubAllGlobals()
  }
}

function takeOver(html: string, component: Component, options: DataSyncPluginOptions): HTMLElement {
  const container = document.createElement('div')
  container.innerHTML = html
  app = createSSRApp(component).use(dataSyncPlugin, options)
  app.mount(container)
  return container
}

let asked = 0
const fetcher = vi.fn(async () => ({ n: ++asked }))
const everything: string[] = []
const Page = defineComponent(() => {
  const { state } = useSync('stats', fetcher, { ttl: 10_000, interval: 60_000 })
  const waiting = useSync('waiting', () => new Promise<string>(() => {}), {
    enabled: typeof document === 'object',
  })
  const { age } = useFreshness('stats')
  const { entries, isSyncing } = useSyncStatus()
  const { enabled } = useAutoSync()
  return () => {
    const now = [
      state.value,
      waiting.state.value,
      age.value ?? null,
      entries.value,
      isSyncing.value,
      enabled.value,
    ]
    everything.push(JSON.stringify(now))
    return h('p', everything.at(-1))
  }
})

describe('G2 hydration', () => {
  beforeEach(() => {
    asked = 0
    fetcher.mockClear()
    everything.length = 0
  })

  for (const way of ['by the plugin', 'into a manager']) {
    it(`continues what the server rendered without a mismatch, given ${way}`, async () => {
      const { html, state } = await serve(Page)
      expect(html).toContain('n&quot;:1')
      expect(fetcher).toHaveBeenCalledOnce()
      const { manager } = createManager()
      if (way === 'into a manager') hydrate(manager, state)
      const served = everything.at(-1)
      everything.length = 0
      const container = takeOver(html, Page, { manager, ...(way === 'by the plugin' && { state }) })
      expect(everything[0]).toBe(served)
      await settle()
      expectNoMismatch()
      expect(container.textContent).toContain('"n":1')
      expect(everything.at(-1)).toMatch(/"updatedAt":\d/)
      // Fresh still: nothing is asked again.
      expect(fetcher).toHaveBeenCalledOnce()
      expect(manager.getStatus().find(({ key }) => key === 'stats')).toMatchObject({ freshness: 'fresh' })
    })
  }

  it('shows first what the server showed, though it has grown stale since, and then asks', async () => {
    const { html, state } = await serve(Page)
    const { manager, clock } = createManager()
    hydrate(manager, state)
    await clock.advance(60_000)
    everything.length = 0
    const container = takeOver(html, Page, { manager, state })
    expect(everything[0]).toContain('"freshness":"fresh"')
    await settle()
    expectNoMismatch()
    expect(container.textContent).toContain('"n":2')
    expect(fetcher).toHaveBeenCalledTimes(2)
  })

  it('renders once where nothing that was read differs', async () => {
    let renders = 0
    const Small = defineComponent(() => {
      const { data } = useSync('stats', fetcher, { ttl: 10_000 })
      return () => (renders++, h('p', data.value?.n))
    })
    const { html, state } = await serve(Small)
    renders = 0
    takeOver(html, Small, { manager: createManager().manager, state })
    await settle()
    expectNoMismatch()
    expect(renders).toBe(1)
  })

  it('shows pending first where the browser holds what the server did not', async () => {
    const Plain = defineComponent(() => {
      const { data } = useSync('own')
      return () => h('p', String(data.value))
    })
    const { html } = await serve(Plain)
    const { manager } = createManager()
    manager.setData('own', 'remembered', { ttl: 60_000 })
    const container = takeOver(html, Plain, { manager })
    await settle()
    expectNoMismatch()
    expect(container.textContent).toBe('remembered')
  })

  it('takes over an asynchronous setup, with and without data from the server', async () => {
    const Stats = defineComponent({
      async setup() {
        const { data } = await useSync('stats', fetcher, { ttl: 10_000 }).suspense()
        return () => h('p', data.value.n)
      },
    })
    const Root = () => h(Suspense, null, { default: () => h(Stats) })
    const { html, state } = await serve(Root)
    expect(html).toContain('<p>1</p>')
    const container = takeOver(html, Root, { manager: createManager().manager, state })
    await settle()
    expectNoMismatch()
    expect(container.textContent).toBe('1')
    expect(fetcher).toHaveBeenCalledOnce()
    app?.unmount()
    const other = takeOver('<p>1</p>', Root, { manager: createManager().manager })
    await settle()
    expect(other.textContent).toBe('2')
  })

  it('shows what is held, with its times, where a component comes later', async () => {
    const { state } = await serve(Page)
    const { manager } = createManager()
    everything.length = 0
    const { app: plain } = mountApp({ render: () => null })
    plain.unmount()
    const container = document.createElement('div')
    app = createSSRApp(Page).use(dataSyncPlugin, { manager, state })
    app.mount(container)
    expect(everything[0]).toMatch(/"updatedAt":\d/)
  })

  it('does not bring back by a second application what reset() has cleared', async () => {
    const { html, state } = await serve(Page)
    const { manager } = createManager()
    takeOver(html, Page, { manager, state })
    await settle()
    app?.unmount()
    manager.reset()
    const Plain = defineComponent(() => {
      const { data } = useSync('stats')
      return () => h('p', JSON.stringify(data.value) ?? 'nobody')
    })
    const { app: second } = mountApp({ render: () => null })
    second.unmount()
    const container = document.createElement('div')
    app = createSSRApp(Plain).use(dataSyncPlugin, { manager, state })
    app.mount(container)
    expect(container.textContent).toBe('nobody')
  })
})
