/** What the panel remembers from one visit to the next. A storage that is missing, full or holds nonsense is no matter. */
import { FIRST_PLACE, type Dock, type Place } from './model/place'

/** The panel's parts. */
export type TabName = 'keys' | 'timeline' | 'log' | 'metrics' | 'settings'

/** The colours: the system's, or a choice. */
export type Scheme = 'system' | 'light' | 'dark'

/** Where the button is while the panel is closed. */
export type Corner = 'right' | 'left'

/** What is remembered. */
export interface Settings {
  readonly isOpen: boolean
  readonly tab: TabName
  readonly place: Place
  readonly scheme: Scheme
  readonly corner: Corner
}

const KEY = 'freshline.devtools'

/** The settings of somebody who has none. */
export const FIRST_SETTINGS: Settings = {
  isOpen: false,
  tab: 'keys',
  place: FIRST_PLACE,
  scheme: 'system',
  corner: 'right',
}

const TABS: readonly TabName[] = ['keys', 'timeline', 'log', 'metrics', 'settings']
const DOCKS: readonly Dock[] = ['bottom', 'right', 'window']

/** What was remembered; of what makes no sense, the first settings. */
export function readSettings(storage: () => Pick<Storage, 'getItem'>): Settings {
  try {
    const said: unknown = JSON.parse(storage().getItem(KEY) ?? '{}')
    return sanitize(typeof said === 'object' && said !== null ? (said as Partial<Settings>) : {})
  } catch {
    return FIRST_SETTINGS
  }
}

/** Remembers settings, where that can be done. */
export function writeSettings(storage: () => Pick<Storage, 'setItem'>, settings: Settings): void {
  try {
    storage().setItem(KEY, JSON.stringify(settings))
  } catch {
    // A page without storage, or a full one: it is forgotten with the page.
  }
}

function sanitize(said: Partial<Settings>): Settings {
  return {
    isOpen: said.isOpen === true,
    tab: oneOf(TABS, said.tab, FIRST_SETTINGS.tab),
    place: sanitizePlace(said.place),
    scheme: oneOf(['system', 'light', 'dark'], said.scheme, 'system'),
    corner: oneOf(['right', 'left'], said.corner, 'right'),
  }
}

function sanitizePlace(said: unknown): Place {
  const place = typeof said === 'object' && said !== null ? (said as Partial<Place>) : {}
  const size = (name: Exclude<keyof Place, 'dock'>) => {
    const value = place[name]
    return typeof value === 'number' && Number.isFinite(value) ? value : FIRST_PLACE[name]
  }
  return {
    dock: oneOf(DOCKS, place.dock, FIRST_PLACE.dock),
    height: size('height'),
    width: size('width'),
    x: size('x'),
    y: size('y'),
    windowWidth: size('windowWidth'),
    windowHeight: size('windowHeight'),
  }
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown, otherwise: T): T {
  return allowed.find((each) => each === value) ?? otherwise
}
