/**
 * The managers that are installed on the page, and the one panel for all of them. It is kept on the page, so that two
 * copies of this package see each other.
 */
import type { DataSyncManager } from '@freshline/core'
import type { MountedPanel, PanelModule, PanelSource, PanelSources } from './panel-source'

/** A manager with its devtools. */
export interface Installed extends PanelSource {
  /** Takes them off again. */
  readonly uninstall: () => void
}

/** What the page holds. */
interface PageRegistry {
  readonly installed: Installed[]
  readonly listeners: Set<() => void>
  /** What was called `__FRESHLINE__` before. */
  readonly before: PropertyDescriptor | undefined
  /** The panel, or its coming. */
  panel: Promise<MountedPanel> | undefined
}

const GLOBAL = '__FRESHLINE__'
const REGISTRY = Symbol.for('freshline.devtools')

type Page = Window & { [REGISTRY]?: PageRegistry | undefined }

/** The managers that are installed, the page's one first. */
export function installedOn(page: Page): readonly Installed[] {
  return page[REGISTRY]?.installed ?? []
}

/** The installation of a manager. */
export function findInstalled(page: Page, manager: DataSyncManager): Installed | undefined {
  return installedOn(page).find((each) => each.manager === manager)
}

/** A name that no installed manager has: the wanted one, or one with a number. */
export function freeName(page: Page, wanted: string): string {
  const taken = installedOn(page).map((each) => each.name)
  let name = wanted
  for (let number = 2; taken.includes(name); number++) name = `${wanted}-${number}`
  return name
}

/** Adds a manager; the first one is the page's. */
export function enterPage(page: Page, own: Installed): void {
  const registry = (page[REGISTRY] ??= {
    installed: [],
    listeners: new Set(),
    before: Object.getOwnPropertyDescriptor(page, GLOBAL),
    panel: undefined,
  })
  registry.installed.push(own)
  changed(page, registry)
}

/** Takes a manager off. Answers whether it was there. With the last one, everything is as it was before. */
export function leavePage(page: Page, own: Installed): boolean {
  const registry = page[REGISTRY]
  const place = registry?.installed.indexOf(own) ?? -1
  if (!registry || place < 0) return false
  registry.installed.splice(place, 1)
  changed(page, registry)
  if (registry.installed.length > 0) return true
  registry.panel?.then(
    (panel) => panel.unmount(),
    () => {},
  )
  delete page[REGISTRY]
  delete page[GLOBAL]
  if (registry.before) Object.defineProperty(page, GLOBAL, registry.before)
  return true
}

/** The page's panel, put there by the first who asks; undefined where nothing is installed any more. */
export function panelOf(page: Page, load: () => Promise<PanelModule>): Promise<MountedPanel> | undefined {
  const registry = page[REGISTRY]
  if (!registry) return undefined
  const sources: PanelSources = {
    list: () => registry.installed,
    subscribe(onChange) {
      registry.listeners.add(onChange)
      return () => registry.listeners.delete(onChange)
    },
  }
  registry.panel ??= load().then(({ mountPanel }) => mountPanel(sources))
  // A panel that could not be loaded may be asked for again.
  registry.panel.catch(() => (registry.panel = undefined))
  return registry.panel
}

function changed(page: Page, registry: PageRegistry): void {
  const [first] = registry.installed
  if (first)
    Object.defineProperty(page, GLOBAL, {
      value: first.api,
      configurable: true,
      writable: true,
      enumerable: true,
    })
  for (const listener of registry.listeners) listener()
}
