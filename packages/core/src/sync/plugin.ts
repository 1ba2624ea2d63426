/** The seam for what comes from beyond the page: other tabs, pushes, storage. */
import type { Clock } from '../base/clock'
import type { Version } from '../base/outcome'
import type { Environment } from '../environment'
import type { Target } from '../keys'
import type { SyncEvent, SyncEventType } from './events'
import type { Snapshot, Source } from './snapshot'

/** Data that was brought by somebody else than a fetcher of this manager. */
export interface OutsideData {
  /** Data arrived. */
  readonly type: 'data'
  /** The canonical key. */
  readonly key: string
  /** The data itself. */
  readonly data: unknown
  /** How it came. */
  readonly source: Extract<Source, 'tab' | 'push' | 'storage' | 'hydrated'>
  /** A mark taken when the request for it began; without one it counts as older than everything held. */
  readonly startedAt?: number | undefined
  /** The server's version of it. Default: none. */
  readonly version?: Version | undefined
  /** How long it is still fresh, milliseconds; negative: stale for so long. Default: the resource's ttl less the age. */
  readonly freshFor?: number | undefined
  /** How old it is, milliseconds. Default 0. */
  readonly age?: number | undefined
  /** Its labels. Default: the resource's. */
  readonly tags?: readonly string[] | undefined
}

/** Something that happened elsewhere: data arrived, was invalidated, or removed. */
export type OutsideEvent =
  | OutsideData
  | {
      /** What matches the target is stale. */
      readonly type: 'invalidate'
      /** What is invalidated. */
      readonly target: Target
      /** Whether wanted keys are asked for again. Default `'wanted'`. */
      readonly refetch?: 'wanted' | 'none' | undefined
    }
  | {
      /** The key's data is gone. */
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
