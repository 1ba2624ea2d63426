/** What is told without being asked: mistakes that beginners make. For development, and left out of production builds. */
import type { DataSyncManager, ManagerProbe } from '@freshline/core'
import type { ConsoleLog } from './console-log'
import { knownKeys, meantWords } from './near-targets'
import type { Printer } from './printer'
import { UnaskedKeys } from './unasked-keys'
import { UnknownNames } from './unknown-names'

declare const process: { readonly env: { readonly NODE_ENV?: string } }

/** Looks for mistakes until it is stopped. */
export interface Hints {
  /** When a mutation named a key last while nothing was held under it, epoch milliseconds. */
  namedAt(key: string): number | undefined
  /** Ends looking. */
  stop(): void
}

/**
 * Begins to look; undefined in a production build, from which bundlers leave it out because `process.env.NODE_ENV` is
 * written there as `'production'`, and on a page without any bundler.
 */
export function startHints(
  manager: DataSyncManager,
  probe: ManagerProbe,
  printer: Printer,
  log: ConsoleLog,
): Hints | undefined {
  try {
    return process.env.NODE_ENV === 'production' ? undefined : hints(manager, probe, printer, log)
  } catch {
    return undefined
  }
}

function hints(manager: DataSyncManager, probe: ManagerProbe, printer: Printer, log: ConsoleLog): Hints {
  const meant = (key: string) => meantWords(key, knownKeys(manager, probe))
  const names = new UnknownNames(manager, printer, log, meant)
  const unasked = new UnaskedKeys(manager, probe, printer)
  const off = tellUnreadable(manager, printer, log)
  return {
    namedAt: (key) => names.at(key),
    stop() {
      names.stop()
      unasked.stop()
      off()
    },
  }
}

/** Tells once a key of answers that cannot be read: unlike other failures, the browser shows nothing of them. */
function tellUnreadable(manager: DataSyncManager, printer: Printer, log: ConsoleLog): () => void {
  const told = new Set<string>()
  return manager.on('error', ({ key, snapshot }) => {
    const error = snapshot?.error as (Error & { readonly code?: string }) | undefined
    if (key === undefined || error?.code !== 'parse' || told.has(key)) return
    told.add(key)
    if (log.level === false) printer.warn(`${key}: ${error.message}`)
  })
}
