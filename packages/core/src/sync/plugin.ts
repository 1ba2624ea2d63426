/** The seam for what comes from beyond the page: other tabs, pushes, storage. */
import type { Clock } from '../base/clock'
import type { Version } from '../base/outcome'
import type { Environment } from '../environment'
import type { Target } from '../keys'
import type { SyncEvent, SyncEventType } from './events'
import type { Snapshot, Source } from './snapshot'

/** Something that happened elsewhere. */
export type OutsideEvent =
  | {
      /** Data arrived. */
      readonly type: 'data'
      /** The canonical key. */
      readonly key: string
      /** What arrived. */
      readonly data: unknown
      /** Where it came from, as snapshots say it. */
      readonly source: Extract<Source, 'tab' | 'push' | 'storage' | 'hydrated'>
      /** A mark taken when the request for it began; without one it counts as older than everything held. */
      readonly startedAt?: number | undefined
      /** The server's version of it, where there is one: an older one than what is held is refused. */
      readonly version?: Version | undefined
      /** How long it is still fresh, milliseconds. Default: the resource's ttl. */
      readonly freshFor?: number | undefined
      /** How old it is, milliseconds. Default 0. */
      readonly age?: number | undefined
      /** Labels by which it can be invalidated. Default: the resource's. */
      readonly tags?: readonly string[] | undefined
    }
  | {
      /** Something became stale. */
      readonly type: 'invalidate'
      /** What. */
      readonly target: Target
      /** Whether wanted keys are asked for again at once. Default `'wanted'`. */
      readonly refetch?: 'wanted' | 'none' | undefined
    }
  | {
      /** Something was deleted. */
      readonly type: 'removed'
      /** The canonical key. */
      readonly key: string
    }

/** What a plug-in is given. */
export interface PluginHost {
  /** Where the manager's time comes from. */
  readonly clock: Clock
  /** Whether anybody looks and there is a network. */
  readonly environment: Environment
  /** What is stored or shared carries this prefix, so that two users of one browser never meet. */
  readonly scope: string
  /** Listens to events of one type, or of all; answers how to stop. */
  on(type: SyncEventType | '*', listener: (event: SyncEvent) => void): () => void
  /** The state of a canonical key. */
  getSnapshot(key: string): Snapshot
  /** A mark of this moment in the order of all events, for `startedAt`. */
  mark(): number
  /**
   * Brings in what happened elsewhere. Answers whether data was taken: it is not, where something newer is held.
   * @throws target errors
   */
  apply(event: OutsideEvent): boolean
  /**
   * Asked before every automatic request; one that answers false holds it until `reconsider` is called. One that
   * throws is reported and holds nothing. Answers how to take it off.
   */
  gate(mayAsk: (key: string) => boolean): () => void
  /** Looks again at what gates and scales say of a key, or of all. */
  reconsider(key?: string): void
  /**
   * Multiplies intervals, for instance while a stream is connected. A factor that is not above 0 counts as 1.
   * Answers how to take it off.
   */
  scaleInterval(factorOf: (key: string) => number): () => void
}

/** Adds to a manager; answers how to take it off. */
export type Plugin = (host: PluginHost) => (() => void) | void
