/** Gives an application, or a part of it, its manager, and what a server rendered for it. */
import { CodedError, DataSyncManager, dataSyncManager } from '@freshline/core'
import { isFirstMeeting, type AdapterScope } from '@freshline/core/adapter'
import { hydrate, type DehydratedState } from '@freshline/core/hydration'
import { hasInjectionContext, inject, onUnmounted, provide, type App, type InjectionKey } from 'vue'

const SCOPE: InjectionKey<AdapterScope> = Symbol('freshline')

/** Options of {@link dataSyncPlugin} and {@link provideDataSync}. */
export interface DataSyncPluginOptions {
  /** The manager of the components below. Default: one of its own, disposed with the application or component. */
  readonly manager?: DataSyncManager | undefined
  /** What `dehydrate` answered on the server; each state is taken up once per manager, before components read. */
  readonly state?: DehydratedState | undefined
}

/**
 * Gives the composables of an application a manager. A server render needs one of its own for each request.
 *
 * @example
 * createApp(App).use(dataSyncPlugin, { manager })
 *
 * @throws `invalid_option` where `state` is none
 */
export const dataSyncPlugin = {
  /** Called by `app.use`. */
  install(app: App, options: DataSyncPluginOptions = {}): void {
    const scope = createScope(options)
    app.provide(SCOPE, scope)
    if (options.manager) return
    // `app.onUnmount` came with Vue 3.5.
    const unmount = app.unmount.bind(app)
    app.unmount = () => {
      unmount()
      scope.manager.dispose()
    }
  },
}

/**
 * Gives the components below the calling one a manager of their own, and returns it. The calling component's own
 * composables keep to the one above.
 *
 * @throws `invalid_option` where `state` is none
 */
export function provideDataSync(options: DataSyncPluginOptions = {}): DataSyncManager {
  const scope = createScope(options)
  provide(SCOPE, scope)
  if (!options.manager) onUnmounted(() => scope.manager.dispose())
  return scope.manager
}

function createScope({ manager = new DataSyncManager(), state }: DataSyncPluginOptions): AdapterScope {
  if (state === undefined) return { manager }
  if (isFirstMeeting(manager, state)) hydrate(manager, state)
  return { manager, served: new Map(state.entries.map((entry) => [entry.key, entry])) }
}

let browserScope: AdapterScope | undefined

/** The plugin's scope, or the default manager's in a browser. */
export function useScope(): AdapterScope {
  const scope = hasInjectionContext() ? inject(SCOPE, undefined) : undefined
  if (!scope && typeof document === 'undefined') {
    throw new CodedError(
      'no_manager',
      'Call app.use(dataSyncPlugin, { manager }): a server render has no manager of its own.',
    )
  }
  return scope ?? (browserScope ??= { manager: dataSyncManager })
}

/**
 * The manager of the nearest `provideDataSync` or `dataSyncPlugin`; without one the default manager, in browsers only.
 *
 * @throws CodedError `no_manager` in a server render without a plugin
 */
export function useDataSync(): DataSyncManager {
  return useScope().manager
}
