/** The kept answers by URL, on a storage that may fail: each URL's reads and writes happen one after the other. */
import { isolate, type Report } from '../base/emitter'
import type { HttpCacheStorage } from './http-cache-options'
import { type StoredResponse, toStoredList } from './stored-response'

/** How many invalidations are remembered one by one. */
const REMEMBERED = 1000

/** How many answers of one URL are kept, for requests that differ in what `Vary` names. */
const VARIANTS = 20

/** A shelf of answers. */
export interface Shelf {
  /** The answers of a URL, newest first; none where the storage fails. */
  read(url: string): Promise<StoredResponse[]>
  /** Which of two moments was earlier: a request begun before its URL was emptied must not fill it again. */
  moment(url: string): number
  /** Replaces the answers of a URL, unless it was emptied since that moment. */
  update(url: string, moment: number, change: (list: StoredResponse[]) => StoredResponse[]): Promise<void>
  /** Empties a URL. */
  empty(url: string): Promise<void>
  /** Empties everything. */
  clear(): Promise<void>
}

/** A shelf on a storage; failures are told to `report`. */
export function createShelf(storage: HttpCacheStorage, report: Report): Shelf {
  const turns = new Map<string, Promise<unknown>>()
  /** By URL, the number of its last emptying; `floor` is that of all others. */
  const emptied = new Map<string, number>()
  let count = 0
  let floor = 0

  async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      isolate(report, 'the storage of an HTTP cache', () => {
        throw error
      })
      return undefined
    }
  }

  function inTurn<T>(key: string, work: (key: string) => Promise<T>): Promise<T | undefined> {
    const turn = (turns.get(key) ?? Promise.resolve()).then(() => attempt(() => work(key)))
    turns.set(key, turn)
    void turn.then(() => turns.get(key) === turn && turns.delete(key))
    return turn
  }

  const moment = (url: string) => emptied.get(url) ?? floor
  const forget = () => {
    emptied.clear()
    floor = ++count
  }
  const remove = async (key: string) => void (await storage.delete(key))
  const list = async (key: string) => toStoredList(await attempt(() => storage.get(key)))
  return {
    moment,
    read: async (url) => (await inTurn(toKey(url), list)) ?? [],
    update: (url, since, change) =>
      inTurn(toKey(url), async (key) => {
        const held = await list(key)
        // Asked last: the storage may have taken its time.
        if (moment(url) !== since) return
        const next = change(held).slice(0, VARIANTS)
        await (next.length > 0 ? storage.set(key, next) : storage.delete(key))
      }),
    empty(url) {
      if (emptied.size >= REMEMBERED) forget()
      emptied.set(url, ++count)
      return inTurn(toKey(url), remove)
    },
    async clear() {
      forget()
      const keys = (await attempt(() => storage.keys())) ?? []
      await Promise.all([...new Set([...keys, ...turns.keys()])].map((key) => inTurn(key, remove)))
    },
  }
}

/** The method belongs to it: what answers a GET answers nothing else, but for HEAD. */
function toKey(url: string): string {
  return `GET ${url}`
}
