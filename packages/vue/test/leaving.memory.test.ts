import { DataSyncManager, fixedEnvironment, TtlCache } from '@freshline/core'
import { fakeClock, flush } from '@freshline/test-utils'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createRenderer, defineComponent, effectScope, h, ref } from 'vue'
import { dataSyncPlugin, useFreshness, useSync, useSyncMutation, useSyncStatus } from '../src'

/** Nodes that can only be put somewhere and taken away. */
interface Plain {
  parent: Plain | undefined
  readonly children: Plain[]
}
const create = (): Plain => ({ parent: undefined, children: [] })
const remove = (node: Plain) => {
  node.parent?.children.splice(node.parent.children.indexOf(node), 1)
  node.parent = undefined
}
const { createApp } = createRenderer<Plain, Plain>({
  insert(node, parent) {
    node.parent = parent
    parent.children.push(node)
  },
  remove,
  createElement: create,
  createText: create,
  createComment: create,
  setText: () => {},
  setElementText: () => {},
  parentNode: (node) => node.parent ?? null,
  nextSibling: () => null,
  patchProp: () => {},
})

function pretendBrowser(): void {
  vi.stubGlobal('document', {})
  onTestFinished(() => void vi.unstubAllGlobals())
}

async function alive(refs: readonly WeakRef<object>[]): Promise<number> {
  for (let time = 0; time < 5; time++) {
    // A task of its own: what a weak reference was asked for lives until the end of one.
    await new Promise((resolve) => setImmediate(resolve))
    globalThis.gc?.()
  }
  return refs.filter((each) => each.deref()).length
}

describe('G2 what leaves is collected', () => {
  it('components, while their key is shown by others', async () => {
    pretendBrowser()
    const manager = new DataSyncManager({ clock: fakeClock(), environment: fixedEnvironment() })
    const results: WeakRef<object>[] = []
    const count = ref(100)
    const Reader = defineComponent(() => {
      const result = useSync('stats', async () => 1, { interval: 1000 })
      useFreshness('stats')
      useSyncStatus()
      useSyncMutation(async () => 1)
      results.push(new WeakRef(result))
      return () => h('p', String(result.data.value))
    })
    const app = createApp({
      render: () =>
        h(
          'div',
          null,
          Array.from({ length: count.value }, (_, key) => h(Reader, { key })),
        ),
    })
    app.use(dataSyncPlugin, { manager }).mount(create())
    await flush()
    expect(await alive(results)).toBe(100)
    count.value = 1
    // What was made last may be held by the engine a while longer.
    expect(await alive(results)).toBeLessThan(5)
    expect(manager.getStatus()).toMatchObject([{ key: 'stats', subscribers: 2 }])
    app.unmount()
    manager.dispose()
  })

  it('fetchers, options and data of keys of their own, once their lifetime is over', async () => {
    pretendBrowser()
    const clock = fakeClock()
    const cache = new TtlCache({ clock })
    const manager = new DataSyncManager({ clock, cache, environment: fixedEnvironment() })
    const count = ref(50)
    const refs = { fetchers: [] as WeakRef<object>[], options: [] as WeakRef<object>[] }
    const data: WeakRef<object>[] = []
    const Reader = defineComponent({
      props: { n: { type: Number, required: true } },
      setup({ n }) {
        const fetcher = async () => {
          const answer = { n, text: 'x'.repeat(100) }
          data.push(new WeakRef(answer))
          return answer
        }
        const options = { interval: 1000, gcTime: 5000, onSuccess: () => void n }
        refs.fetchers.push(new WeakRef(fetcher))
        refs.options.push(new WeakRef(options))
        const result = useSync(['reader', n], fetcher, options)
        return () => h('p', result.data.value?.text)
      },
    })
    const app = createApp({
      render: () =>
        h(
          'div',
          null,
          Array.from({ length: count.value }, (_, n) => h(Reader, { key: n, n })),
        ),
    })
    app.use(dataSyncPlugin, { manager }).mount(create())
    await flush()
    await clock.advance(3000)
    expect([await alive(refs.fetchers), await alive(data), cache.size]).toEqual([50, 50, 50])
    count.value = 1
    await flush()
    await clock.advance(20_000)
    cache.prune()
    expect([cache.size, manager.getStatus().length]).toEqual([1, 1])
    for (const list of [refs.fetchers, refs.options, data]) expect(await alive(list)).toBeLessThan(5)
    app.unmount()
    manager.dispose()
  })

  it('effect scopes', async () => {
    pretendBrowser()
    const manager = new DataSyncManager({ clock: fakeClock(), environment: fixedEnvironment() })
    const app = createApp({ render: () => null }).use(dataSyncPlugin, { manager })
    const results: WeakRef<object>[] = []
    for (let time = 0; time < 100; time++) {
      const scope = effectScope(true)
      app.runWithContext(() => scope.run(() => results.push(new WeakRef(useSync('stats', async () => 1)))))
      await flush()
      scope.stop()
    }
    expect(await alive(results)).toBeLessThan(5)
    expect(manager.getStatus()).toEqual([])
    manager.dispose()
  })
})
