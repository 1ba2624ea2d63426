/** What the tests of the hooks share: a manager with a clock moved by hand, and components that count renders. */
import { DataSyncManager, fixedEnvironment, type DataSyncManagerOptions } from '@freshline/core'
import { deferred, fakeClock, flush, type FakeClock } from '@freshline/test-utils'
import { act, cleanup, render, type RenderResult } from '@testing-library/react'
import { StrictMode, version, type ReactNode } from 'react'
import { afterEach } from 'vitest'
import { DataSyncProvider } from '../src'

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true

const managers: DataSyncManager[] = []

afterEach(() => {
  cleanup()
  for (const manager of managers.splice(0)) manager.dispose()
})

export const isReact19 = version.startsWith('19.')

/** A manager that is disposed after the test, and its clock. */
export function createManager(options: DataSyncManagerOptions = {}): {
  manager: DataSyncManager
  clock: FakeClock
} {
  const clock = fakeClock()
  const manager = new DataSyncManager({ clock, environment: fixedEnvironment(), ...options })
  managers.push(manager)
  return { manager, clock }
}

/** Renders below a provider, in StrictMode where asked. */
export function renderWith(manager: DataSyncManager, ui: ReactNode, options: { strict?: boolean } = {}) {
  const wrap = (node: ReactNode, using = manager) => {
    const tree = <DataSyncProvider manager={using}>{node}</DataSyncProvider>
    return options.strict ? <StrictMode>{tree}</StrictMode> : tree
  }
  const view: RenderResult = render(wrap(ui))
  return { ...view, update: (node: ReactNode, using?: DataSyncManager) => view.rerender(wrap(node, using)) }
}

/** Runs something, and lets all promises and renders that follow from it settle. */
export async function settle(run?: () => unknown): Promise<void> {
  await act(async () => {
    await run?.()
    await flush()
  })
}

/** A fetcher whose every call is answered by the test. */
export function scriptedFetcher<T>() {
  const calls: { signal: AbortSignal; resolve: (value: T) => void; reject: (error: unknown) => void }[] = []
  const fetcher = ({ signal }: { signal: AbortSignal }): Promise<T> => {
    const { promise, resolve, reject } = deferred<T>()
    calls.push({ signal, resolve, reject })
    return promise
  }
  /** Answers the newest call. */
  const answer = (value: T) => settle(() => calls.at(-1)?.resolve(value))
  const fail = (error: unknown) => settle(() => calls.at(-1)?.reject(error))
  return { fetcher, calls, answer, fail }
}
