/** Which webhooks were seen, so that one that was overheard cannot be sent again. */
import type { Clock } from '@freshline/core/shared'

/** Remembers ids; a store that instances share makes them refuse the same ones. A cache's store is one. */
export interface ReplayMemory {
  /** True exactly once per id within `ttl` milliseconds. */
  claim(id: string, ttl: number): boolean | Promise<boolean>
  /** Forgets an id, so that a repetition is taken. */
  release(id: string): void | Promise<void>
}

/**
 * A memory of one process. When it is full it refuses what is new: forgetting would let repetitions pass, and only
 * who knows the secret can fill it.
 * @param max most ids that are remembered
 */
export function createReplayMemory(clock: Clock, max = 100_000): ReplayMemory {
  /** By the time until which they are remembered, in order of claiming. */
  const claimed = new Map<string, number>()
  return {
    claim(id, ttl) {
      const now = clock.now()
      for (const [old, until] of claimed) {
        if (until > now) break
        claimed.delete(old)
      }
      if ((claimed.get(id) ?? 0) > now || claimed.size >= max) return false
      claimed.delete(id)
      claimed.set(id, now + ttl)
      return true
    },
    release: (id) => void claimed.delete(id),
  }
}
