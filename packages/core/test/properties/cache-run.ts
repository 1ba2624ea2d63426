/** One life of a real cache beside a naive one: after every operation both have answered and hold the same. */
import { fakeClock, type FakeClock } from '@freshline/test-utils'
import type { RemovalReason, TtlCache } from '@freshline/core'
import { deepStrictEqual, ok, strictEqual, throws } from 'node:assert/strict'
import { CacheLoads } from './cache-loads'
import type { Operation } from './cache-operations'
import type { Parts } from './model'
import { bytesOf, NaiveCache, toLife, type Held, type Value } from './naive-cache'

type Report = readonly [key: string, value: Value, reason: RemovalReason]
type Settling = Extract<Operation, { size: number; at: number }>
type Looking = Extract<Operation, { op: 'get' | 'has' | 'peek' | 'delete' | 'remainingTtl' }>
type Passing = Extract<Operation, { ms: number }>
type On<O extends Operation['op']> = Extract<Operation, { op: O }>

/** How much a cache may hold. */
export interface Limits {
  readonly entries: number
  readonly bytes: number
}

export class CacheRun {
  readonly #clock: FakeClock = fakeClock()
  readonly #naive: NaiveCache
  readonly #cache: TtlCache<Value>
  readonly #limits: Limits
  #reports: Report[] = []
  readonly #loads: CacheLoads
  /** Values that were given to the cache, and those that it told had left. */
  readonly #given = new Set<number>()
  readonly #told = new Set<number>()
  #ids = 0

  constructor({ TtlCache: Cache }: Parts, limits: Limits) {
    this.#limits = limits
    this.#naive = new NaiveCache(limits)
    this.#cache = new Cache<Value>({
      clock: this.#clock,
      ttl: 1000,
      gcTime: 500,
      maxEntries: limits.entries,
      maxBytes: limits.bytes,
      sizeOf: ({ size }) => size,
      onRemove: (...report) => this.#reports.push(report),
    })
    this.#loads = new CacheLoads(this.#cache, this.#naive, (elapsed) => this.#toWall(elapsed))
    // The first reading is the zero of the cache's time.
    this.#look()
  }

  async step(operation: Operation): Promise<void> {
    const naive = this.#naive
    this.#reports = []
    await this.#apply(operation)
    for (const [, value] of this.#reports) {
      strictEqual(this.#told.has(value.id), false)
      this.#told.add(value.id)
    }
    deepStrictEqual(this.#loads.settled, this.#loads.expected)
    const { hits, misses, staleHits, evictions, bytes } = naive
    const size = naive.held.length
    deepStrictEqual(this.#cache.stats(), { hits, misses, staleHits, evictions, size, bytes })
    strictEqual(naive.isOver, false)
  }

  /** All requests end, and what was ever held has left once. */
  async end(): Promise<void> {
    while (this.#loads.pending > 0) await this.step({ op: 'answer', at: 0, size: 1 })
    await this.step({ op: 'clear' })
    deepStrictEqual(this.#told, this.#given)
    strictEqual(this.#clock.pending, 0)
  }

  #apply(operation: Operation): void | Promise<void> {
    const [cache, naive] = [this.#cache, this.#naive]
    switch (operation.op) {
      case 'set':
        return this.#set(operation)
      case 'load':
        return this.#loads.begin(operation).then(() => this.#leftOnly(operation.on.text))
      case 'answer':
      case 'fail':
        return this.#settle(operation)
      case 'refuse':
        return this.#refuse(operation)
      case 'get':
      case 'has':
      case 'peek':
      case 'delete':
      case 'remainingTtl':
        return this.#look(operation)
      case 'invalidate':
        strictEqual(cache.invalidate(operation.aim.target), naive.invalidate(operation.aim.means))
        return deepStrictEqual(this.#reports, [])
      case 'clear': {
        const all = naive.held.map(({ key, value }) => [key, value, 'deleted'])
        cache.clear()
        deepStrictEqual(byKey(this.#reports), byKey(all))
        return naive.clear()
      }
      case 'prune': {
        const due = naive.held.filter((held) => naive.isOld(held)).map(({ key }) => key)
        strictEqual(cache.prune(), due.length)
        deepStrictEqual(this.#reports.map(([key]) => key).sort(), due.sort())
        return this.#left()
      }
      case 'list': {
        deepStrictEqual([...cache.keys()].sort(), naive.held.map(({ key }) => key).sort())
        const fresh = naive.held.filter(({ key }) => naive.fresh(key))
        return deepStrictEqual(
          byKey([...cache.entries()]),
          byKey(fresh.map(({ key, value }) => [key, value])),
        )
      }
      default:
        return this.#pass(operation)
    }
  }

  #look(operation?: Looking): void {
    const [cache, naive] = [this.#cache, this.#naive]
    // Makes the cache read the time, and nothing else.
    if (!operation) return strictEqual(cache.invalidate({ keys: [] }), 0)
    const { op, on } = operation
    const { key, text } = on
    const held = naive.find(text)
    switch (op) {
      case 'has':
        return strictEqual(cache.has(key), naive.fresh(text) !== undefined)
      case 'remainingTtl': {
        const fresh = naive.fresh(text)
        return strictEqual(cache.remainingTtl(key), fresh ? fresh.expires - naive.now : 0)
      }
      case 'delete':
        strictEqual(cache.delete(key), held !== undefined)
        deepStrictEqual(this.#reports, held ? [[text, held.value, 'deleted']] : [])
        return naive.remove(text)
      case 'get': {
        const used = naive.use(text)
        strictEqual(cache.get(key), used?.value)
        if (used) naive.hits++
        else naive.misses++
        break
      }
      case 'peek':
        deepStrictEqual(cache.peek(key), held && !naive.isOld(held) ? this.#toPeek(held) : undefined)
    }
    this.#leftOnly(text)
  }

  #toPeek({ value, at, expires, gcTime, tags }: Held) {
    const [storedAt, expiresAt, removeAt] = [at, expires, expires + gcTime].map((time) => this.#toWall(time))
    return { value, storedAt, expiresAt, removeAt, tags }
  }

  /** As today's wall clock says it. */
  #toWall(elapsed: number): number {
    return this.#clock.now() + (elapsed - this.#naive.now)
  }

  /** What has no meaning is an error, and changes nothing: `step` looks. */
  #refuse({ on, ttl }: On<'refuse'>): Promise<void> {
    const { code } = { code: 'invalid_option' }
    const bad = { ttl: ttl as number }
    const value = { id: 0, size: 0 }
    throws(() => this.#cache.set(on.key, value, bad), { code })
    throws(() => this.#cache.set('a:*', value), { code: 'bare_star' })
    throws(() => this.#cache.set([], value), { code: 'invalid_key' })
    deepStrictEqual(this.#reports, [])
    return this.#cache
      .load(on.key, async () => value, bad)
      .then(
        () => ok(false),
        (error: { code?: string }) => strictEqual(error.code, code),
      )
  }

  #set({ on, size, options }: On<'set'>): void {
    const value = { id: ++this.#ids, size }
    const before = this.#naive.find(on.text)
    this.#cache.set(on.key, value, options)
    this.#naive.write(on.text, value, toLife(options))
    this.#written(on.text, value, before)
  }

  /** After a write that was taken: what it replaced, what made room, and whether it was too large itself. */
  #written(key: string, value: Value, before: Held | undefined): void {
    this.#given.add(value.id)
    const isTooLarge = bytesOf(value) > this.#limits.bytes
    const own = this.#reports.filter(
      (report) => report[2] === 'replaced' || (isTooLarge && report[1] === value),
    )
    this.#left(this.#reports.filter((report) => !own.includes(report)))
    const expected: Report[] = before ? [[key, before.value, 'replaced']] : []
    if (isTooLarge) expected.push([key, value, 'evicted'])
    deepStrictEqual(own, expected)
  }

  async #settle({ op, at, size }: Settling): Promise<void> {
    const value = op === 'answer' ? { id: ++this.#ids, size } : undefined
    const end = await this.#loads.settle(at, value)
    if (end?.isTaken && value) this.#written(end.key, value, end.before)
    else if (end) this.#leftOnly(end.key)
    this.#loads.tell()
  }

  #pass({ op, ms }: Passing): void {
    const [clock, naive] = [this.#clock, this.#naive]
    if (op === 'jump') {
      clock.jump(ms)
      naive.now += ms
      return
    }
    if (op === 'sleep') {
      // A second is what the two clocks may differ by: below that a sleep is none, and a time of day that much off.
      clock.sleep(ms + 2000)
      naive.now += ms + 2000
    } else clock.setWall(clock.now() - ms - 2000)
    // A sleep that ends with a clock set back before anybody looked would leave no trace.
    this.#look()
  }

  /** After a use of a key: nothing else has left, and what was past its removal has, if anything did. */
  #leftOnly(key: string): void {
    for (const report of this.#reports) strictEqual(report[0], key)
    this.#left()
  }

  /** Values that left by themselves: each was allowed to, and told why. */
  #left(reports: readonly Report[] = this.#reports): void {
    const naive = this.#naive
    for (const [key, value, reason] of reports) {
      const held = naive.find(key)
      strictEqual(held?.value, value)
      const isOld = naive.isOld(held)
      ok(isOld || naive.isOver)
      if (!isOld) {
        strictEqual(naive.held[0], held)
        naive.evictions++
      }
      strictEqual(reason, held.epoch > 0 ? 'invalidated' : isOld ? 'expired' : 'evicted')
      naive.drop(key)
    }
  }
}

function byKey<T extends readonly unknown[]>(reports: readonly T[]): T[] {
  return [...reports].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
}
