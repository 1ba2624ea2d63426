/** Keeps the auto-sync switch as a user's preference across reloads. */
import type { DataSyncManager } from './manager'

/** Where a preference is kept: `localStorage` has this shape. */
export interface PreferenceStorage {
  /** What is kept under a name; null where nothing is. */
  getItem(name: string): string | null
  /** Keeps a text under a name. May throw: then it is done without. */
  setItem(name: string, value: string): void
}

/** Options of {@link rememberAutoSync}. */
export interface RememberAutoSyncOptions {
  /** The name it is kept under, after the manager's scope. Default `'freshline:auto-sync'`. */
  readonly key?: string | undefined
  /** Where it is kept. Default: `localStorage`, where there is one. */
  readonly storage?: PreferenceStorage | undefined
}

/**
 * Restores the switch of `pause()` and `resume()` now, and keeps it whenever it changes; answers how to stop.
 * A storage that is full, forbidden or missing is done without.
 */
export function rememberAutoSync(
  manager: DataSyncManager,
  options: RememberAutoSyncOptions = {},
): () => void {
  const name = manager.scope + (options.key ?? 'freshline:auto-sync')
  const use = (act: (storage: PreferenceStorage) => void) => {
    try {
      const storage = options.storage ?? globalThis.localStorage
      if (storage) act(storage)
    } catch {
      // Private windows and full disks: the switch works, it is only not remembered.
    }
  }
  use((storage) => {
    if (storage.getItem(name) === 'off') manager.pause()
  })
  const offs = (['paused', 'resumed'] as const).map((type) =>
    manager.on(type, ({ key }) => {
      if (key === undefined) use((storage) => storage.setItem(name, type === 'paused' ? 'off' : 'on'))
    }),
  )
  return () => {
    for (const off of offs) off()
  }
}
