/** The log of a namespace as a Redis stream. */
import { CodedError } from '@freshline/core/shared'
import {
  parsePosition,
  toPosition,
  type LogEntry,
  type LogPage,
  type LogPlace,
  type NewLogEntry,
  type Position,
} from '../log'
import type { Appended, Pulled } from './backing'
import type { RedisConnection } from './redis-connection'
import { APPEND, FORGET_LOG } from './redis-scripts'

/** How many entries one reply holds at most. */
const PAGE = 1000

/** An entry with its number, and what tells it from another that took its number later. */
interface Row {
  readonly logId: string
  readonly sequence: number
  readonly token: string
  readonly entry: LogEntry
}

export class RedisLog {
  readonly #connection: RedisConnection
  readonly #key: string
  readonly #maxEntries: number
  /** The last entry that was pulled. */
  #last: Pick<Row, 'logId' | 'sequence' | 'token'> | undefined

  constructor(connection: RedisConnection, key: string, maxEntries: number) {
    this.#connection = connection
    this.#key = key
    this.#maxEntries = maxEntries
  }

  async pull(after: LogPlace | undefined): Promise<Pulled> {
    const last = this.#last
    if (!after || last?.logId !== after.logId || last.sequence !== after.sequence) return this.#pullNewest()
    const rows = await this.#range(toId(after), PAGE + 1)
    const [first, ...fresh] = rows
    // Redis came back with an older state, or the log is gone. Who learnt less than this instance must be told, too:
    // in a log of the same numbers nobody else would notice what was lost.
    if (!first) {
      await this.#connection.call('EVAL', FORGET_LOG, 1, this.#key, after.logId, after.sequence)
      return this.#lost()
    }
    const isHere = first.logId === after.logId && first.sequence === after.sequence
    if (isHere && first.token === last.token) {
      const end = fresh.at(-1) ?? first
      this.#last = end
      return {
        logId: end.logId,
        entries: fresh.map(toEntry),
        last: end.sequence,
        hasMore: fresh.length === PAGE,
      }
    }
    // The same number, another entry: it went on from an older state.
    if (isHere) await this.#connection.call('EVAL', FORGET_LOG, 1, this.#key, after.logId, 'inf')
    return this.#lost()
  }

  async append(entries: readonly NewLogEntry[], at: number): Promise<Appended> {
    const texts = entries.map((entry) => JSON.stringify(entry))
    const token = Math.random().toString(36).slice(2, 10)
    const reply = await this.#connection.call(
      'EVAL',
      APPEND,
      1,
      this.#key,
      this.#maxEntries,
      at,
      token,
      ...texts,
    )
    const [logId, ...sequences] = Array.isArray(reply) ? (reply as unknown[]) : []
    if (typeof logId !== 'string' || sequences.length !== entries.length) throw nonsense('EVAL')
    return { logId, sequences: sequences.map(Number) }
  }

  /** Gives the log's room back; every instance then takes everything for stale. */
  async drop(): Promise<void> {
    await this.#connection.call('DEL', this.#key)
  }

  async readSince(position: Position | { readonly at: number } | undefined, limit: number): Promise<LogPage> {
    if (typeof position === 'string') {
      const place = parsePosition(position)
      const rows = place ? await this.#range(toId(place), limit + 2) : []
      const [first] = rows
      const isKnown =
        first &&
        first.logId === place?.logId &&
        first.sequence - place.sequence >= 0 &&
        first.sequence - place.sequence <= 1
      if (!isKnown) return this.#reset()
      const fresh = rows.filter(({ sequence }) => sequence > place.sequence)
      return toPage(fresh, limit, position)
    }
    return this.#readFrom(position?.at ?? -Infinity, limit, position === undefined)
  }

  /** Looks through the log for a time; entries are in order of time. */
  async #readFrom(at: number, limit: number, isAll: boolean): Promise<LogPage> {
    const found: Row[] = []
    let from = '-'
    for (;;) {
      const rows = await this.#range(from, PAGE)
      const [first] = rows
      if (!first) return this.#reset()
      // Where the oldest one held is recent enough, those before it may have been as well.
      if (from === '-' && !isAll && first.sequence > 1 && first.entry.at >= at) return this.#reset()
      found.push(
        ...rows.filter(({ entry, sequence }) => entry.at >= at && sequence !== found.at(-1)?.sequence),
      )
      const last = rows.at(-1) ?? first
      if (found.length > limit || rows.length < PAGE) return toPage(found, limit, last.entry.position)
      from = toId(last)
    }
  }

  async #reset(): Promise<LogPage> {
    const { logId, last } = await this.#pullNewest(true)
    return { entries: [], cursor: toPosition(logId, last), hasMore: false, reset: true }
  }

  /** There is no log: said at once, before one is made, since making one may fail (no room, a replica). */
  #lost(): Pulled {
    this.#last = undefined
    return { logId: 'lost', entries: [], last: 0, unknownBefore: 0, hasMore: true }
  }

  async #pullNewest(isPeek = false): Promise<Pulled> {
    const newest = this.#toRows(await this.#connection.call('XREVRANGE', this.#key, '+', '-', 'COUNT', PAGE))
    const rows = newest.reverse()
    const [first] = rows
    const last = rows.at(-1)
    if (!first || !last) {
      await this.append([], 0)
      return this.#pullNewest(isPeek)
    }
    // An entry of another log among them: what came before it is of no use.
    const own = rows.filter(({ logId }) => logId === last.logId)
    if (!isPeek) this.#last = last
    const unknownBefore = (own[0] ?? last).sequence - 1
    return {
      logId: last.logId,
      entries: own.map(toEntry),
      last: last.sequence,
      unknownBefore,
      hasMore: false,
    }
  }

  /** Reads a stretch. A word that must come back shows that replies still belong to their questions. */
  async #range(from: string, count: number): Promise<Row[]> {
    const word = Math.random().toString(36)
    const [echo, reply] = await Promise.all([
      this.#connection.call('ECHO', word),
      this.#connection.call('XRANGE', this.#key, from, '+', 'COUNT', count),
    ])
    if (echo !== word) throw nonsense('ECHO')
    return this.#toRows(reply)
  }

  #toRows(reply: unknown): Row[] {
    if (!Array.isArray(reply)) throw nonsense('XRANGE')
    return (reply as unknown[]).map((row) => {
      const [id, fields] = (Array.isArray(row) ? row : []) as [unknown, unknown]
      const [, logId, number] = (typeof id === 'string' && /^(\d+)-(\d+)$/.exec(id)) || []
      const [, at, , token, , text] = (Array.isArray(fields) ? fields : []) as unknown[]
      if (!logId || !number || typeof token !== 'string' || typeof text !== 'string') throw nonsense('XRANGE')
      const sequence = Number(number)
      const entry = JSON.parse(text) as NewLogEntry
      return {
        logId,
        sequence,
        token,
        entry: { ...entry, position: toPosition(logId, sequence), at: Number(at) },
      }
    })
  }
}

function toEntry({ entry, sequence }: Row) {
  return { ...entry, sequence }
}

function toPage(rows: readonly Row[], limit: number, start: Position): LogPage {
  const entries = rows.slice(0, limit).map(({ entry }) => entry)
  return { entries, cursor: entries.at(-1)?.position ?? start, hasMore: rows.length > limit, reset: false }
}

function toId({ logId, sequence }: LogPlace): string {
  return /^\d+$/.test(logId) ? `${logId}-${sequence}` : '+'
}

/** A reply that does not fit its question: something between spoils the connection. */
function nonsense(command: string): CodedError {
  return new CodedError('redis_nonsense', `the reply to ${command} makes no sense`)
}
