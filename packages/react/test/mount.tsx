/** React at the port of the adapter contract. */
import type { Definition, Frame, Mount } from '@freshline/test-utils/contract'
import { flush } from '@freshline/test-utils'
import { act, render } from '@testing-library/react'
import * as react from '@freshline/react'

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true

export const mount: Mount = (first) => {
  let definition = first
  const results: object[] = []
  const frames: Frame[] = []
  function Place() {
    const result = useDefined(definition)
    results.push(result)
    frames.push(Object.fromEntries(definition.reads.map((name) => [name, result[name as never]])))
    return null
  }
  const tree = () => (
    <react.DataSyncProvider manager={definition.manager}>
      <Place />
    </react.DataSyncProvider>
  )
  const { rerender, unmount } = render(tree())
  return {
    frames,
    call(name, ...values) {
      const action = results.at(-1)?.[name as never] as unknown as (...given: readonly unknown[]) => unknown
      return action(...values)
    },
    update(changes) {
      definition = { ...definition, ...changes } as Definition
      rerender(tree())
    },
    unmount,
    flush: (run) =>
      act(async () => {
        await run?.()
        await flush()
      }),
  }
}

function useDefined(definition: Definition): object {
  if (definition.use === 'sync') {
    const { key, fetcher, options } = definition
    return fetcher ? react.useSync(key, fetcher, options as object) : react.useSync(key)
  }
  if (definition.use === 'mutation') return react.useSyncMutation(definition.fn, definition.options)
  if (definition.use === 'freshness') return react.useFreshness(definition.key)
  return definition.use === 'status' ? react.useSyncStatus() : react.useAutoSync()
}
