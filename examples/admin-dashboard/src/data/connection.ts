/**
 * The page's line to the server. The fault panel can cut it: requests then fail as they do without a network, and
 * the manager is told that the page is offline, just as the browser's own `offline` event would tell it.
 */
import { browserEnvironment, type Environment, type Transport } from '@freshline/core'

/** What went over the line since the page was opened. */
export interface Traffic {
  /** Answers, whatever they said. */
  readonly answers: number
  /** Answers without a body: what the page holds is still right (304). */
  readonly notModified: number
}

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
  /** What went over it. */
  traffic(): Traffic
  /** Tells of every answer. */
  subscribeTraffic(listener: () => void): () => void
}

/** Makes a line over `base`, whose network state it adds to. */
export function createConnection(base: Environment = browserEnvironment()): Connection {
  const listeners = new Set<() => void>()
  const counting = new Set<() => void>()
  let isCut = false
  let traffic: Traffic = { answers: 0, notModified: 0 }
  const follow = (set: Set<() => void>) => (listener: () => void) => {
    set.add(listener)
    return () => void set.delete(listener)
  }
  const subscribe = follow(listeners)
  return {
    async transport(input, init) {
      if (isCut) throw new TypeError('Failed to fetch')
      const response = await fetch(input, init)
      const { answers, notModified } = traffic
      traffic = { answers: answers + 1, notModified: notModified + Number(response.status === 304) }
      for (const listener of counting) listener()
      return response
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
    traffic: () => traffic,
    subscribeTraffic: follow(counting),
  }
}

/** The line of this page. */
export const connection = createConnection()
