/** Vanilla stores at the port of the adapter contract. */
import { flush } from '@freshline/test-utils'
import type { Definition, Frame, Mount } from '@freshline/test-utils/contract'
import * as vanilla from '@freshline/vanilla'

export const mount: Mount = (first) => {
  const frames: Frame[] = []
  const store = createDefined(first)
  const read = (value: unknown): Frame => {
    const members = (first.use === 'autoSync' ? { enabled: value } : value) as { [name: string]: unknown }
    return Object.fromEntries(
      first.reads.map((name) => [name, name === 'isPrevious' ? members[name] === true : members[name]]),
    )
  }
  const isSame = (before: Frame, after: Frame) =>
    Object.keys(after).every((name) => Object.is(before[name], after[name]))
  // A page is drawn with what is there, and then kept by what comes.
  frames.push(read(store.get()))
  const off = vanilla
    .selectStore<unknown, Frame>(store, read, isSame)
    .subscribe((frame) => frames.push(frame))
  return {
    frames,
    call: (name, ...values) => (store[name as never] as (...given: readonly unknown[]) => unknown)(...values),
    update({ key, fetcher, options }) {
      const { setKey, setOptions } = store as vanilla.SyncStore<unknown>
      if (key !== undefined) setKey(key as never)
      if (fetcher || options) setOptions({ ...(fetcher ? { fetcher } : {}), ...(options as object) } as never)
    },
    unmount: off,
    async flush(run) {
      await run?.()
      await flush()
    },
  }
}

function createDefined(definition: Definition): vanilla.Store<unknown> {
  const { manager } = definition
  if (definition.use === 'sync') {
    const { key, fetcher, options } = definition
    return fetcher
      ? vanilla.createSyncStore(key, fetcher, { ...(options as object), manager })
      : vanilla.createSyncStore(key, { manager })
  }
  if (definition.use === 'mutation') {
    return vanilla.createMutation(definition.fn, { ...definition.options, manager })
  }
  if (definition.use === 'freshness') return vanilla.createFreshnessStore(definition.key, { manager })
  return definition.use === 'status'
    ? vanilla.createStatusStore({ manager })
    : vanilla.createAutoSyncStore({ manager })
}
