/** Whether a key may be asked for now: nothing stands in the way, or somebody asked for it by hand. */
import type { SyncEvent } from '@freshline/core'

/** Where the page stands. */
export interface Presence {
  visible: boolean
  online: boolean
  focused: boolean
}

export class Permissions {
  readonly page: Presence
  /** The switch for everything is off, and for which keys theirs is. */
  isPaused = false
  /** Keys whose own switch is off; false: or was, for a page forgets it with the key. */
  readonly #pausedKeys = new Map<string, boolean>()
  /** How many wait for a key. */
  readonly #waiting = new Map<string, number>()
  /** Keys that somebody asked for and that could not be asked for then. */
  readonly #owed = new Set<string>()
  /** Keys that were registered and not asked for since: while nothing is held of one, its next load is the first. */
  readonly #new = new Set<string>()
  /** How many requests that people asked for are under way. */
  readonly #asked = new Map<string, number>()
  /** Keys whose automatic requests are switched off. */
  readonly disabled = new Set<string>()
  /** Keys of which two managers shared a request that failed. */
  readonly #shared = new Set<string>()
  readonly #polledWhileHidden: (key: string) => boolean
  readonly #isEmpty: (key: string) => boolean

  constructor(
    page: Presence,
    polledWhileHidden: (key: string) => boolean,
    isEmpty: (key: string) => boolean,
  ) {
    this.page = { ...page }
    this.#polledWhileHidden = polledWhileHidden
    this.#isEmpty = isEmpty
  }

  mayAsk(key: string): boolean {
    const { online } = this.page
    return online && (this.isAutomatic(key) || this.#isExcused(key))
  }

  /** Whether a key may be asked for by itself, unless it is the first time. */
  isAutomatic(key: string): boolean {
    const { visible, online } = this.page
    return (
      online &&
      (visible || this.#polledWhileHidden(key)) &&
      !this.isPaused &&
      this.#pausedKeys.get(key) !== true
    )
  }

  /** Switches keys off (true) or on. */
  pause(keys: readonly string[], isOff: boolean): void {
    for (const key of keys) {
      if (isOff) this.#pausedKeys.set(key, true)
      else this.#pausedKeys.delete(key)
    }
  }

  /** Nobody follows a key any more: its switch may be forgotten. */
  left(key: string): void {
    if (this.#pausedKeys.has(key)) this.#pausedKeys.set(key, false)
  }

  mayBePaused(key: string): boolean {
    return this.#pausedKeys.has(key)
  }

  /** Whether somebody waits for a key, or will be served when that can be. */
  isWaitedFor(key: string): boolean {
    return this.#waiting.has(key) || this.#isExcused(key)
  }

  /** A key is registered, or everything was forgotten: its next load is the first. */
  first(key: string): void {
    this.#new.add(key)
  }

  /** A request failed that others may have shared: it may be made once more. */
  shared(key: string): void {
    this.#shared.add(key)
  }

  /** A request began. */
  began(key: string): void {
    this.#new.delete(key)
    this.#shared.delete(key)
  }

  /** Somebody waits for keys (1), or does no longer (-1). */
  wait(keys: readonly string[], by: 1 | -1): void {
    for (const key of keys) add(this.#waiting, key, by)
    if (!this.page.online && by === 1) for (const key of keys) this.#owe(key)
  }

  /** The page, the network or the focus comes or goes. */
  turn(change: Partial<Presence>): void {
    Object.assign(this.page, change)
    if (change.online !== false) return
    // What somebody waits for now is asked for when the network is back.
    for (const names of [this.#waiting, this.#asked]) {
      for (const [key, count] of names) if (count > 0) this.#owe(key)
    }
  }

  /** What a person asked for is over when its request is, unless another was made for it meanwhile. */
  heard({ type, key, reason }: SyncEvent): void {
    if (key === undefined) return
    if (type === 'superseded' && this.#asked.has(key)) this.#owe(key)
    if (reason !== 'refresh') return
    if (type === 'fetching') add(this.#asked, key, 1)
    if (type !== 'success' && type !== 'unchanged' && type !== 'error') return
    add(this.#asked, key, -1)
    if (this.page.online && !this.#asked.has(key)) this.#owed.delete(key)
  }

  #owe(key: string): void {
    this.#owed.add(key)
  }

  #isExcused(key: string): boolean {
    const isFirst = this.#new.has(key) && this.#isEmpty(key)
    return (
      isFirst ||
      this.#owed.has(key) ||
      this.#shared.has(key) ||
      this.#waiting.has(key) ||
      this.#asked.has(key)
    )
  }
}

/** Counts up or down; what is at zero is gone. */
function add(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by
  if (count > 0) counts.set(key, count)
  else counts.delete(key)
}
