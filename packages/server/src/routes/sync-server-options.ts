/** What a sync server is made with. */
import type { Clock, Target } from '@freshline/core/shared'
import type { CorsOptions } from '../conditional/cors'
import type { SyncLimits } from '../limits/sync-limits'
import type { ChangeSource } from '../log'
import type { Monitor } from '../monitoring/monitor'
import type { Authorize } from './authorize'
import type { InvalidatedCache } from './invalidator'
import type { Purge, PurgeOptions } from './purge-options'
import type { ReplayMemory } from './replay-memory'
import type { WebhookLog } from './webhook-attempts'
import type { OnWebhook } from './webhook-route'

/** What the server uses of a cache: `createResponseCache` makes one. Only `invalidate` must be there. */
export interface SyncCache extends InvalidatedCache {
  /** Figures by name; `hits` and `misses` make the hit ratio. Default: not told. */
  stats?(): unknown
  /** How well its store works. Default: not asked. */
  health?(): unknown
  /** True exactly once per id within `ttl` milliseconds, over all instances. Default: each instance for itself. */
  claim?(id: string, ttl: number): boolean | Promise<boolean>
  /** Forgets an id that was claimed. */
  release?(id: string): void | Promise<void>
}

/** Options of `createSyncServer`. */
export interface SyncServerOptions {
  /** The cache that is invalidated, watched, and asked which webhooks were seen. Default: none. */
  readonly cache?: SyncCache | undefined
  /** Where `GET /changes` reads; `createChangeFeed(cache.log)` makes one. Default: none, the route answers 404. */
  readonly changes?: ChangeSource | undefined
  /** Decides who may do what, but for webhooks, which are believed by their signature. Default: nobody may anything. */
  readonly authorize?: Authorize | undefined
  /**
   * What webhooks are signed with (Standard Webhooks; Base64 of at least 16 bytes, with or without `whsec_` before it). Several while they
   * are being changed. Default: none, `POST /webhook` answers 404.
   */
  readonly secret?: string | readonly string[] | undefined
  /** Tells what a webhook's event touches. Default: nothing. */
  readonly onWebhook?: OnWebhook | undefined
  /** How far a webhook's time may be off, in milliseconds, in either direction. Default 300,000. */
  readonly tolerance?: number | undefined
  /** Remembers which webhooks were seen. Default: the cache's store, or else this process's memory. */
  readonly replays?: ReplayMemory | undefined
  /** Records what became of each webhook. Default: the latest 500 accepted and 500 refused, in memory. */
  readonly attempts?: WebhookLog | undefined
  /** Tells a CDN what was invalidated. Default: nobody is told. */
  readonly purge?: Purge | PurgeOptions | undefined
  /** What a URL path in `POST /invalidate` means. Default: what the cache holds for that path; the path is a key too. */
  readonly pathTargets?: ((path: string) => readonly Target[]) | undefined
  /** Origins whose pages may call (CORS), and whose writes are let pass. Default: only the server's own. */
  readonly origins?: CorsOptions['origins'] | undefined
  /** Whether pages of other origins may send cookies along; not with `'*'`. Default: false. */
  readonly credentials?: boolean | undefined
  /** Bounds for what is taken. */
  readonly limits?: SyncLimits | undefined
  /**
   * Names the client that a request counts for, such as an account or an address that a proxy vouches for. It is asked
   * before `authorize`, so its answer must be cheap and not a client's free choice. Those without a name are counted
   * together. Default: who may is counted by principal, who may not all together.
   */
  readonly clientId?: ((request: Request) => string | null | undefined) | undefined
  /** What is told by `GET /monitoring/*`; false for none (404). Default: a monitor of the server's own. */
  readonly monitoring?: Monitor | false | undefined
  /** Where the routes are, such as `/api/sync`. Default: at the root. */
  readonly basePath?: string | undefined
  /** The off switch: `false` answers every request with 404 `switched_off`. Default: true. */
  readonly enabled?: boolean | undefined
  /** Where time comes from. Default: the system's. */
  readonly clock?: Clock | undefined
  /** Told of failures inside, which answers don't show. Default: `console.error`. */
  readonly onError?: ((error: unknown) => void) | undefined
}
