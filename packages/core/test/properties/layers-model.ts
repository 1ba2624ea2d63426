/** E2, E3: optimistic layers of overlapping mutations, beside a base and a list that is replayed every time. */
import { deferred, fakeClock, flush } from '@freshline/test-utils'
import type { OptimisticUpdate, Outcome, Snapshot } from '@freshline/core'
import * as fc from 'fast-check'
import { deepStrictEqual, strictEqual } from 'node:assert/strict'
import { KEYS, steps, type KeyName, type Plan, type Step } from './layers-steps'
import type { Model, Parts } from './model'
import { NaiveLayers, type NaiveLayer } from './naive-layers'

/** How long what is stale is kept where nobody looks. */
const GC_TIME = 600_000

interface Pending {
  readonly plan: Plan
  readonly letter: string
  readonly began: number
  readonly layers: ReadonlyMap<KeyName, NaiveLayer>
  readonly write: ReturnType<typeof deferred<string | Outcome<string>>>
  /** What the server has made of it, once it has. */
  applied: { readonly text: string; readonly version: number } | undefined
  /** Keys that were invalidated since it began. */
  readonly outdated: Set<KeyName>
}

class Run {
  readonly #parts: Parts
  readonly #clock = fakeClock()
  readonly #manager
  readonly #cache
  readonly #naive = new Map(KEYS.map((key) => [key, new NaiveLayers()]))
  readonly #watching = new Map<KeyName, () => void>()
  readonly #told = new Map<KeyName, Snapshot>()
  #pending: Pending[] = []
  #server = { text: '', version: 0 }
  #count = 0

  constructor(parts: Parts) {
    this.#parts = parts
    const clock = this.#clock
    this.#cache = new parts.TtlCache({ clock })
    const environment = parts.fixedEnvironment()
    this.#manager = new parts.DataSyncManager({ clock, environment, cache: this.#cache, report: () => {} })
    for (const key of KEYS) this.#watch(key)
  }

  async step(step: Step): Promise<void> {
    await this.#apply(step)
    await flush()
    for (const key of KEYS) this.#check(key)
  }

  /** Everything ends, nobody watches: nothing of it is left. */
  async end(): Promise<void> {
    while (this.#pending.length > 0) await this.step({ op: 'fail', at: 0 })
    for (const off of this.#watching.values()) off()
    deepStrictEqual(this.#manager.getStatus(), [])
    strictEqual(this.#clock.pending, 0)
    strictEqual(this.#parts.storeOf(this.#cache)?.mutating.size, 0)
  }

  #layersOf(key: KeyName): NaiveLayers {
    return this.#naive.get(key) ?? new NaiveLayers()
  }

  #watch(key: KeyName): void {
    const off = this.#manager.subscribe(key, (snapshot) => this.#told.set(key, snapshot))
    this.#watching.set(key, off)
    this.#told.set(key, this.#manager.getSnapshot(key))
  }

  #check(key: KeyName): void {
    const snapshot = this.#manager.getSnapshot(key)
    const expected = this.#layersOf(key).shown(this.#clock.now())
    const actual = Object.fromEntries(
      Object.keys(expected).map((name) => [name, snapshot[name as keyof Snapshot]]),
    )
    deepStrictEqual(actual, expected)
    strictEqual(this.#told.get(key), snapshot)
  }

  #apply(step: Step): void | Promise<void> {
    const now = this.#clock.now()
    switch (step.op) {
      case 'begin':
        return this.#begin(step.plan)
      case 'set': {
        const data = `s${++this.#count}`
        this.#manager.setData(step.key, data)
        return this.#layersOf(step.key).write(data, undefined, 'manual', now, this.#count)
      }
      case 'push': {
        // Somebody else brings what the server holds, with the effects of whatever it has done.
        const { text, version } = this.#server
        this.#manager.setData(step.key, text, { version })
        return this.#layersOf(step.key).write(text, version, 'manual', now, ++this.#count)
      }
      case 'delete':
        this.#cache.delete(step.key)
        this.#layersOf(step.key).base = undefined
        return this.#outdate(step.key)
      case 'invalidate':
        void this.#manager.invalidate(step.key)
        this.#layersOf(step.key).invalidate(now)
        return this.#outdate(step.key)
      case 'unwatch': {
        const naive = this.#layersOf(step.key)
        // Who comes back finds what was there before; layers hold on to the entry.
        naive.isCached = naive.layers.length === 0
        // What nobody looks at leaves, once its time is over.
        if (naive.isCached && naive.base && now >= naive.base.expiresAt + GC_TIME) naive.base = undefined
        this.#watching.get(step.key)?.()
        return this.#watch(step.key)
      }
      case 'advance':
        return this.#clock.advance(step.ms)
      default: {
        const pending = this.#pending[step.at % Math.max(1, this.#pending.length)]
        if (pending) this.#happen(step.op, pending)
      }
    }
  }

  #outdate(key: KeyName): void {
    for (const { outdated } of this.#pending) outdated.add(key)
  }

  #begin(plan: Plan): void {
    const letter = `.${++this.#count}`
    const update = (data: string | undefined) => {
      if (plan.update === 'throw') throw new Error('no update')
      return plan.update === 'nothing' ? undefined : `${data ?? ''}${letter}`
    }
    const write = deferred<string | Outcome<string>>()
    const optimistic: OptimisticUpdate[] = plan.keys.map((key) => ({ key, update }))
    const data = (text: string, current: string | undefined) =>
      plan.tellsVersion ? text : `${current ?? ''}${letter}!`
    const commit = plan.commits ? plan.keys.map((key) => ({ key, data })) : []
    const invalidates = plan.invalidates ? plan.keys : []
    void this.#manager.mutate(() => write.promise, { optimistic, commit, invalidates }).catch(() => {})
    const layers = new Map<KeyName, NaiveLayer>()
    for (const key of plan.keys) {
      const layer: NaiveLayer = { update, isSettled: false, version: undefined }
      const naive = this.#layersOf(key)
      naive.isCached = false
      naive.layers.push(layer)
      layers.set(key, layer)
    }
    this.#pending.push({
      plan,
      letter,
      began: this.#count,
      layers,
      write,
      applied: undefined,
      outdated: new Set(),
    })
  }

  #happen(op: 'apply' | 'succeed' | 'fail', pending: Pending): void {
    if (op !== 'fail' && !pending.applied) {
      this.#server = { text: this.#server.text + pending.letter, version: this.#server.version + 1 }
      pending.applied = this.#server
    }
    if (op === 'apply') return
    this.#pending = this.#pending.filter((each) => each !== pending)
    if (op === 'fail') this.#fail(pending)
    else this.#succeed(pending)
  }

  #fail({ plan, layers, write, applied }: Pending): void {
    const { HttpError } = this.#parts
    const now = this.#clock.now()
    write.reject(
      applied ? new Error('broke off') : new HttpError('no', { status: 422, headers: new Headers() }),
    )
    for (const [key, layer] of layers) this.#layersOf(key).drop(layer, now)
    if (applied && plan.invalidates) this.#invalidateAll(plan.keys, now)
  }

  #succeed({ plan, letter, began, layers, write, applied, outdated }: Pending): void {
    const now = this.#clock.now()
    const { text = '', version: made } = applied ?? {}
    const version = plan.tellsVersion ? made : undefined
    write.resolve(version === undefined ? text : this.#parts.outcome(text, { version }))
    for (const [key, layer] of layers) {
      const naive = this.#layersOf(key)
      // What the server took before a write that is shown by now does not replace that: the next answer holds both.
      const isLate = naive.base?.source === 'optimistic' && version !== undefined && version < naive.floor
      if (plan.commits && !isLate) {
        const data = plan.tellsVersion ? text : `${naive.base?.data ?? ''}${letter}!`
        // What waits above it is shown on top of the answer, and becomes part of what is held after it.
        naive.layers = naive.layers.filter((each) => each !== layer)
        // Held in place of a newer one, what was there counts as invalidated when it came.
        const isOutdated = outdated.has(key) || (naive.base?.behindAt ?? 0) > began
        naive.write(data, version, 'network', now, ++this.#count, isOutdated)
        naive.drop(undefined, now)
      } else naive.settle(layer, version, now)
      naive.floor = Math.max(naive.floor, version ?? -1)
    }
    if (plan.invalidates) this.#invalidateAll(plan.keys, now)
  }

  #invalidateAll(keys: readonly KeyName[], now: number): void {
    for (const key of keys) {
      this.#layersOf(key).invalidate(now)
      this.#outdate(key)
    }
  }
}

export const layersModel: Model = {
  claim:
    'optimistic layers show, fold and go as if all were replayed on what is held, in any order of their ends',
  runs: 400,
  property: (parts) =>
    fc.asyncProperty(fc.array(steps, { maxLength: 40, size: 'max' }), async (list) => {
      const run = new Run(parts)
      for (const step of list) await run.step(step)
      await run.end()
    }),
}
