/** Puts the console's functions on the page, and the panel where it is asked for; and takes them off again. */
import { createManagerProbe, OptionError, type DataSyncManager } from '@freshline/core'
import { collectMetrics } from '@freshline/core/metrics'
import type { DevtoolsApi } from './api'
import { createConsoleApi } from './console-api'
import { ConsoleLog } from './console-log'
import { startHints } from './hints'
import { History } from './history'
import {
  enterPage,
  findInstalled,
  freeName,
  installedOn,
  leavePage,
  panelOf,
  type Installed,
} from './page-registry'
import { NO_PANEL, ownPanel, type PanelLoader } from './panel-loader'
import { trackPerformance, type PerformanceTrackOptions } from './performance/track-performance'
import { Printer, type DevtoolsConsole } from './printer'
import { Redactor, type Redact } from './redact'

/** Options of {@link installDevtools}. */
export interface DevtoolsOptions {
  /** Tells several managers of a page apart. Default `default`; a name that is taken gets a number. */
  readonly name?: string | undefined
  /**
   * Puts the panel on the page, closed at first: one for all managers. `true` is for development: a production build
   * does not have it. `() => import('@freshline/devtools/panel')` brings it in any build. Default false.
   */
  readonly panel?: boolean | PanelLoader | undefined
  /**
   * Puts requests and mutations on a track of their own in the browser's Performance panel. An object may give it
   * another name and `redact` than here. Default false.
   */
  readonly performanceTrack?: boolean | PerformanceTrackOptions | undefined
  /** Texts to be cut to 8 characters beside tokens and license keys: answers all that a line holds. */
  readonly redact?: Redact | undefined
  /** Where is printed. Default: the console. */
  readonly console?: DevtoolsConsole | undefined
}

/** What {@link installDevtools} answers. */
export interface Devtools {
  /** The functions that `window.__FRESHLINE__` has. */
  readonly api: DevtoolsApi
  /** Takes everything off again: listener, record, panel and global. Doing it twice is harmless. */
  uninstall(): void
}

declare global {
  interface Window {
    /** The console's view of the page's manager; of several, the one installed first. */
    __FRESHLINE__?: DevtoolsApi
  }
}

/**
 * Installs `window.__FRESHLINE__` for a manager. Of several managers the first one is `__FRESHLINE__` itself, and
 * `__FRESHLINE__.managers` has all of them by name. Without a window (in a server render) nothing is installed or
 * listened to. For development: it listens to every event.
 *
 * @example
 * if (import.meta.env.DEV) installDevtools(dataSyncManager, { panel: true })
 *
 * @throws OptionError for a manager or an option that is none
 */
export function installDevtools(manager: DataSyncManager, options: DevtoolsOptions = {}): Devtools {
  check(manager, options)
  const printer = new Printer(options.console, new Redactor(options.redact))
  if (typeof window === 'undefined') return onServer(manager, options, printer)
  // Hot reloading installs the same manager again.
  findInstalled(window, manager)?.uninstall()
  const name = freeName(window, options.name ?? 'default')
  // First what may refuse an option: nothing is left listening then.
  const offTrack = track(manager, name, options)
  const collector = collectMetrics(manager)
  const history = new History(manager)
  const log = new ConsoleLog(manager, printer, name)
  const report = () => collector.report()
  const probe = createManagerProbe(manager)
  const hints = startHints(manager, probe, printer, log)
  let isOver = false
  const api = createConsoleApi({
    ...{ manager, probe, name, history, printer, log, report },
    namedAt: (key) => hints?.namedAt(key),
    isOver: () => isOver,
    managers: () => Object.fromEntries(installedOn(window).map((each) => [each.name, each.api])),
    panel: (isOpen) => showPanel(options.panel, isOpen, printer),
  })
  const own: Installed = {
    ...{ manager, name, api, history, report, redactor: printer.redactor },
    uninstall() {
      if (!leavePage(window, own)) return
      isOver = true
      offTrack?.()
      log.set(false)
      for (const each of [hints, history, collector]) each?.stop()
    },
  }
  enterPage(window, own)
  if (options.panel) void showPanel(options.panel, undefined, printer)
  return { api, uninstall: own.uninstall }
}

/** Brings the panel, and opens or closes it; `undefined` leaves it as it is. Says so where there is none. */
async function showPanel(
  option: DevtoolsOptions['panel'],
  isOpen: boolean | undefined,
  printer: Printer,
): Promise<void> {
  const load = typeof option === 'function' ? option : ownPanel
  try {
    const panel = await panelOf(window, async () => {
      const module = await load()
      if (!module) throw new Error(NO_PANEL)
      return module
    })
    if (isOpen !== undefined) panel?.toggle(isOpen)
  } catch (error) {
    printer.warn(error instanceof Error ? error.message : String(error))
  }
}

function track(
  manager: DataSyncManager,
  name: string,
  { performanceTrack, redact }: DevtoolsOptions,
): (() => void) | undefined {
  if (!performanceTrack) return undefined
  const own = performanceTrack === true ? {} : performanceTrack
  // `undefined` says nothing: a secret that is cut elsewhere is cut here, too.
  return trackPerformance(manager, {
    ...own,
    name: own.name === undefined ? titleOf(name) : own.name,
    redact: own.redact === undefined ? redact : own.redact,
  })
}

/** What a manager is called before others: without its name where it has none of its own. */
function titleOf(name: string): string {
  return name === 'default' ? 'Freshline' : `Freshline (${name})`
}

/** Where there is no page: the functions answer, nothing is listened to. */
function onServer(manager: DataSyncManager, options: DevtoolsOptions, printer: Printer): Devtools {
  const name = options.name ?? 'default'
  const report = () => {
    const collector = collectMetrics(manager)
    collector.stop()
    return collector.report()
  }
  const api: DevtoolsApi = createConsoleApi({
    ...{ manager, name, printer, report },
    probe: createManagerProbe(manager),
    namedAt: () => undefined,
    isOver: () => false,
    history: { eventsOf: () => [], last: () => undefined, isAfter: () => false },
    log: new ConsoleLog(manager, printer, name),
    managers: () => ({ [name]: api }),
    panel: async () => printer.warn('there is no page for a panel here'),
  })
  return { api, uninstall: () => {} }
}

function check(manager: DataSyncManager, { name, redact, panel, performanceTrack }: DevtoolsOptions): void {
  const needed = ['on', 'getStatus', 'getSnapshot'] as const
  if (!manager || !needed.every((method) => typeof manager[method] === 'function')) {
    throw new OptionError('manager', manager, 'a DataSyncManager')
  }
  if (name !== undefined && (typeof name !== 'string' || name === '')) {
    throw new OptionError('name', name, 'a text that is not empty')
  }
  if (redact !== undefined && typeof redact !== 'function')
    throw new OptionError('redact', redact, 'a function')
  if (performanceTrack !== undefined && !['boolean', 'object'].includes(typeof performanceTrack)) {
    throw new OptionError('performanceTrack', performanceTrack, 'true, false, an object')
  }
  if (panel !== undefined && typeof panel !== 'boolean' && typeof panel !== 'function') {
    throw new OptionError('panel', panel, "true, false, () => import('@freshline/devtools/panel')")
  }
}
