/** The last good banner, kept across loads: shown at once on the next one, and instead of nothing when the API is away. */
import type { OutsideData, Plugin } from '@freshline/core'
import type { PublishedBanner } from '@freshline/example-server/api-types'
import { isBanner } from '../banner/check-banner'
import type { PageStorage } from './page-storage'

interface Kept {
  readonly banner: PublishedBanner
  /** When the API last confirmed it: epoch milliseconds, by the visitor's clock. */
  readonly confirmedAt: number
}

/** For how long a kept banner is better than none: half a year. */
const LONGEST = 180 * 86_400_000

/**
 * A plug-in that brings in what was kept, with its age and its place in the order of publications, and keeps what
 * arrives. Brought in like this, it is shown as stale and asked about, and no older one from a proxy replaces it.
 */
export function keepLastGood(key: string, name: string, storage: PageStorage): Plugin {
  return (host) => {
    const kept = storage.read(name, isKept)
    const age = kept ? Math.max(0, host.clock.now() - kept.confirmedAt) : 0
    if (kept && age < LONGEST) host.apply(toOutside(key, kept.banner, age))
    const keep = (): void => {
      const { data, updatedAt = 0 } = host.getSnapshot(key)
      if (isBanner(data)) storage.write(name, { banner: data, confirmedAt: updatedAt })
    }
    const offs = [host.on('success', keep), host.on('unchanged', keep)]
    return () => {
      for (const off of offs) off()
    }
  }
}

function toOutside(key: string, banner: PublishedBanner, age: number): OutsideData {
  return {
    type: 'data',
    key,
    data: banner,
    source: 'storage',
    version: banner.publishedAt,
    age,
    freshFor: -1,
  }
}

function isKept(value: unknown): value is Kept {
  const kept = value as Partial<Kept> | null | undefined
  return isBanner(kept?.banner) && Number.isFinite(kept.confirmedAt)
}
