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
      readonly type: 'data'
      readonly key: string
      readonly data: unknown
      readonly source: Extract<Source, 'tab' | 'push' | 'storage' | 'hydrated'>
      /** A mark taken when the request for it began; without one it counts as older than everything held. */
      readonly startedAt?: number | undefined
      readonly version?: Version | undefined
      /** How long it is still fresh, milliseconds. Default: the resource's ttl. */
      readonly freshFor?: number | undefined
      /** How old it is, milliseconds. Default 0. */
      readonly age?: number | undefined
      readonly tags?: readonly string[] | undefined
    }
  | { readonly type: 'invalidate'; readonly target: Target; readonly refetch?: 'wanted' | 'none' | undefined }
  | { readonly type: 'removed'; readonly key: string }

/** What a plug-in is given. */
export interface PluginHost {
  readonly clock: Clock
  readonly environment: Environment
  /** What is stored or shared carries this prefix, so that two users of one browser never meet. */
  readonly scope: string
  on(type: SyncEventType | '*', listener: (event: SyncEvent) => void): () => void
  getSnapshot(key: string): Snapshot
  /** A mark of this moment in the order of all events, for `startedAt`. */
  mark(): number
  /** Brings in what happened elsewhere. Answers whether data was taken: it is not, where something newer is held. */
  apply(event: OutsideEvent): boolean
  /** Asked before every automatic request; one that answers false holds it until `reconsider` is called. */
  gate(mayAsk: (key: string) => boolean): () => void
  /** Looks again at what gates and scales say of a key, or of all. */
  reconsider(key?: string): void
  /** Multiplies intervals, for instance while a stream is connected. */
  scaleInterval(factorOf: (key: string) => number): () => void
}

/** Adds to a manager; answers how to take it off. */
export type Plugin = (host: PluginHost) => (() => void) | void
