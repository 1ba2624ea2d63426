/**
 * The releases as this server knows them: read through the response cache, asked for on condition, confirmed for free
 * while nothing changes, and the last good ones where the upstream cannot be asked.
 */
import type { LoaderContext, ResponseCache } from '@freshline/server'
import { freshness } from '../freshness.ts'
import { LONGEST_PAUSE } from './budget.ts'
import type { SourceState } from './releases-api.ts'
import type { KeptRelease } from './upstream-answer.ts'
import type { KeptReleases, UpstreamClient } from './upstream-client.ts'
import { NotYet, UpstreamError } from './upstream-error.ts'
import type { UpstreamGate } from './upstream-gate.ts'

/** What a feed is made of. */
export interface ReleaseFeedParts {
  cache: ResponseCache
  client: UpstreamClient
  gate: UpstreamGate
  now: () => number
}

/** What is known. */
export interface ReleaseNews {
  releases: KeptRelease[]
  source: SourceState
  /** For how many milliseconds a page may believe it. */
  freshFor: number
}

/** Nothing is known, and the upstream cannot be asked. */
export class NoReleases extends Error {
  readonly source: SourceState

  constructor(source: SourceState, cause: unknown) {
    super('Nothing is known of releases yet.', { cause })
    this.name = 'NoReleases'
    this.source = source
  }
}

/** The server's own name for what it holds; pages have names of their own, under the same row of the table. */
const KEY = ['releases', 'upstream']

/**
 * For how long nobody asks again, in milliseconds. An unchanged answer is free, so this is only for the many who come
 * at once; how long an answer may be believed says the table.
 */
const TOGETHER = 1_000

/** A month: an old release is better than none, and its ETag still makes the next answer free. */
const KEPT_FOR = 30 * 86_400_000

/** The feed of one server. */
export class ReleaseFeed {
  readonly #parts: ReleaseFeedParts

  constructor(parts: ReleaseFeedParts) {
    this.#parts = parts
  }

  /** What is known, asked for anew where that may be. Throws `NoReleases`. */
  async read(isForced = false): Promise<ReleaseNews> {
    const { cache } = this.#parts
    const options = { ttl: TOGETHER, staleIfError: KEPT_FOR, tags: ['releases'], forceRefresh: isForced }
    try {
      const { data, cachedAt, stale, error } = await cache.load(KEY, (context) => this.#ask(context), options)
      return this.#toNews(data, cachedAt.getTime(), stale ? error : undefined)
    } catch (error) {
      throw new NoReleases(this.#source(null, error), error)
    }
  }

  /** The upstream is known to be another now: whoever asks next has it asked. Pages are not told. */
  async forgive(): Promise<void> {
    this.#parts.gate.forgive()
    await this.#parts.cache.invalidate({ tags: ['releases'] })
  }

  /** What is held is no longer so. */
  async outdate(): Promise<void> {
    const { gate, now } = this.#parts
    gate.hurry(now())
    await this.#parts.cache.invalidate({ tags: ['releases'] })
  }

  #ask({ previous, signal, forceRefresh }: LoaderContext): Promise<KeptReleases> {
    const { client, gate, now } = this.#parts
    const held = previous?.data as KeptReleases | undefined
    gate.check({ now: now(), isHeld: held !== undefined, isForced: forceRefresh })
    return client.list(held, signal)
  }

  #toNews({ releases }: KeptReleases, asOf: number, error: unknown): ReleaseNews {
    const source = this.#source(asOf, error)
    const believed = freshness.lookup(KEY)?.ttl ?? LONGEST_PAUSE
    const age = this.#parts.now() - asOf
    // What nobody has confirmed for longer than it may be believed is stale, whatever the reason.
    if (age >= believed) source.stale = true
    return { releases, source, freshFor: source.stale ? 0 : believed - Math.max(0, age) }
  }

  #source(asOf: number | null, error: unknown): SourceState {
    const { gate, now } = this.#parts
    const at = now()
    const failure = error === undefined || error instanceof NotYet ? undefined : toFailure(error)
    const budget = gate.budget(at)
    return {
      at,
      stale: failure !== undefined,
      asOf,
      reason: failure?.reason ?? null,
      retryAt: failure === undefined ? null : (gate.retryAt(at) ?? null),
      limit: budget?.limit ?? null,
      remaining: budget?.remaining ?? null,
      resetsAt: budget?.resetsAt ?? null,
      ...gate.counts(),
    }
  }
}

/** What else can go wrong, such as a load that the cache has given up, failed as well. */
function toFailure(error: unknown): UpstreamError {
  return error instanceof UpstreamError ? error : new UpstreamError('failed', 'Asking the upstream failed.')
}
