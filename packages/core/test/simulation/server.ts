/** A server that counts versions, replicas of it that lag, and its own cache in front, with HTTP's words for freshness. */
import { KEYS, TAGS } from './plan'

/** What the server holds of a key: a version that grows with every change, and which mutations it contains. */
export interface Value {
  readonly n: number
  readonly ids: readonly number[]
}

/** What is asked of the server's cache to forget. */
export interface Forgotten {
  readonly keys?: readonly string[] | undefined
  readonly tags?: readonly string[] | undefined
  readonly patterns?: readonly string[] | undefined
}

/** How the server's cache answers. */
export interface Served {
  readonly value: Value
  /** How long ago the cache got it, whole seconds, as in the `Age` header. */
  readonly age: number
  readonly isCached: boolean
}

const FIRST: Value = { n: 1, ids: [] }

export class Server {
  readonly #now: () => number
  /** How long its cache answers by itself, milliseconds; 0: there is none. */
  cacheFor: number
  readonly #history = new Map<string, { readonly at: number; readonly value: Value }[]>()
  readonly #cache = new Map<string, { readonly at: number; readonly value: Value }>()

  constructor(now: () => number, cacheFor: number) {
    this.#now = now
    this.cacheFor = cacheFor
  }

  /** What it holds, or what a replica that lags so many milliseconds still holds. */
  read(key: string, lag = 0): Value {
    const until = this.#now() - lag
    return (
      this.#history
        .get(key)
        ?.filter(({ at }) => at <= until)
        .at(-1)?.value ?? FIRST
    )
  }

  /** What a request gets: from the cache in front, where that holds something, unless it is to be passed by. */
  serve(key: string, isForced: boolean, lag: number): Served {
    const now = this.#now()
    const held = this.#cache.get(key)
    if (held && !isForced && now - held.at < this.cacheFor)
      return { value: held.value, age: Math.floor((now - held.at) / 1000), isCached: true }
    const value = this.read(key, lag)
    if (this.cacheFor > 0) this.#cache.set(key, { at: now, value })
    return { value, age: 0, isCached: false }
  }

  /** A change; by a mutation, if `id` is given, which is made once however often it arrives. */
  change(key: string, id?: number): Value {
    const value = this.read(key)
    if (id !== undefined && value.ids.includes(id)) return value
    const next = { n: value.n + 1, ids: id === undefined ? value.ids : [...value.ids, id] }
    const history = this.#history.get(key)
    const change = { at: this.#now(), value: next }
    if (history) history.push(change)
    else this.#history.set(key, [change])
    return next
  }

  /** Its cache forgets what is named. */
  forget({ keys = [], tags = [], patterns = [] }: Forgotten): void {
    for (const key of KEYS) {
      const isNamed =
        keys.includes(key) ||
        tags.some((tag) => TAGS[key]?.includes(tag)) ||
        patterns.some((pattern) => key.startsWith(pattern.slice(0, -1)))
      if (isNamed) this.#cache.delete(key)
    }
  }
}
