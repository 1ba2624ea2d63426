/** A store that several instances share through Redis, each with a memory of its own before it. */
import { checkDuration, OptionError } from '@freshline/core/shared'
import { systemTime } from '../base/clock'
import { MemoryTier, type MemoryBounds } from './memory-tier'
import { memoryStore } from './memory-store'
import { openSpaces } from './open-spaces'
import { RedisBacking } from './redis-backing'
import { RedisConnection, type RedisClient } from './redis-connection'
import type { ResponseStore } from './response-store'
import { TieredStore } from './tiered-store'
import { timersOf } from './timers'

/** Settings of {@link redisStore}. */
export interface RedisStoreOptions extends MemoryBounds {
  /** Default namespace of caches that name none. Default: `'default'`. */
  readonly namespace?: string | undefined
  /** Default version of caches that name none. Default: none. */
  readonly version?: string | undefined
  /** What the names of all keys in Redis begin with. Default: `'freshline'`. */
  readonly prefix?: string | undefined
  /** How long a command may take, in ms, before memory goes on alone for a while. Default: 250. */
  readonly timeout?: number | undefined
  /** Most entries of the log, roughly. Default: 10,000. */
  readonly maxLogEntries?: number | undefined
  /**
   * The off switch: `false` keeps everything in memory. Default: true, unless the environment variable `REDIS_ENABLED`
   * is `false`, `0`, `no` or `off`.
   */
  readonly enabled?: boolean | undefined
}

/**
 * Shares entries and invalidations with all instances on one Redis (5 or later; the package `ioredis` 5 or later).
 * While Redis answers, an invalidation that any instance has acknowledged is seen by every later read on every
 * instance: a read begins with one round trip, which concurrent reads share. While it does not, requests are answered
 * from memory, and invalidations wait to be appended. It may be away when this is called, too.
 *
 * Costs in Redis, besides the read's `XRANGE`: an entry is one hash and one sorted-set member for each of three
 * indices and each tag, written by one script; an invalidation reads the facts of what it names (by tag and by the literal beginning of
 * a pattern, so `*x` looks at all), then appends one stream entry.
 *
 * ```ts
 * const cache = createResponseCache({ store: redisStore(process.env.REDIS_URL ?? 'redis://127.0.0.1:6379') })
 * ```
 * @param target a URL, or an ioredis client, which stays its owner's to close
 * @throws OptionError that names the option
 */
export function redisStore(target: string | RedisClient, options: RedisStoreOptions = {}): ResponseStore {
  const {
    enabled = isEnabledByEnvironment(),
    timeout = 250,
    maxLogEntries = 10_000,
    prefix = 'freshline',
  } = options
  if (typeof target !== 'string' && typeof target?.call !== 'function')
    throw new OptionError('target', target, 'a redis:// or rediss:// URL, or an ioredis client')
  if (typeof target === 'string' && !/^(rediss?|unix):/.test(target))
    throw new OptionError('target', '(not shown)', 'a URL that begins with redis:, rediss: or unix:')
  checkDuration('timeout', timeout, true)
  if (!Number.isSafeInteger(maxLogEntries) || maxLogEntries < 1)
    throw new OptionError('maxLogEntries', maxLogEntries, 'a whole number of at least 1')
  if (typeof prefix !== 'string' || !/^[\w.:-]{1,64}$/.test(prefix))
    throw new OptionError('prefix', prefix, 'up to 64 letters, digits, _, ., : or -')
  if (!enabled) return memoryStore(options)
  // Bad bounds are told here, not at the first use.
  void new MemoryTier(options)
  const opened: TieredStore[] = []
  let connection: RedisConnection | undefined
  return openSpaces(
    'redis',
    options,
    ({ namespace, version, clock = systemTime, onError = () => {} }) => {
      connection ??= new RedisConnection({ target, timeout, timers: timersOf(undefined) })
      // The braces keep a namespace in one slot of a cluster.
      const backing = new RedisBacking(connection, `${prefix}:{${namespace}}`, version, maxLogEntries)
      const store = new TieredStore({ backing, memory: options, clock, onError })
      opened.push(store)
      return store
    },
    async () => {
      await Promise.all(opened.map((store) => store.close()))
      connection?.close()
    },
  )
}

function isEnabledByEnvironment(): boolean {
  const value = globalThis.process?.env?.['REDIS_ENABLED']
  return !/^(false|0|no|off)$/i.test(value ?? '')
}
