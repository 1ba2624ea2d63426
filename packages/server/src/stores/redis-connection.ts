/**
 * A connection to Redis, made at the first use, on which no call takes longer than its deadline. Nothing waits in
 * ioredis: a call fails at once while there is no connection, and the tiered store above decides what that means.
 */
import { CodedError } from '@freshline/core/shared'
import type { Timers } from './timers'

/** What is used of an ioredis client (`Redis` or `Cluster`), version 5 or later. */
export interface RedisClient {
  /** `ready` when commands can be sent. */
  readonly status: string
  /** Sends any command. */
  call(command: string, ...args: (string | number | Uint8Array)[]): Promise<unknown>
  /** Sends any command; texts in the reply stay bytes. */
  callBuffer(command: string, ...args: (string | number | Uint8Array)[]): Promise<unknown>
  /** Listens. */
  on(event: string, listener: (argument?: unknown) => void): unknown
  /** Stops listening. */
  off(event: string, listener: (argument?: unknown) => void): unknown
  /** Closes, and with `true` connects anew. */
  disconnect(reconnect?: boolean): void
}

/** How to reach Redis. */
export interface RedisConnectionParts {
  readonly target: string | RedisClient
  readonly timeout: number
  readonly timers: Timers
}

const NOT_CONNECTED = 'redis_not_connected'

export class RedisConnection {
  readonly #parts: RedisConnectionParts
  readonly #listeners = new Set<() => void>()
  #client: RedisClient | undefined
  #opening: Promise<RedisClient> | undefined
  #wasReady = false
  #lastError: unknown
  /** The first connection, while commands wait for it. */
  #waiting: Promise<RedisClient> | undefined
  #isClosed = false

  constructor(parts: RedisConnectionParts) {
    this.#parts = parts
    if (typeof parts.target !== 'string') this.#adopt(parts.target)
  }

  /** Sends a command. @throws CodedError `redis_timeout`, `redis_not_connected`; what Redis replies as an error */
  call(command: string, ...args: (string | number)[]): Promise<unknown> {
    return this.#within(command, (client) => client.call(command, ...args))
  }

  /** The same; texts in the reply stay bytes, and bytes can be sent. */
  callBuffer(command: string, ...args: (string | number | Uint8Array)[]): Promise<unknown> {
    return this.#within(command, (client) => client.callBuffer(command, ...args))
  }

  /** Calls a listener whenever the connection is there again. */
  onReady(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Drops a connection on which nothing can be trusted any more, and makes a new one. Not one that was handed in. */
  reconnect(): void {
    if (this.#isClosed || typeof this.#parts.target !== 'string') return
    if (this.#client?.status === 'ready') this.#client.disconnect(true)
  }

  close(): void {
    this.#isClosed = true
    this.#client?.off('ready', this.#onReady)
    this.#client?.off('error', this.#onError)
    if (typeof this.#parts.target !== 'string' || !this.#client) return
    // A connection that is going down may still fail, and an unheard error would be printed.
    this.#client.on('error', () => {})
    this.#client.disconnect()
  }

  readonly #onReady = () => {
    this.#wasReady = true
    for (const listener of this.#listeners) listener()
  }

  readonly #onError = (error: unknown) => {
    this.#lastError = error
  }

  #adopt(client: RedisClient): RedisClient {
    this.#client = client
    client.on('ready', this.#onReady)
    client.on('error', this.#onError)
    return client
  }

  async #open(url: string): Promise<RedisClient> {
    const { Redis } = await importRedis()
    if (this.#isClosed) throw new CodedError(NOT_CONNECTED, 'closed')
    const { timeout } = this.#parts
    return this.#adopt(
      new Redis(url, {
        enableOfflineQueue: false,
        maxRetriesPerRequest: 1,
        autoResendUnfulfilledCommands: false,
        connectTimeout: firstTimeout(timeout),
        // Written, and nothing came back: the other end is gone without a word.
        socketTimeout: firstTimeout(timeout),
        disconnectTimeout: 100,
        retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), 1000),
        // A primary that has become a replica: the address may lead elsewhere now.
        reconnectOnError: (error) => error.message.startsWith('READONLY'),
        protocol: 2,
      }) as unknown as RedisClient,
    )
  }

  async #within<T>(command: string, send: (client: RedisClient) => Promise<T>): Promise<T> {
    const { timeout } = this.#parts
    // The first connection may take a little longer than a command: the driver is loaded meanwhile.
    const isReady = this.#client?.status === 'ready' && !this.#isClosed
    const client =
      (isReady && this.#client) ||
      (await this.#bounded(this.#ready(), firstTimeout(timeout), 'no connection'))
    return this.#bounded(send(client).catch(withoutCommand), timeout, `no answer to ${command}`)
  }

  async #bounded<T>(work: Promise<T>, timeout: number, what: string): Promise<T> {
    const { timers } = this.#parts
    let timer: unknown
    const late = new Promise<never>((_, reject) => {
      const fail = () => reject(new CodedError('redis_timeout', `${what} within ${timeout} ms`))
      timer = timers.schedule(fail, timeout)
    })
    try {
      // Whichever loses may still fail, when nobody listens any more.
      return await Promise.race([work, late])
    } finally {
      timers.cancel(timer)
      work.catch(() => {})
    }
  }

  /** The client, able to send. Waits for the first connection, never for a later one. */
  #ready(): Promise<RedisClient> {
    const { target } = this.#parts
    if (this.#isClosed) return Promise.reject(new CodedError(NOT_CONNECTED, 'closed'))
    const client = this.#client
    if (client?.status === 'ready') return Promise.resolve(client)
    if (client && (this.#wasReady || this.#lastError)) return Promise.reject(this.#notConnected())
    if (client) return this.#firstReady(client)
    if (typeof target !== 'string') return Promise.reject(this.#notConnected())
    this.#opening ??= this.#open(target)
    return this.#opening.then((opened) => this.#firstReady(opened))
  }

  #firstReady(client: RedisClient): Promise<RedisClient> {
    if (client.status === 'ready') return Promise.resolve(client)
    // One wait for all commands: a listener for each would be many.
    this.#waiting ??= new Promise<RedisClient>((resolve, reject) => {
      const settle = (act: () => void) => () => {
        client.off('ready', ready)
        client.off('close', closed)
        this.#waiting = undefined
        act()
      }
      const ready = settle(() => resolve(client))
      const closed = settle(() => reject(this.#notConnected()))
      client.on('ready', ready)
      client.on('close', closed)
    })
    return this.#waiting
  }

  #notConnected(): CodedError {
    const error = this.#lastError
    const why = error instanceof Error ? error.message || error.name : 'no connection'
    return new CodedError(NOT_CONNECTED, `not connected: ${why}`, { cause: error })
  }
}

/** ioredis puts the command into the error, with all that was to be kept: that is nobody's who reads a log. */
function withoutCommand(error: unknown): never {
  if (typeof error === 'object' && error) Reflect.deleteProperty(error, 'command')
  throw error
}

function firstTimeout(timeout: number): number {
  return Math.max(1000, timeout * 4)
}

/** Optional: a bundler that looked for it would end the build of everybody who has no Redis. */
function importRedis() {
  return import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ 'ioredis').catch(
    (error: unknown) => {
      throw new CodedError('redis_missing', "redisStore needs the package 'ioredis' (version 5 or later)", {
        cause: error,
      })
    },
  )
}
