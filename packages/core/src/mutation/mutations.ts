/** Writes to the server: what they touch shows at once, rolls back alone, and is asked for again. */
import { checkFunction } from '../base/check'
import { CodedError } from '../base/coded-error'
import { isolate } from '../base/emitter'
import { isOutcome, type Version } from '../base/outcome'
import { OptionError } from '../base/option-error'
import { AbortedError, isDefiniteRejection, toError } from '../errors'
import { parseTargets, toEntryKey, type TargetSet } from '../keys'
import type { Engine, InvalidationOrigin, Meta, Propagation } from '../sync'
import { compareVersions } from '../sync'
import { layersOf, type Layer, type LayerStack } from './layer-stack'
import type { MutateOptions, Mutation } from './mutate-options'
import { OFF, Propagations, type PropagationSetup, type Telling } from './propagation'

interface Prepared<R> {
  readonly options: MutateOptions<R>
  readonly invalidates: TargetSet
  /** Everything that the mutation names. */
  readonly touches: TargetSet
  readonly optimistic: readonly { readonly key: string; readonly update: (data: unknown) => unknown }[]
  readonly commit: readonly {
    readonly key: string
    readonly data: (result: R, current: unknown) => unknown
  }[]
}

/** What a mutation shows before it is done, and when it began: a reset meanwhile makes it nobody's. */
interface UnderWay {
  readonly generation: number
  /** The sequence at which it was asked for: what it answers is no fresher than that. */
  readonly began: number
  layers: readonly [LayerStack, Layer][]
}

export class Mutations {
  readonly #engine: Engine
  readonly #propagations: Propagations | undefined
  readonly #scopes = new Map<string, Promise<unknown>>()

  constructor(engine: Engine, setup: PropagationSetup | undefined) {
    this.#engine = engine
    this.#propagations = setup && new Propagations(engine, setup)
  }

  /** No mutation waits any longer for the server's cache to be told. */
  dispose(): void {
    this.#propagations?.dispose()
  }

  /**
   * Runs a mutation; resolves with what `fn` answered, after everything it invalidates is stale.
   * @throws whatever `fn` throws; OptionError and key errors before it is called
   */
  async mutate<R>(fn: Mutation<R>, options: MutateOptions<R>): Promise<R> {
    checkFunction('mutate', fn)
    const prepared = this.#prepare(options)
    const { scope } = options
    // What is expected shows at once, also while the mutation waits for its turn.
    const { store } = this.#engine
    const under: UnderWay = { generation: store.generation, began: ++store.sequence, layers: [] }
    this.#engine.turn(() => (under.layers = this.#begin(prepared)))
    if (scope === undefined) return this.#run(fn, prepared, under)
    const before = this.#scopes.get(scope)
    const run = before ? before.then(() => this.#queued(fn, prepared, under)) : this.#run(fn, prepared, under)
    const settled = run.then(
      () => {},
      () => {},
    )
    this.#scopes.set(scope, settled)
    void settled.then(() => this.#scopes.get(scope) === settled && this.#scopes.delete(scope))
    return run
  }

  /** A mutation that waited behind others of its scope; after a reset it is nobody's, and is not sent. */
  async #queued<R>(fn: Mutation<R>, prepared: Prepared<R>, under: UnderWay): Promise<R> {
    if (under.generation === this.#engine.store.generation) return this.#run(fn, prepared, under)
    const error = new AbortedError('The manager was reset while the mutation waited for its turn')
    this.#engine.trace?.mutation('settled', prepared, error)
    throw error
  }

  #prepare<R>(options: MutateOptions<R>): Prepared<R> {
    const invalidates = parseTargets(options.invalidates ?? [])
    if (options.propagate && (!this.#propagations || invalidates.predicate)) {
      throw new CodedError(
        'no_propagate',
        invalidates.predicate
          ? 'propagate: a predicate cannot be told to the server; name keys, tags or patterns'
          : 'propagate: the manager has no `propagate` option',
      )
    }
    const optimistic = (options.optimistic ?? []).map(({ key, update }) => ({
      key: toEntryKey(key),
      update: checkFunction('optimistic.update', update) as unknown as (data: unknown) => unknown,
    }))
    const commit = (options.commit ?? []).map(({ key, data }) => ({
      key: toEntryKey(key),
      data: checkFunction('commit.data', data) as unknown as (result: R, current: unknown) => unknown,
    }))
    if (options.scope !== undefined && typeof options.scope !== 'string') {
      throw new OptionError('scope', options.scope, 'a string')
    }
    const named = new Set([
      ...invalidates.keys,
      ...optimistic.map((each) => each.key),
      ...commit.map((each) => each.key),
    ])
    return { options, invalidates, touches: { ...invalidates, keys: [...named] }, optimistic, commit }
  }

  async #run<R>(fn: Mutation<R>, prepared: Prepared<R>, under: UnderWay): Promise<R> {
    const engine = this.#engine
    const { generation } = under
    try {
      const answer = await fn()
      const result = (isOutcome(answer) ? answer.data : answer) as R
      engine.trace?.mutation('committed', prepared)
      if (generation === engine.store.generation) {
        engine.turn(() =>
          this.#commit(prepared, result, isOutcome(answer) ? answer.version : undefined, under),
        )
      } else this.#drop(under)
      const telling = this.#telling(prepared)
      this.#end(prepared, true, telling ? await this.#propagations?.tell(telling) : OFF)
      return result
    } catch (thrown) {
      const error = toError(thrown)
      // The server may have done it before the failure: only a definite no leaves everything as it was.
      const isDone = !isDefiniteRejection(thrown)
      const telling = isDone && this.#telling(prepared)
      engine.turn(() => {
        this.#drop(under)
        this.#end(prepared, isDone, telling ? this.#propagations?.tellBehind(telling) : OFF, error)
      })
      const { onError } = prepared.options
      if (onError) isolate(engine.report, 'onError of a mutation', () => onError(error))
      throw thrown
    }
  }

  #drop({ layers }: UnderWay): void {
    this.#engine.turn(() => {
      for (const [stack, layer] of layers) stack.drop(layer)
    })
  }

  /** From now on, answers to requests for what is touched are doubtful, and automatic ones wait. */
  #begin<R>(prepared: Prepared<R>): [LayerStack, Layer][] {
    const engine = this.#engine
    const { touches, optimistic } = prepared
    engine.counters.mutations++
    engine.trace?.mutation('began', prepared)
    const { store } = engine
    store.beginMutation(touches)
    return optimistic.map(({ key, update }) => {
      const entry = engine.ensure(key)
      const stack = layersOf(engine, entry)
      return [stack, stack.add(update)]
    })
  }

  /** The server's answer is held, and what was shown in its place becomes part of what is held, or goes. */
  #commit<R>(
    prepared: Prepared<R>,
    result: R,
    version: Version | undefined,
    { layers, began }: UnderWay,
  ): void {
    const engine = this.#engine
    const { store } = engine
    const values = new Map<string, { readonly value: unknown; readonly made: Version | undefined }>()
    for (const { key, data } of prepared.commit) {
      isolate(engine.report, `commit of ${key}`, () => {
        const value = data(result, store.held(key)?.value)
        const made = version ?? engine.entries.get(key)?.policy.rules.version?.(value as never)
        if (value !== undefined) values.set(key, { value, made })
      })
    }
    // What was shown in its place goes first: the two are never seen together.
    for (const [stack, layer] of layers) {
      if (values.has(stack.key)) stack.drop(layer)
      else stack.settle(layer, version)
    }
    for (const [key, { value, made }] of values) {
      const record = store.held(key)
      const meta = record?.meta as Meta | undefined
      const entry = engine.entries.get(key)
      engine.write(key, value, {
        started: ++store.sequence,
        order: compareVersions(made, meta?.version),
        spoiled: store.outdated(began, key, entry?.policy.life.tags ?? []),
        life: entry?.registrations.length ? entry.policy.life : (record?.life ?? engine.defaultLife),
        meta: { source: 'network', version: made ?? meta?.version, body: meta?.body } satisfies Meta,
      })
    }
    if (version !== undefined) {
      for (const key of prepared.touches.keys) {
        const { floors } = store.epochs
        if ((compareVersions(floors.get(key), version) ?? -1) < 0) store.epochs.raise(key, version)
      }
    }
  }

  /** What the server's cache is to be told, if anything. */
  #telling<R>({ options, invalidates }: Prepared<R>): Telling | undefined {
    const { invalidates: targets = [], propagate } = options
    if (!this.#propagations || propagate === false || invalidates.predicate || targets.length === 0)
      return undefined
    // What was asked for since may have been answered from the cache that had not been told. As no person waits for
    // this, it is rationed like any other invalidation.
    const onLate = () => void this.#engine.store.invalidate(invalidates, {} satisfies InvalidationOrigin)
    return { targets, onLate }
  }

  /** What was touched is stale, from this moment; requests that begin now see the mutation. */
  #end<R>(prepared: Prepared<R>, isDone: boolean, propagation: Propagation = OFF, error?: Error): void {
    const engine = this.#engine
    const { store } = engine
    const { invalidates, touches } = prepared
    engine.turn(() => {
      engine.trace?.mutation('settled', prepared, error)
      store.mutating.delete(touches)
      // Also after a reset: nothing of the mutation may come in any more, but what it changed is no less stale.
      if (isDone) {
        store.invalidate(invalidates, { byMutation: true } satisfies InvalidationOrigin)
        engine.emit('mutated', undefined, undefined, propagation)
      }
      for (const observer of store.observers) observer.mutating(touches)
    })
  }
}
