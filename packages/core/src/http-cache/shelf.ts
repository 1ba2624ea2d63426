/** The held answers by URL, on a storage that may fail: each URL's writes, and reads after them, happen in order. */
import type { HttpCacheStorage } from './http-cache-options'
import { decode, encode, type StoredResponse } from './stored-response'

/** How many emptied URLs are remembered one by one. */
const REMEMBERED = 1000

/** How many answers of one URL are held, for requests that differ in what `Vary` names. */
const VARIANTS = 20

/** A shelf of answers. */
export interface Shelf {
  /** The answers of a URL, newest first; none where the storage fails. */
  read(url: string): Promise<StoredResponse[]>
  /** The number of a request that begins now: later ones have greater numbers. */
  begin(): number
  /** When the URL was emptied: requests with a lower number must not fill it again. */
  emptiedAt(url: string): number
  /** Replaces the answers of a URL by what a request found, unless it began before the URL was emptied. */
  update(url: string, begun: number, change: (list: StoredResponse[]) => StoredResponse[]): Promise<unknown>
  /** Empties a URL. */
  empty(url: string): Promise<unknown>
  /** Empties everything. */
  clear(): Promise<void>
}

/** A shelf on a storage; `tell` hears of failures. */
export function createShelf(storage: HttpCacheStorage, tell: (error: unknown) => void): Shelf {
  const turns = new Map<string, Promise<unknown>>()
  /** By URL, when it was emptied; `floor` is that of all others. */
  const emptied = new Map<string, number>()
  let floor = 0
  let count = 0

  const attempt = async <T>(work: () => Promise<T>, before?: Promise<unknown>): Promise<T | void> => {
    try {
      await before
      return await work()
    } catch (error) {
      tell(error)
    }
  }
  const inTurn = <T>(url: string, work: (key: string) => Promise<T>) => {
    const turn = attempt(() => work(url), turns.get(url))
    turns.set(url, turn)
    void turn.then(() => turns.get(url) === turn && turns.delete(url))
    return turn
  }
  const list = async (url: string, before?: Promise<unknown>) =>
    (await attempt(async () => decode(await storage.get(url)), before)) ?? []
  const remove = (key: string) => storage.delete(key)
  const emptiedAt = (url: string) => emptied.get(url) ?? floor
  const forget = () => {
    emptied.clear()
    floor = ++count
  }
  return {
    begin: () => ++count,
    emptiedAt,
    read: (url) => list(url, turns.get(url)),
    update: (url, begun, change) =>
      inTurn(url, async (key) => {
        const held = await list(key)
        // Asked last: the storage may have taken its time.
        const next = emptiedAt(url) < begun ? change(held).slice(0, VARIANTS) : held
        if (next !== held) await (next[0] ? storage.set(key, encode(next)) : remove(key))
      }),
    empty(url) {
      if (emptied.size >= REMEMBERED) forget()
      emptied.set(url, ++count)
      return inTurn(url, remove)
    },
    async clear() {
      forget()
      const kept = (await attempt(() => storage.keys())) ?? []
      await Promise.all([...kept, ...turns.keys()].map((url) => inTurn(url, remove)))
    },
  }
}
