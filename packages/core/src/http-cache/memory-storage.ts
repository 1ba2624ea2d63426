/** A storage in memory that forgets what was not used for longest. */
import type { HttpCacheStorage } from './http-cache-options'
import type { StoredResponse } from './stored-response'

/** Holds so many keys at most, and so many bytes of bodies. */
export function memoryStorage(maxEntries: number, maxBytes: number): HttpCacheStorage {
  const entries = new Map<string, unknown>()
  let bytes = 0
  const weigh = (value: unknown, sign: number) => {
    for (const { body } of value as StoredResponse[]) bytes += sign * (body?.byteLength ?? 0)
  }
  const remove = (key: string) => {
    weigh(entries.get(key) ?? [], -1)
    entries.delete(key)
  }
  return {
    async get(key) {
      const value = entries.get(key)
      // The last is the one used last.
      if (entries.delete(key)) entries.set(key, value)
      return value
    },
    async set(key, value) {
      remove(key)
      entries.set(key, value)
      weigh(value, 1)
      for (const oldest of entries.keys()) {
        if (entries.size <= maxEntries && bytes <= maxBytes) break
        remove(oldest)
      }
    },
    delete: async (key) => remove(key),
    keys: async () => entries.keys(),
  }
}
