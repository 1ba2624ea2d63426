/** What the tests of the composables share: a manager with a clock moved by hand, and applications that leave after a test. */
import { DataSyncManager, fixedEnvironment, type DataSyncManagerOptions } from '@freshline/core'
import { deferred, fakeClock, flush, type FakeClock } from '@freshline/test-utils'
import { afterEach } from 'vitest'
import { createApp, nextTick, type App, type Component } from 'vue'
import { dataSyncPlugin } from '../src'

const managers: DataSyncManager[] = []
const apps: App[] = []

afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  for (const manager of managers.splice(0)) manager.dispose()
})

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

/** Mounts an application, with the plugin where a manager is given. */
export function mountApp(component: Component, manager?: DataSyncManager) {
  const app = createApp(component)
  const errors: unknown[] = []
  app.config.errorHandler = (error) => errors.push(error)
  if (manager) app.use(dataSyncPlugin, { manager })
  const container = document.createElement('div')
  apps.push(app)
  const root = app.mount(container)
  const unmount = () => {
    apps.splice(apps.indexOf(app), 1)
    app.unmount()
  }
  return { app, root, container, errors, unmount }
}

/** Runs something, and lets all promises and renders that follow from it settle. */
export async function settle(run?: () => unknown): Promise<void> {
  await run?.()
  await flush()
  await nextTick()
}

/** A fetcher whose every call is answered by the test. */
export function scriptedFetcher<T>() {
  const calls: {
    key: string
    signal: AbortSignal
    resolve: (value: T) => void
    reject: (error: unknown) => void
  }[] = []
  const fetcher = ({ key, signal }: { key: string; signal: AbortSignal }): Promise<T> => {
    const { promise, resolve, reject } = deferred<T>()
    calls.push({ key, signal, resolve, reject })
    return promise
  }
  /** Answers the newest call. */
  const answer = (value: T) => settle(() => calls.at(-1)?.resolve(value))
  const fail = (error: unknown) => settle(() => calls.at(-1)?.reject(error))
  return { fetcher, calls, answer, fail }
}
