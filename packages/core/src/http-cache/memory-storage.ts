/** A storage in memory that forgets what was not used for longest. */
import type { HttpCacheStorage } from './http-cache-options'
import type { StoredResponse } from './stored-response'

/** Holds so many keys at most, and so many bytes of bodies. */
export function memoryStorage(maxEntries: number, maxBytes: number): HttpCacheStorage {
  const entries = new Map<string, StoredResponse[]>()
  let bytes = 0
  const remove = (key: string) => {
    const value = entries.get(key)
    for (const { size } of value ?? []) bytes -= size
    entries.delete(key)
    return value
  }
  const add = (key: string, value: StoredResponse[]) => {
    for (const { size } of value) bytes += size
    entries.set(key, value)
  }
  return {
    async get(key) {
      const value = remove(key)
      if (value) add(key, value)
      return value
    },
    async set(key, value) {
      remove(key)
      add(key, value as StoredResponse[])
      for (const oldest of entries.keys()) {
        if (entries.size <= maxEntries && bytes <= maxBytes) break
        remove(oldest)
      }
    },
    delete: async (key) => void remove(key),
    keys: async () => [...entries.keys()],
  }
}
