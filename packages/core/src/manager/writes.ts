/** Data that people bring: by hand, or ahead of time. */
import { checkDuration } from '../base/check'
import type { Version } from '../base/outcome'
import { share } from '../base/structural-share'
import { compareVersions, start, type Engine, type Meta, type Snapshot } from '../sync'
import type { Described } from './registrations'

/** Options of `setData`. */
export interface SetDataOptions {
  /** How long it is fresh, milliseconds. Default: the resource's, or the cache's. */
  readonly ttl?: number | undefined
  /** The server's version of it, where it is known: an older one than what is held is refused. */
  readonly version?: Version | undefined
}

const MANUAL: Meta = { source: 'manual' }

/** Writes a value as of now. */
export function setData(engine: Engine, key: string, valueOrUpdater: unknown, options: SetDataOptions): void {
  const { store } = engine
  const entry = engine.entries.get(key)
  const record = store.held(key)
  const current = entry ? entry.snapshot.data : record?.value
  const value: unknown = typeof valueOrUpdater === 'function' ? valueOrUpdater(current) : valueOrUpdater
  const life = entry?.registrations.length ? entry.policy.life : engine.defaultLife
  const { ttl, version } = options
  const meta = record?.meta as Meta | undefined
  const lasting = ttl === undefined ? life : { ...life, ttl: checkDuration('ttl', ttl) }
  engine.turn(() =>
    store.write(key, record ? share(record.value, value) : value, {
      started: ++store.sequence,
      order: compareVersions(version, meta?.version),
      life: lasting,
      meta: version === undefined ? MANUAL : { source: 'manual', version },
    }),
  )
}

/** Fetches what is not registered into the cache. */
export async function prefetch<T>(engine: Engine, described: Described<T>): Promise<Snapshot> {
  const { key, fetcher, options } = described
  const held = engine.peek(key)
  if (engine.isEnabled && held.freshness === 'fresh') return held
  return new Promise((resolve) => {
    engine.turn(() => {
      const entry = engine.ensure(key)
      if (entry.registrations.length === 0) entry.policy = engine.policyOf([options as never])
      const run = entry.run ?? start(engine, entry, 'prefetch', { fetcher })
      run.kept = true
      run.wait(() => resolve(entry.snapshot))
    })
  })
}
