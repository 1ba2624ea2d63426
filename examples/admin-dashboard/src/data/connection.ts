/**
 * The page's line to the server. The fault panel can cut it: requests then fail as they do without a network, and
 * the manager is told that the page is offline, just as the browser's own `offline` event would tell it.
 */
import { browserEnvironment, type Environment, type Transport } from '@freshline/core'

/** A line that can be cut. */
export interface Connection {
  /** Sends requests; fails while the line is cut. */
  readonly transport: Transport
  /** The browser's environment, offline while the line is cut. */
  readonly environment: Environment
  /** Whether the line is cut. */
  isCut(): boolean
  /** Cuts the line or mends it. */
  cut(on: boolean): void
  /** Tells when the line is cut or mended. */
  subscribe(listener: () => void): () => void
}

/** Makes a line over `base`, whose network state it adds to. */
export function createConnection(base: Environment = browserEnvironment()): Connection {
  const listeners = new Set<() => void>()
  let isCut = false
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return {
    async transport(input, init) {
      if (isCut) throw new TypeError('Failed to fetch')
      return fetch(input, init)
    },
    environment: {
      isVisible: () => base.isVisible(),
      isOnline: () => !isCut && base.isOnline(),
      isFocused: () => base.isFocused?.() ?? true,
      subscribe(onChange) {
        const offBase = base.subscribe(onChange)
        const offOwn = subscribe(onChange)
        return () => {
          offBase()
          offOwn()
        }
      },
    },
    isCut: () => isCut,
    cut(on) {
      if (on === isCut) return
      isCut = on
      for (const listener of [...listeners]) listener()
    },
    subscribe,
  }
}

/** The line of this page. */
export const connection = createConnection()
