/**
 * What tools for developers may do to a running manager, beyond what a page may: stand between it and its fetchers,
 * pretend that there is no network, end a lifetime early. A function of its own: who does not call it has none of it.
 */
import { checkFunction } from '../base/check'
import type { FetchContext } from '../base/fetch-context'
import { hashKey, type Key } from '../keys'
import { age, failed, intervalOf, type Engine, type Run } from '../sync'
import { engineOf, type DataSyncManager } from './manager'

/** What a key's registrations ask for, taken together. Durations are milliseconds. */
export interface ProbedKey {
  /** The labels of what is held, or of the registrations. */
  readonly tags: readonly string[]
  /** The interval as of now; `Infinity`: it is not polled. */
  readonly interval: number
  /** How long an answer is fresh; `Infinity`: until it is invalidated. */
  readonly ttl: number
  /** Whether an answer is fresh for as long as the server says. */
  readonly isByServer: boolean
  /** How long unwatched data stays after it went stale. */
  readonly gcTime: number
  /** How long an attempt may take. */
  readonly timeout: number
  /** How many registrations there are. */
  readonly registrations: number
  /** The request that is under way, with its repetitions; undefined where there is none. */
  readonly request: ProbedRequest | undefined
}

/** A request of a key until it is answered, or given up for good. */
export interface ProbedRequest {
  /** How many of its attempts have failed. */
  readonly failures: number
  /** What the last of them failed with. */
  readonly error: Error | undefined
  /** When it is tried again, epoch milliseconds; undefined while an attempt is under way, or waits for its turn. */
  readonly nextAt: number | undefined
}

/** A probe in a manager. */
export interface ManagerProbe {
  /**
   * Stands between the manager and its fetchers: called for each attempt, and what it answers, or throws, is the
   * attempt's. `ask` calls the fetcher. Answers how to take it off; one put in before is called by the next one's `ask`.
   * @throws OptionError
   */
  intercept(around: (context: FetchContext, ask: () => unknown) => unknown): () => void
  /** Holds the network to be away, whatever the environment says; `false` ends what this probe holds. */
  setOffline(isOffline: boolean): void
  /**
   * Lets what is asked for under a key right now fail with an error, as if the server had: its answer is nobody's any
   * more, and it is repeated as any failure is. Answers whether anything was under way.
   */
  fail(key: Key, error: Error): boolean
  /** Ends the lifetime of what is held, as if its time had passed. Answers whether anything fresh was held. */
  expire(key: Key): boolean
  /** What a key's registrations ask for; undefined for a key that is neither registered nor watched. */
  describe(key: Key): ProbedKey | undefined
}

/** What the probes of one manager have put between it and its fetchers, the innermost first. */
const layersOf = /* @__PURE__ */ new WeakMap<Engine, Set<Parameters<ManagerProbe['intercept']>[0]>>()

/**
 * Puts a probe into a manager.
 *
 * @example
 * const probe = createManagerProbe(manager)
 * const off = probe.intercept((context, ask) => (context.key === 'stats' ? Promise.reject(new Error('down')) : ask()))
 */
export function createManagerProbe(manager: DataSyncManager): ManagerProbe {
  const engine = engineOf(manager)
  let isAway = false
  return {
    intercept(around) {
      const checked = checkFunction('around', around)
      const layer: typeof around = (context, ask) => checked(context, ask)
      const layers = layersOf.get(engine) ?? new Set()
      layersOf.set(engine, layers.add(layer))
      engine.around = (attempt, fetcher) => {
        let call = (): unknown => fetcher?.(attempt)
        for (const each of layers) {
          const inner = call
          call = () => each(attempt, inner)
        }
        return call()
      }
      return () => {
        layers.delete(layer)
        if (layers.size === 0) engine.around = undefined
      }
    },
    setOffline(isOffline) {
      if (isOffline === isAway) return
      isAway = isOffline
      engine.presence.cut(isOffline ? 1 : -1)
    },
    fail(key, error) {
      const runs = engine.entries.get(hashKey(key))?.runs.filter(({ state }) => state === 'running') ?? []
      engine.turn(() => {
        for (const run of runs) {
          run.current?.abort(error)
          failed(engine, run, error)
        }
      })
      return runs.length > 0
    },
    expire(key) {
      const record = engine.store.held(hashKey(key))
      const now = engine.now()
      if (!record || record.expires <= now) return false
      engine.turn(() => {
        record.expires = now
        const entry = engine.entries.get(record.key)
        if (!entry) return
        age(engine, entry, now)
        engine.touch(entry)
      })
      return true
    },
    describe(key) {
      const entry = engine.entries.get(hashKey(key))
      if (!entry) return undefined
      const { rules, ttl, gcTime, tags } = entry.policy
      return {
        tags: engine.store.records.get(entry.key)?.life.tags ?? tags,
        interval: intervalOf(engine, entry),
        ttl,
        isByServer: rules.byServer,
        gcTime,
        timeout: rules.timeout,
        registrations: entry.owners.length,
        request: entry.run && requestOf(engine, entry.run),
      }
    },
  }
}

function requestOf(engine: Engine, { state, attempts, lastError, until }: Run): ProbedRequest {
  return {
    failures: lastError ? attempts - (state === 'running' ? 1 : 0) : 0,
    error: lastError,
    nextAt: state === 'waiting' ? engine.timeline.toWall(until) : undefined,
  }
}
