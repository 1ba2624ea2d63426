/** Whether a key may be asked for now: nothing stands in the way, or somebody asked for it by hand. */
import type { SyncEvent } from '@freshline/core'

/** Where the page stands. */
export interface Presence {
  visible: boolean
  online: boolean
  focused: boolean
}

export class Permissions {
  readonly page: Presence = { visible: true, online: true, focused: true }
  /** Managers whose auto-sync switch is off. */
  readonly paused = new Set<number>()
  readonly #managers: number
  /** How many wait for a key of a manager. */
  readonly #waiting = new Map<string, number>()
  /** Keys that somebody asked for and that could not be asked for then, and first loads. */
  readonly #excused = new Set<string>()
  /** How many requests that people asked for are under way. */
  readonly #asked = new Map<string, number>()

  constructor(managers: number) {
    this.#managers = managers
  }

  /** The managers of one cache join each other's requests: what one may ask for, all may. */
  mayAsk(key: string): boolean {
    if (!this.page.online) return false
    for (let owner = 0; owner < this.#managers; owner++) if (this.#isFree(owner, key)) return true
    return false
  }

  /** A key is registered, or its data was forgotten: its next load is the first. */
  first(owner: number, key: string): void {
    this.#excused.add(`first ${owner} ${key}`)
  }

  /** A request began. */
  began(owner: number, key: string): void {
    this.#excused.delete(`first ${owner} ${key}`)
  }

  /** Somebody waits for keys (1), or does no longer (-1). */
  wait(owner: number, keys: readonly string[], by: 1 | -1): void {
    for (const key of keys) add(this.#waiting, `${owner} ${key}`, by)
    if (!this.page.online && by === 1) for (const key of keys) this.#owe(`${owner} ${key}`)
  }

  /** The page, the network or the focus comes or goes. */
  turn(change: Partial<Presence>): void {
    Object.assign(this.page, change)
    if (change.online !== false) return
    // What somebody waits for now is asked for when the network is back.
    for (const names of [this.#waiting, this.#asked]) {
      for (const [name, count] of names) if (count > 0) this.#owe(name)
    }
  }

  /** What a person asked for is over when its request is, unless another was made for it meanwhile. */
  heard(owner: number, { type, key, reason }: SyncEvent): void {
    const name = `${owner} ${key}`
    if (type === 'superseded' && this.#asked.has(name)) this.#owe(name)
    if (reason !== 'refresh') return
    if (type === 'fetching') add(this.#asked, name, 1)
    if (type !== 'success' && type !== 'unchanged' && type !== 'error') return
    add(this.#asked, name, -1)
    if (this.page.online && !this.#asked.has(name)) this.#excused.delete(`owed ${name}`)
  }

  #owe(name: string): void {
    this.#excused.add(`owed ${name}`)
  }

  #isFree(owner: number, key: string): boolean {
    const name = `${owner} ${key}`
    if (this.#waiting.has(name) || this.#excused.has(`owed ${name}`)) return true
    if (this.#excused.has(`first ${name}`) || this.#asked.has(name)) return true
    return this.page.visible && !this.paused.has(owner)
  }
}

/** Counts up or down; what is at zero is gone. */
function add(counts: Map<string, number>, name: string, by: 1 | -1): void {
  const count = (counts.get(name) ?? 0) + by
  if (count > 0) counts.set(name, count)
  else counts.delete(name)
}
