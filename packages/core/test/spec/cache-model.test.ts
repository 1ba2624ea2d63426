// A1-A4, A7: thousands of random operations on a TtlCache, compared with a naive model after each of them.
import { fakeClock, type FakeClock } from '@freshline/test-utils'
import { TtlCache, type RemovalReason, type SetOptions, type Target } from '@freshline/core'
import * as fc from 'fast-check'
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict'
import { afterEach, beforeEach, describe, it, vi } from 'vitest'

interface Value {
  readonly id: number
  readonly size: number
}

interface Held {
  value: Value
  expires: number
  gcTime: number
  tags: readonly string[]
  isInvalidated: boolean
}

type Report = readonly [key: string, value: Value, reason: RemovalReason]

/** What a cache should hold. When a removable value leaves is the cache's business; that it may, is checked. */
class Model {
  readonly #held = new Map<string, Held>()
  readonly #limits: { entries: number; bytes: number }
  readonly reported = new Set<number>()
  now = 0

  constructor(limits: { entries: number; bytes: number }) {
    this.#limits = limits
  }

  get size(): number {
    return this.#held.size
  }

  get bytes(): number {
    return [...this.#held.values()].reduce((sum, { value }) => sum + bytesOf(value), 0)
  }

  get isOver(): boolean {
    return this.size > this.#limits.entries || this.bytes > this.#limits.bytes
  }

  keys(): string[] {
    return [...this.#held.keys()]
  }

  held(key: string): Held | undefined {
    return this.#held.get(key)
  }

  fresh(key: string): Held | undefined {
    const held = this.#held.get(key)
    return held && this.now < held.expires ? held : undefined
  }

  removable(): string[] {
    return this.keys().filter((key) => this.isOld(this.#held.get(key)))
  }

  isOld(held: Held | undefined): boolean {
    return held !== undefined && this.now >= held.expires + held.gcTime
  }

  /** The order of the map is the order of use. */
  use(key: string): void {
    const held = this.#held.get(key)
    if (!held) return
    this.#held.delete(key)
    this.#held.set(key, held)
  }

  put(key: string, held: Held): void {
    this.#held.delete(key)
    this.#held.set(key, held)
  }

  drop(key: string): void {
    this.#held.delete(key)
  }

  matching(target: Target): string[] {
    return this.keys().filter((key) => names(target, key, this.#held.get(key)?.tags ?? []))
  }

  invalidate(target: Target): number {
    const matched = this.matching(target)
    for (const key of matched) {
      const held = this.#held.get(key)
      if (!held) continue
      held.isInvalidated = true
      held.expires = Math.min(held.expires, this.now)
    }
    return matched.length
  }

  /** A value that left by itself: it was allowed to, and says why. */
  left([key, value, reason]: Report): void {
    const held = this.#held.get(key)
    strictEqual(held?.value, value)
    if (!held) return
    const isOver = this.isOver
    const isOld = this.isOld(held)
    strictEqual(isOld || isOver, true)
    if (!isOld) strictEqual(key, this.keys()[0])
    strictEqual(reason, held.isInvalidated ? 'invalidated' : isOld ? 'expired' : 'evicted')
    this.#held.delete(key)
  }
}

/** The naive reading of a target. */
function names(target: Target, key: string, tags: readonly string[]): boolean {
  if (typeof target === 'function') return target(key, tags)
  if (typeof target === 'string') return target.includes('*') ? matches(target, key) : target === key
  if ('tag' in target) return tags.includes(target.tag)
  const {
    keys = [],
    tags: named = [],
    patterns = [],
  } = target as {
    keys?: string[]
    tags?: string[]
    patterns?: string[]
  }
  return (
    keys.includes(key) ||
    named.some((tag) => tags.includes(tag)) ||
    patterns.some((pattern) => matches(pattern, key))
  )
}

function matches(pattern: string, key: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${source.join('[^]*')}$`).test(key)
}

/** Reports in the order of their keys. */
function sorted<T extends readonly unknown[]>(reports: readonly T[]): T[] {
  return [...reports].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
}

/** What the cache counts: a size that has no meaning counts as nothing. */
function bytesOf({ size }: Value): number {
  return size >= 0 ? size : 0
}

const KEYS = ['a', 'a:1', 'a:2', 'ab', 'b', 'b:1:x', 'b:2:x', 'c?x=1', '__proto__', 'é:\u{1F600}']
const TTLS = [0, 1, 2, 500, 1000, 60_000, 2 ** 31 - 1, 2 ** 31, 2 ** 53 - 1, Number.MAX_VALUE, Infinity]
const SIZES = [0, 1, 3, 10, 99, 100, 101, NaN, -1, -Infinity]
const TAGS = ['t', 'u', 'v']
const SPANS = [0, 1, 2, 499, 500, 1000, 59_999, 600_000, 2 ** 31, 2 ** 40]

const key = fc.constantFrom(...KEYS)
const pattern = fc.constantFrom('*', 'a*', 'a:*', 'b:*:x', '*x', '*:1*', 'c?*', 'zzz*')
const tags = fc.subarray(TAGS)
const target: fc.Arbitrary<Target> = fc.oneof(
  key,
  pattern,
  fc.record({ tag: fc.constantFrom(...TAGS) }),
  fc.record({ keys: fc.array(key), tags, patterns: fc.array(pattern, { maxLength: 2 }) }),
  fc.constantFrom<Target>(
    (name) => name.length > 2,
    (_, labels) => labels.includes('u'),
  ),
)

type Operation =
  | { op: 'get' | 'has' | 'peek' | 'delete' | 'remainingTtl'; key: string }
  | { op: 'set'; key: string; size: number; options: SetOptions }
  | { op: 'invalidate'; target: Target }
  | { op: 'clear' | 'prune' | 'list' }
  | { op: 'jump' | 'sleep' | 'back'; ms: number }

const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      op: fc.constant('set' as const),
      key,
      size: fc.constantFrom(...SIZES),
      options: fc.record(
        { ttl: fc.constantFrom(...TTLS), gcTime: fc.constantFrom(...TTLS), tags },
        { requiredKeys: [] },
      ),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      op: fc.constantFrom(
        'get' as const,
        'get' as const,
        'has' as const,
        'peek' as const,
        'delete' as const,
        'remainingTtl' as const,
      ),
      key,
    }),
  },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('invalidate' as const), target }) },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constantFrom('clear' as const, 'prune' as const, 'list' as const) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constantFrom(
        'jump' as const,
        'jump' as const,
        'jump' as const,
        'sleep' as const,
        'back' as const,
      ),
      ms: fc.constantFrom(...SPANS),
    }),
  },
)

const limits = fc.record({
  entries: fc.constantFrom(0, 1, 2, 3, 5, Infinity),
  bytes: fc.constantFrom(0, 1, 100, 150, Infinity),
})

class Run {
  readonly #clock: FakeClock = fakeClock()
  readonly #model: Model
  readonly #cache: TtlCache<Value>
  readonly #limits: { entries: number; bytes: number }
  #reports: Report[] = []
  #ids = 0

  constructor(bounds: { entries: number; bytes: number }) {
    this.#limits = bounds
    this.#model = new Model(bounds)
    this.#cache = new TtlCache<Value>({
      clock: this.#clock,
      ttl: 1000,
      gcTime: 500,
      maxEntries: bounds.entries,
      maxBytes: bounds.bytes,
      sizeOf: ({ size }) => size,
      onRemove: (...report) => this.#reports.push(report),
    })
    // The first reading is the zero of the cache's time.
    this.#look()
  }

  step(next: Operation): void {
    this.#reports = []
    this.#apply(next)
    for (const [, value] of this.#reports) {
      strictEqual(this.#model.reported.has(value.id), false)
      this.#model.reported.add(value.id)
    }
    const { size, bytes } = this.#cache.stats()
    deepStrictEqual([size, bytes], [this.#model.size, this.#model.bytes])
    strictEqual(this.#model.isOver, false)
  }

  /** Everything that was ever set left exactly once in the end. */
  end(): void {
    this.step({ op: 'list' })
    this.step({ op: 'clear' })
    strictEqual(this.#model.reported.size, this.#ids)
  }

  #apply(operation: Operation): void {
    const [cache, model] = [this.#cache, this.#model]
    switch (operation.op) {
      case 'set':
        return this.#set(operation.key, { id: ++this.#ids, size: operation.size }, operation.options)
      case 'get': {
        const held = model.fresh(operation.key)
        strictEqual(cache.get(operation.key), held?.value)
        if (held) model.use(operation.key)
        return this.#gone(operation.key)
      }
      case 'has':
        return strictEqual(cache.has(operation.key), model.fresh(operation.key) !== undefined)
      case 'peek': {
        const held = model.held(operation.key)
        const isThere = held !== undefined && !model.isOld(held)
        const peek = cache.peek(operation.key)
        strictEqual(peek?.value, isThere ? held.value : undefined)
        if (peek && held) {
          deepStrictEqual(peek.tags, held.tags)
          ok(peek.expiresAt - peek.storedAt >= 0)
          ok(peek.removeAt >= peek.expiresAt)
        }
        return this.#gone(operation.key)
      }
      case 'remainingTtl': {
        const held = model.fresh(operation.key)
        return strictEqual(cache.remainingTtl(operation.key), held ? held.expires - model.now : 0)
      }
      case 'delete': {
        const held = model.held(operation.key)
        strictEqual(cache.delete(operation.key), held !== undefined)
        deepStrictEqual(this.#reports, held ? [[operation.key, held.value, 'deleted']] : [])
        return model.drop(operation.key)
      }
      case 'clear': {
        const all = model.keys().map((name) => [name, model.held(name)?.value, 'deleted'])
        cache.clear()
        deepStrictEqual(sorted(this.#reports), sorted(all))
        return model.keys().forEach((name) => model.drop(name))
      }
      case 'prune': {
        const due = model.removable()
        strictEqual(cache.prune(), due.length)
        deepStrictEqual(this.#reports.map(([name]) => name).sort(), due.sort())
        return this.#reports.forEach((report) => model.left(report))
      }
      case 'invalidate':
        strictEqual(cache.invalidate(operation.target), model.invalidate(operation.target))
        return deepStrictEqual(this.#reports, [])
      case 'list': {
        const fresh = model.keys().filter((name) => model.fresh(name))
        deepStrictEqual([...cache.keys()].sort(), model.keys().sort())
        return deepStrictEqual([...cache.entries()].map(([name]) => name).sort(), fresh.sort())
      }
      case 'jump':
        this.#clock.jump(operation.ms)
        model.now += operation.ms
        return
      case 'sleep': {
        // What a wall clock is ahead by counts as a sleep from one second on.
        const ms = operation.ms + 2000
        this.#clock.sleep(ms)
        model.now += ms
        // A sleep that ends with a clock set back before anybody looked would leave no trace.
        return this.#look()
      }
      case 'back':
        this.#clock.setWall(this.#clock.now() - 365 * 86_400_000)
        this.#look()
    }
  }

  #set(name: string, value: Value, options: SetOptions): void {
    const model = this.#model
    const before = model.held(name)
    this.#cache.set(name, value, options)
    const { ttl = 1000, gcTime = 500, tags: labels = [] } = options
    const expires = model.now + ttl
    const isTooLarge = bytesOf(value) > this.#limits.bytes
    if (isTooLarge) model.drop(name)
    else model.put(name, { value, expires, gcTime, tags: labels, isInvalidated: false })
    let replaced = 0
    let refused = 0
    for (const report of this.#reports) {
      if (report[2] === 'replaced') {
        replaced++
        deepStrictEqual(report, [name, before?.value, 'replaced'])
      } else if (isTooLarge && report[1] === value) {
        refused++
        strictEqual(report[2], 'evicted')
      } else model.left(report)
    }
    deepStrictEqual([replaced, refused], [before ? 1 : 0, isTooLarge ? 1 : 0])
  }

  /** Makes the cache read the time, and nothing else. */
  #look(): void {
    strictEqual(this.#cache.invalidate({ keys: [] }), 0)
  }

  /** After a use, what is past its removal is gone. */
  #gone(name: string): void {
    for (const report of this.#reports) {
      strictEqual(report[0], name)
      this.#model.left(report)
    }
    strictEqual(this.#model.isOld(this.#model.held(name)), false)
  }
}

describe('TtlCache beside a naive model', () => {
  beforeEach(() => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
  })

  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('agrees after each of thousands of random operations', () => {
    fc.assert(
      fc.property(limits, fc.array(anyOperation, { maxLength: 80, size: 'max' }), (bounds, operations) => {
        const run = new Run(bounds)
        for (const each of operations) run.step(each)
        run.end()
      }),
      { numRuns: 600 },
    )
  })

  it('agrees over long lives', () => {
    fc.assert(
      fc.property(
        limits,
        fc.array(anyOperation, { minLength: 1500, maxLength: 2000, size: 'max' }),
        (bounds, operations) => {
          const run = new Run(bounds)
          for (const each of operations) run.step(each)
          run.end()
        },
      ),
      { numRuns: 6, endOnFailure: true },
    )
  })
})
