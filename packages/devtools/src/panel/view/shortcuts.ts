/** What keys of the keyboard do while the focus is in the panel. */
import type { Settings, TabName } from '../settings'
import type { Views } from './views'

/** What a shortcut may do to the panel. */
export interface ShortcutTarget {
  readonly settings: Settings
  toggle(isOpen: boolean): void
  showTab(tab: TabName): void
  focusOn(selector: string): void
}

/** The tabs, in the order of their numbers. */
export const TAB_ORDER: readonly TabName[] = ['keys', 'timeline', 'log', 'metrics', 'settings']

/** Whether the keys are those that open and close the panel. */
export const isToggle = ({ altKey, shiftKey, code }: KeyboardEvent): boolean =>
  altKey && shiftKey && code === 'KeyF'

/** Does what a key is for, if it is for anything. */
export function onShortcut(event: KeyboardEvent, panel: ShortcutTarget, views: Views): void {
  // It closes the panel from anywhere, and is heard on the window.
  if (isToggle(event)) return
  // The page has shortcuts of its own, which are not for what is typed here.
  event.stopPropagation()
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === 'Escape') return escape(event, panel, views)
  if (isTyping(event)) return
  const tab = TAB_ORDER[Number(event.key) - 1]
  const { keys } = views
  if (tab) {
    panel.showTab(tab)
    panel.focusOn(`#tab-${tab}`)
  } else if (event.key === '/') panel.focusOn('.view .search')
  else if (event.key === '?') {
    panel.showTab('settings')
    panel.focusOn('#tab-settings')
  } else if (panel.settings.tab === 'keys' && keys.key !== undefined) {
    if (event.key === 'r') keys.details.refresh()
    else if (event.key === 'i') keys.details.invalidate()
    else if (event.key === 'e') keys.details.expire()
    else return
  } else return
  event.preventDefault()
}

function escape(event: KeyboardEvent, panel: ShortcutTarget, views: Views): void {
  event.preventDefault()
  const { tab } = panel.settings
  if (tab === 'keys' && views.keys.close()) return
  if (views.clearSearch(tab)) return
  panel.toggle(false)
}

function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath()
  if (!(target instanceof HTMLElement)) return false
  const isTextField =
    target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'radio'
  return isTextField || target instanceof HTMLSelectElement || target.isContentEditable
}
