/** What all stores have in common: parts by namespace and version, opened once each. */
import { OptionError } from '@freshline/core/shared'
import type { EntryStore, ResponseStore, StoreHealth, StoreSpace } from './response-store'

/** A part to be opened, its names decided. */
export interface NamedSpace extends StoreSpace {
  readonly namespace: string
  /** Empty: none. */
  readonly version: string
}

/**
 * A store over a way to open a part.
 * @throws OptionError for names that are more than letters, digits, `_`, `.`, `-`, or longer than 64
 */
export function openSpaces(
  name: StoreHealth['name'],
  defaults: { readonly namespace?: string | undefined; readonly version?: string | undefined },
  openSpace: (space: NamedSpace) => EntryStore,
  closeAll: () => Promise<void> = () => Promise.resolve(),
): ResponseStore {
  const opened = new Map<string, EntryStore>()
  // Whoever opens a part, also one that is open already, is told what goes wrong.
  const listeners = new Set<(error: unknown) => void>()
  const onError = (error: unknown) => {
    for (const listener of listeners) {
      try {
        listener(error)
      } catch {
        // One that fails must not fail what survived the error.
      }
    }
  }
  const fallback = {
    namespace: checkName('namespace', defaults.namespace ?? 'default'),
    version: checkName('version', defaults.version ?? ''),
  }
  const open = (space: StoreSpace = {}): EntryStore => {
    const namespace = checkName('namespace', space.namespace ?? fallback.namespace)
    const version = checkName('version', space.version ?? fallback.version)
    const id = `${namespace} ${version}`
    if (space.onError) listeners.add(space.onError)
    const known = opened.get(id) ?? openSpace({ ...space, namespace, version, onError })
    opened.set(id, known)
    return known
  }
  return {
    name,
    open,
    get log() {
      return open().log
    },
    health: () => open().health(),
    close: closeAll,
  }
}

function checkName(option: string, value: string): string {
  if (typeof value === 'string' && /^[\w.-]{0,64}$/.test(value)) return value
  throw new OptionError(option, value, 'up to 64 letters, digits, _, . or -')
}
