/** Puts the console's functions on the page, and takes them off again. */
import { OptionError, type DataSyncManager } from '@freshline/core'
import type { DevtoolsApi } from './api'
import { createConsoleApi } from './console-api'
import { History } from './history'
import { Printer, type DevtoolsConsole } from './printer'
import { Redactor, type Redact } from './redact'

/** Options of {@link installDevtools}. */
export interface DevtoolsOptions {
  /** Tells several managers of a page apart. Default `default`; a name that is taken gets a number. */
  readonly name?: string | undefined
  /** Texts to be cut to 8 characters beside tokens and license keys: answers all that a line holds. */
  readonly redact?: Redact | undefined
  /** Where is printed. Default: the console. */
  readonly console?: DevtoolsConsole | undefined
}

/** What {@link installDevtools} answers. */
export interface Devtools {
  /** The functions that `window.__FRESHLINE__` has. */
  readonly api: DevtoolsApi
  /** Takes everything off again: listener, record and global. Doing it twice is harmless. */
  uninstall(): void
}

declare global {
  interface Window {
    /** The console's view of the page's manager; of several, the one installed first. */
    __FRESHLINE__?: DevtoolsApi
  }
}

/** What is installed on the page, kept on the page: two copies of this package see each other. */
interface Installed {
  readonly manager: DataSyncManager
  readonly api: DevtoolsApi
  readonly uninstall: () => void
}

const GLOBAL = '__FRESHLINE__'
const INSTALLED = Symbol.for('freshline.devtools')

/**
 * Installs `window.__FRESHLINE__` for a manager. Of several managers the first one is `__FRESHLINE__` itself, and
 * `__FRESHLINE__.managers` has all of them by name. Without a window (in a server render) nothing is installed or
 * listened to. For development: it listens to every event.
 *
 * @example
 * if (import.meta.env.DEV) installDevtools(dataSyncManager)
 *
 * @throws OptionError for a manager or an option that is none
 */
export function installDevtools(manager: DataSyncManager, options: DevtoolsOptions = {}): Devtools {
  check(manager, options)
  const printer = new Printer(options.console, new Redactor(options.redact))
  if (typeof window === 'undefined') {
    const past = { eventsOf: () => [], last: () => undefined, isAfter: () => false }
    const api: DevtoolsApi = createConsoleApi(manager, options.name ?? 'default', past, printer, () => ({
      [api.name]: api,
    }))
    return { api, uninstall: () => {} }
  }
  const installed = installedOn(window)
  // Hot reloading installs the same manager again.
  installed.find((each) => each.manager === manager)?.uninstall()
  const name = freeName(
    options.name ?? 'default',
    installed.map((each) => each.api.name),
  )
  const history = new History(manager)
  const api = createConsoleApi(manager, name, history, printer, () =>
    Object.fromEntries(installed.map((each) => [each.api.name, each.api])),
  )
  const own: Installed = {
    manager,
    api,
    uninstall() {
      const place = installed.indexOf(own)
      if (place < 0) return
      installed.splice(place, 1)
      history.stop()
      show(window, installed)
    },
  }
  installed.push(own)
  show(window, installed)
  return { api, uninstall: own.uninstall }
}

function installedOn(page: Window): Installed[] {
  const api = page[GLOBAL] as { [INSTALLED]?: Installed[] } | undefined
  return api?.[INSTALLED] ?? []
}

/** The manager that was installed first is the page's. */
function show(page: Window, installed: Installed[]): void {
  const [first] = installed
  if (!first) {
    delete page[GLOBAL]
    return
  }
  Object.defineProperty(first.api, INSTALLED, { value: installed, configurable: true })
  page[GLOBAL] = first.api
}

function freeName(wanted: string, taken: readonly string[]): string {
  let name = wanted
  for (let number = 2; taken.includes(name); number++) name = `${wanted}-${number}`
  return name
}

function check(manager: DataSyncManager, { name, redact }: DevtoolsOptions): void {
  const needed = ['on', 'getStatus', 'getSnapshot'] as const
  if (!manager || !needed.every((method) => typeof manager[method] === 'function')) {
    throw new OptionError('manager', manager, 'a DataSyncManager')
  }
  if (name !== undefined && (typeof name !== 'string' || name === '')) {
    throw new OptionError('name', name, 'a text that is not empty')
  }
  if (redact !== undefined && typeof redact !== 'function')
    throw new OptionError('redact', redact, 'a function')
}
