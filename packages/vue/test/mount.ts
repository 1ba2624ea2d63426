/** Vue at the port of the adapter contract. */
import { flush } from '@freshline/test-utils'
import type { Definition, Frame, Mount } from '@freshline/test-utils/contract'
import * as vue from '@freshline/vue'
import { createApp, nextTick, shallowRef, unref, type ShallowRef } from 'vue'

export const mount: Mount = (first) => {
  const definition = shallowRef(first)
  const frames: Frame[] = []
  let result: object = {}
  const app = createApp({
    setup() {
      result = useDefined(definition)
      return () => {
        frames.push(Object.fromEntries(first.reads.map((name) => [name, unref(result[name as never])])))
        return null
      }
    },
  })
  app.use(vue.dataSyncPlugin, { manager: first.manager })
  app.mount(document.createElement('div'))
  return {
    frames,
    call: (name, ...values) =>
      (result[name as never] as (...given: readonly unknown[]) => unknown)(...values),
    update(changes) {
      definition.value = { ...definition.value, ...changes } as Definition
    },
    unmount: () => app.unmount(),
    async flush(run) {
      await run?.()
      await flush()
      await nextTick()
    },
  }
}

/** What a definition says now: its key, fetcher and options are read anew whenever it changes. */
function useDefined(definition: ShallowRef<Definition>): object {
  const first = definition.value
  const member = (name: string) => (definition.value as { readonly [name: string]: unknown })[name] as never
  if (first.use === 'sync') {
    const { fetcher } = first
    if (!fetcher) return vue.useSync(() => member('key'))
    const newest: typeof fetcher = (context) => (member('fetcher') as typeof fetcher)(context)
    return vue.useSync(
      () => member('key'),
      newest,
      () => member('options') ?? {},
    )
  }
  if (first.use === 'mutation') return vue.useSyncMutation(first.fn, () => member('options') ?? {})
  if (first.use === 'freshness') return vue.useFreshness(() => member('key'))
  return first.use === 'status' ? vue.useSyncStatus() : vue.useAutoSync()
}
