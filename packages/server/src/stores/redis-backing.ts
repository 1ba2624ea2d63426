/** One namespace and version in Redis: entries as hashes that expire by themselves, with indices beside them. */
import { CodedError, compilePattern } from '@freshline/core/shared'
import { parsePosition, type LoggedTargets, type LogPlace, type NewLogEntry, type Position } from '../log'
import type { Appended, Backing } from './backing'
import { inChunks } from './in-chunks'
import { toNamed } from './named'
import { RedisLog } from './redis-log'
import type { RedisConnection } from './redis-connection'
import { PUT } from './redis-scripts'
import { filterInSlices } from './slices'
import { toEntryId, toIdPrefix, toScopedPrefix, type EntryFacts, type StoredEntry } from './stored-entry'

/** Names in one question. */
const AT_ONCE = 500
/** Entries that make room for a line in the log when Redis is full. */
const SHED = 200
/** Redis replies with these when it is of no use as a whole; other errors are about one command. */
const USELESS = /^(LOADING|NOAUTH|WRONGPASS|CLUSTERDOWN|MASTERDOWN|BUSY|TRYAGAIN|NOPERM)/

export class RedisBacking implements Backing {
  readonly name = 'redis'
  readonly #connection: RedisConnection
  readonly #log: RedisLog
  readonly #prefix: string
  readonly #claims: string

  /** @param space what all keys of a namespace begin with @param version what keys of a version begin with after it */
  constructor(connection: RedisConnection, space: string, version: string, maxLogEntries: number) {
    this.#connection = connection
    this.#log = new RedisLog(connection, `${space}:log`, maxLogEntries)
    this.#prefix = `${space}:v:${version}`
    this.#claims = `${space}:claim`
  }

  pull(after: LogPlace | undefined) {
    return this.#log.pull(after)
  }

  async append(entries: readonly NewLogEntry[], at: number): Promise<Appended> {
    try {
      return await this.#log.append(entries, at)
    } catch (error) {
      if (!isFull(error)) throw error
      // What is cached can be loaded again; an invalidation cannot be done without.
      await this.remove(await this.#oldest())
    }
    try {
      return await this.#log.append(entries, at)
    } catch (error) {
      // Still no room. Without a log every instance takes what it holds for stale: too stale, never too fresh.
      if (isFull(error)) await this.#log.drop()
      throw error
    }
  }

  readSince(position: Position | { readonly at: number } | undefined, limit: number) {
    return this.#log.readSince(position, limit)
  }

  async get(id: string): Promise<StoredEntry | undefined> {
    const reply = await this.#connection.callBuffer('HMGET', this.#entry(id), 'm', 'd')
    const [facts, body] = Array.isArray(reply) ? (reply as unknown[]) : []
    if (!(facts instanceof Uint8Array) || !(body instanceof Uint8Array)) return undefined
    const entry = parseFacts(new TextDecoder().decode(facts))
    // Another entry than the one asked for: a reply to another question, or two ids that are one in UTF-8.
    return entry?.id === id ? { ...entry, body } : undefined
  }

  async set({ body, ...facts }: StoredEntry): Promise<void> {
    const { id, tags, position, expiresAt, removeAt, cachedAt } = facts
    const place = parsePosition(position)
    const keys = [this.#entry(id), ...this.#indices(), ...tags.map((tag) => this.#tag(tag))]
    await this.#connection.callBuffer(
      'EVAL',
      PUT,
      keys.length,
      ...keys,
      id,
      JSON.stringify({ ...facts, expiresAt: toScore(expiresAt), removeAt: toScore(removeAt) }),
      Buffer.from(body.buffer, body.byteOffset, body.byteLength),
      place?.logId ?? '',
      place?.sequence ?? 0,
      removeAt === Infinity ? '' : Math.max(1, Math.ceil(removeAt - cachedAt)),
      toScore(expiresAt),
      toScore(removeAt),
      cachedAt - 60_000,
    )
  }

  async remove(ids: readonly string[]): Promise<readonly string[]> {
    const removed: string[] = []
    for (const chunk of inChunks(ids, AT_ONCE)) {
      const replies = await Promise.all([
        ...chunk.map((id) => this.#connection.call('DEL', this.#entry(id))),
        ...this.#indices().map((index) => this.#connection.call('ZREM', index, ...chunk)),
      ])
      removed.push(...chunk.filter((_, index) => replies[index] === 1))
    }
    return removed
  }

  async find({ keys, tags, patterns }: LoggedTargets): Promise<readonly EntryFacts[]> {
    const ids = new Set(keys.map((key) => toEntryId(key)))
    const prefixes = patterns.map((source) => toIdPrefix(compilePattern(source).prefix))
    const begins = [...new Set([...keys.map(toScopedPrefix), ...prefixes])]
    for (const chunk of inChunks(begins, 50))
      await Promise.all(chunk.map((begin) => this.#collect(begin, ids)))
    for (const chunk of inChunks(tags, 50)) await Promise.all(chunk.map((tag) => this.#tagged(tag, ids)))
    return filterInSlices(await this.#facts([...ids]), toNamed({ keys, tags, patterns }))
  }

  async deleteExpired(now: number): Promise<readonly string[]> {
    const removed: string[] = []
    for (;;) {
      const [, byExpiry] = this.#indices() as [string, string]
      const reply = await this.#connection.call('ZRANGEBYSCORE', byExpiry, '-inf', now, 'LIMIT', 0, AT_ONCE)
      const ids = toTexts(reply)
      const facts = await this.#facts(ids)
      const counted = new Set(facts.filter(({ isHelper }) => !isHelper).map(({ id }) => id))
      removed.push(...(await this.remove(ids)).filter((id) => counted.has(id)))
      if (ids.length < AT_ONCE) return removed
    }
  }

  async size(now: number): Promise<{ readonly entries: number }> {
    const [byRemoval] = this.#indices() as [string]
    return { entries: Number(await this.#connection.call('ZCOUNT', byRemoval, now, '+inf')) }
  }

  async claim(id: string, ttl: number): Promise<boolean> {
    const key = `${this.#claims}:${id}`
    return (await this.#connection.call('SET', key, '1', 'PX', Math.max(1, Math.ceil(ttl)), 'NX')) === 'OK'
  }

  async release(id: string): Promise<void> {
    await this.#connection.call('DEL', `${this.#claims}:${id}`)
  }

  isFatal(error: unknown): boolean {
    return !(error instanceof Error && error.name === 'ReplyError') || USELESS.test(error.message)
  }

  onReady(listener: () => void): () => void {
    return this.#connection.onReady(listener)
  }

  reconnect(error: unknown): void {
    if (error instanceof CodedError && /timeout|nonsense/.test(error.code)) this.#connection.reconnect()
  }

  #entry(id: string): string {
    return `${this.#prefix}:e:${id}`
  }

  #tag(tag: string): string {
    return `${this.#prefix}:t:${tag}`
  }

  /** Ids by time of removal, by end of freshness, and by key. */
  #indices(): string[] {
    return [`${this.#prefix}:x`, `${this.#prefix}:f`, `${this.#prefix}:k`]
  }

  async #oldest(): Promise<string[]> {
    const [byRemoval] = this.#indices() as [string]
    return toTexts(await this.#connection.call('ZRANGE', byRemoval, 0, SHED - 1))
  }

  /** Ids with a tag, in pages. */
  async #tagged(tag: string, into: Set<string>): Promise<void> {
    for (let offset = 0; ; offset += AT_ONCE) {
      const ids = toTexts(await this.#connection.call('ZRANGE', this.#tag(tag), offset, offset + AT_ONCE - 1))
      for (const id of ids) into.add(id)
      if (ids.length < AT_ONCE) return
    }
  }

  /** Ids that begin with a text, in pages. */
  async #collect(prefix: string, into: Set<string>): Promise<void> {
    const [, , byKey] = this.#indices() as [string, string, string]
    const end = Buffer.concat([Buffer.from(`(${prefix}`), Buffer.from([0xff])])
    let start = `[${prefix}`
    for (;;) {
      const reply = await this.#connection.callBuffer('ZRANGEBYLEX', byKey, start, end, 'LIMIT', 0, AT_ONCE)
      const ids = toTexts(reply)
      for (const id of ids) into.add(id)
      const last = ids.at(-1)
      if (last === undefined || ids.length < AT_ONCE) return
      start = `(${last}`
    }
  }

  async #facts(ids: readonly string[]): Promise<EntryFacts[]> {
    const found: EntryFacts[] = []
    const missing: string[] = []
    for (const chunk of inChunks(ids, AT_ONCE)) {
      const replies = await Promise.all(
        chunk.map((id) => this.#connection.call('HGET', this.#entry(id), 'm')),
      )
      replies.forEach((reply, index) => {
        const facts = typeof reply === 'string' ? parseFacts(reply) : undefined
        if (facts) found.push(facts)
        else missing.push(chunk[index] as string)
      })
    }
    // Gone by itself: the indices learn of it here.
    for (const chunk of inChunks(missing, AT_ONCE))
      await Promise.all(this.#indices().map((index) => this.#connection.call('ZREM', index, ...chunk)))
    return found
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && /^OOM|\bOOM command not allowed/.test(error.message)
}

/** Infinity has no JSON; a score that no time reaches. */
function toScore(time: number): number {
  return Math.min(time, Number.MAX_SAFE_INTEGER)
}

function parseFacts(text: string): Omit<StoredEntry, 'body'> | undefined {
  try {
    return JSON.parse(text) as Omit<StoredEntry, 'body'>
  } catch {
    return undefined
  }
}

function toTexts(reply: unknown): string[] {
  if (!Array.isArray(reply)) return []
  return (reply as unknown[]).map((item) =>
    item instanceof Uint8Array ? new TextDecoder().decode(item) : String(item),
  )
}
