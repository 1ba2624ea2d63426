/** Data that people bring: by hand, or ahead of time. */
import { checkDuration } from '../base/check'
import type { Version } from '../base/outcome'
import { metaOf, noteRead, start, type Engine, type Meta, type Snapshot } from '../sync'
import { CLAIM_WITHIN, type Described } from './registrations'

/** Options of `setData`. */
export interface SetDataOptions {
  /** How long it is fresh, milliseconds. Default: the resource's (under `'http'` 0: no server said it), or the cache's. */
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
  // What is held, without what optimistic updates expect: that is added again when it is shown.
  const current = record || entry?.project ? record?.value : entry?.snapshot.data
  const value: unknown = typeof valueOrUpdater === 'function' ? valueOrUpdater(current) : valueOrUpdater
  // Data that was labelled stays so, though whoever labelled it has left.
  const labels = record?.life.tags ?? []
  const life = entry?.life ?? (labels.length > 0 ? { ...store.life, tags: labels } : store.life)
  const { ttl, version } = options
  const held = metaOf(record).version
  const lasting = ttl === undefined ? life : { ...life, ttl: checkDuration('ttl', ttl) }
  engine.turn(() =>
    engine.write(key, value, {
      started: ++store.sequence,
      life: lasting,
      // A write without a version keeps the one it was made from: a replica that lags behind it is still old.
      meta: (version ?? held) === undefined ? MANUAL : { source: 'manual', version: version ?? held },
    }),
  )
}

/** Fetches what is not registered into the cache. */
export async function prefetch<T>(engine: Engine, described: Described<T>): Promise<Snapshot> {
  const { key, fetcher, options } = described
  const held = engine.peek(key)
  if (engine.isEnabled && held.freshness === 'fresh') {
    noteRead(engine, { key, snapshot: held }, 'held', 'prefetch')
    return held
  }
  return new Promise((resolve) => {
    engine.turn(() => {
      const entry = engine.ensure(key)
      if (entry.owners.length === 0) {
        const policy = engine.policyOf(key, [options as never])
        // Else what is gone at once would be asked for anew by whoever has waited for it, a render for instance.
        entry.policy = { ...policy, gcTime: Math.max(policy.gcTime, CLAIM_WITHIN) }
      }
      noteRead(engine, entry, entry.run ? 'joined' : 'asked', 'prefetch')
      const run = entry.run ?? start(engine, entry, 'prefetch', false, false, fetcher)
      run.kept = 2
      run.wait(() => resolve(entry.snapshot))
    })
  })
}
