/** The smallest adapter that keeps the contract, on the core's parts alone; and ways to break it, for the contract's own test. */
import type { DataSyncManager } from '@freshline/core'
import {
  createMutationCaller,
  createOverview,
  createSyncActions,
  IDLE,
  SyncPlace,
  tickerOf,
  toSubject,
  type ViewOptions,
} from '@freshline/core/adapter'
import { flush } from '../fake-clock'
import type { Definition, Frame, Mount } from './mount'

/** What a broken adapter does wrong. */
export type Fault =
  | 'forgets to leave'
  | 'leaves when told to follow'
  | 'does not follow'
  | 'keeps its first options'
  | 'keeps its first fetcher'
  | 'ignores the selector'
  | 'tells what it does not read'
  | 'drops errors'
  | 'calls stale fresh'
  | 'asks for itself'
  | 'shows the earlier call'
  | 'has a clock of its own'
  | 'tells after it has left'
  | 'never waits'

/** What can be read and called, and how to be told of changes. */
interface Source {
  readonly read: (name: string) => unknown
  readonly actions: object
  readonly follow?: (definition: Definition) => void
  readonly enter?: (tell: () => void) => () => void
}

/** A mount of the plain adapter, broken where a fault is named. */
export function plainAdapter(fault?: Fault): Mount {
  return (first) => {
    let definition = first
    const frames: Frame[] = []
    let isLeft = false
    const tell = () => {
      if (isLeft && fault !== 'tells after it has left') return
      const frame = Object.fromEntries(first.reads.map((name) => [name, source.read(name)]))
      const before = frames.at(-1)
      const isOther = !before || first.reads.some((name) => !Object.is(before[name], frame[name]))
      if (isOther || fault === 'tells what it does not read') frames.push(frame)
    }
    const source: Source = sourceOf(first, tell, fault)
    tell()
    const leave = source.enter?.(tell)
    tell()
    return {
      frames,
      call: (name, ...values) =>
        (source.actions[name as never] as (...given: unknown[]) => unknown)(...values),
      update(changes) {
        definition = { ...definition, ...changes } as Definition
        if (fault !== 'does not follow') source.follow?.(definition)
        tell()
      },
      unmount() {
        isLeft = true
        if (fault !== 'forgets to leave') leave?.()
      },
      async flush(run) {
        await run?.()
        await flush()
      },
    }
  }
}

function sourceOf(definition: Definition, tell: () => void, fault: Fault | undefined): Source {
  if (definition.use === 'sync') return syncSource(definition, tell, fault)
  if (definition.use === 'mutation') return mutationSource(definition, tell, fault)
  if (definition.use === 'freshness') return freshnessSource(definition, tell, fault)
  return definition.use === 'status' ? statusSource(definition.manager) : autoSyncSource(definition.manager)
}

type Sync = Definition & { readonly use: 'sync' }

function syncSource(definition: Sync, tell: () => void, fault: Fault | undefined): Source {
  const { manager } = definition
  const subjectOf = (now: Sync) => {
    const { fetcher } = fault === 'keeps its first fetcher' ? definition : now
    const { options } = fault === 'keeps its first options' ? definition : now
    const shown: object =
      fault === 'ignores the selector' ? { ...options, select: undefined } : { ...options }
    const key = fault === 'never waits' ? (now.key ?? 'nothing') : now.key
    const asks = fault === 'asks for itself' ? (context: never) => fetcher?.(context) : fetcher
    return toSubject<ViewOptions>(key, asks, shown)
  }
  let leave: (() => void) | undefined
  const place: SyncPlace = new SyncPlace({ manager }, subjectOf(definition), { tell })
  const enter = () => (leave = place.enter())
  const again = () => {
    leave?.()
    if (fault !== 'leaves when told to follow') enter()
  }
  return {
    actions: createSyncActions(() => place.view),
    read(name) {
      const { isPrevious = false, ...shown } = place.shown
      if (name === 'isPrevious') return isPrevious
      if (fault === 'drops errors' && name === 'error') return undefined
      if (fault === 'calls stale fresh' && shown.data !== undefined && name === 'freshness') return 'fresh'
      return shown[name as never]
    },
    follow: (now) => place.follow(subjectOf(now as Sync), again),
    enter() {
      enter()
      if (fault === 'asks for itself') void manager.refresh({ keys: [place.view.hash ?? 'x'] })
      return () => leave?.()
    },
  }
}

function mutationSource(
  { manager, fn, options = {} }: Definition & { readonly use: 'mutation' },
  tell: () => void,
  fault: Fault | undefined,
): Source {
  let state: { readonly [name: string]: unknown } = { ...IDLE }
  const prepared = { manager, fn, options }
  const { actions } = createMutationCaller(prepared, (next) => {
    if (fault === 'shows the earlier call' && state.data !== undefined) return
    state = { ...next, ...(fault === 'drops errors' && { error: undefined }) }
    tell()
  })
  return { actions, read: (name) => state[name] }
}

function freshnessSource(
  { manager, key }: Definition & { readonly use: 'freshness' },
  tell: () => void,
  fault: Fault | undefined,
): Source {
  const ticker = tickerOf(manager)
  let off: (() => void) | undefined
  let watched: number | undefined
  const watch = () => {
    const { updatedAt } = inner.shown
    if (updatedAt !== watched) {
      off?.()
      off = updatedAt === undefined ? undefined : ticker.watch(updatedAt, () => tell())
      watched = updatedAt
    }
    tell()
  }
  const inner: SyncPlace = new SyncPlace({ manager }, toSubject(key, undefined, {}), { tell: () => watch() })
  return {
    actions: {},
    read(name) {
      const { updatedAt } = inner.shown
      if (name !== 'age') return inner.shown[name as never]
      if (updatedAt === undefined) return undefined
      return fault === 'has a clock of its own' ? Date.now() - updatedAt : ticker.ageOf(updatedAt)
    },
    enter() {
      const leave = inner.enter()
      return () => {
        off?.()
        leave()
      }
    },
  }
}

function statusSource(manager: DataSyncManager): Source {
  const [subscribe, getSnapshot] = createOverview(manager)
  return { actions: {}, read: (name) => getSnapshot()[name as never], enter: subscribe }
}

function autoSyncSource(manager: DataSyncManager): Source {
  const setEnabled = (on: boolean) => (on ? manager.resume() : manager.pause())
  return {
    actions: { setEnabled, toggle: () => setEnabled(manager.isPaused) },
    read: () => !manager.isPaused,
    enter: (tell) => manager.on('*', tell),
  }
}
