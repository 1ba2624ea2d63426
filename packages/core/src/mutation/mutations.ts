/** Writes to the server: what they touch shows at once, rolls back alone, and is asked for again. */
import { check, checkFunction, TEXT } from '../base/check'
import { CodedError } from '../base/coded-error'
import { isOutcome, type Version } from '../base/outcome'
import { AbortedError, isDefiniteRejection, toError } from '../errors'
import { parseTargets, toEntryKey, type TargetSet } from '../keys'
import {
  compareVersions,
  isOlder,
  metaOf,
  versionOf,
  warnUnknown,
  type Engine,
  type InvalidationOrigin,
  type Propagation,
} from '../sync'
import { layersOf, type Layer, type LayerStack } from './layer-stack'
import type { MutateOptions, Mutation } from './mutate-options'
import { OFF, Propagations, type PropagationSetup, type Telling } from './propagation'

type Make = (...args: unknown[]) => unknown

/** A mutation, its options checked, and what it shows before it is done. */
interface Prepared<R> {
  readonly options: MutateOptions<R>
  readonly invalidates: TargetSet
  /** Everything that the mutation names. */
  readonly touches: TargetSet
  readonly optimistic: readonly { readonly key: string; readonly make: Make }[]
  readonly commit: readonly { readonly key: string; readonly make: Make }[]
  /** A reset since then makes it nobody's. */
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
    const engine = this.#engine
    // What is expected shows at once, also while the mutation waits for its turn. From now on, answers to requests for
    // what is touched are doubtful, and automatic ones wait.
    engine.turn(() => {
      engine.counters.mutations++
      engine.trace?.mutation('began', prepared)
      engine.store.beginMutation(prepared.touches)
      prepared.layers = prepared.optimistic.map(({ key, make }) => {
        const stack = layersOf(engine, engine.ensure(key))
        return [stack, stack.add(make)]
      })
    })
    const run = () => this.#run(fn, prepared)
    if (scope === undefined) return run()
    const result = this.#scopes.get(scope)?.then(() => {
      if (prepared.generation === engine.store.generation) return run()
      const error = new AbortedError('The manager was reset while the mutation waited for its turn')
      engine.trace?.mutation('settled', prepared, error)
      throw error
    })
    const running = result ?? run()
    const forget = () => {
      if (this.#scopes.get(scope) === settled) this.#scopes.delete(scope)
    }
    const settled: Promise<void> = running.then(forget, forget)
    this.#scopes.set(scope, settled)
    return running
  }

  #prepare<R>(options: MutateOptions<R>): Prepared<R> {
    const engine = this.#engine
    const named = parseTargets(options.invalidates ?? [], 'invalidates')
    const { predicate } = named
    // It is asked whenever anything is worked out until the mutation ends. Where it throws, too much is stale.
    const invalidates: TargetSet = predicate
      ? { ...named, predicate: (key, tags) => engine.guard('a predicate', true, () => predicate(key, tags)) }
      : named
    if (options.propagate && (!this.#propagations || predicate)) {
      throw new CodedError(
        'no_propagate',
        predicate
          ? 'propagate: a predicate cannot be told to the server; name keys, tags or patterns'
          : 'propagate: the manager has no `propagate` option',
      )
    }
    const optimistic = (options.optimistic ?? []).map(({ key, update }) => ({
      key: toEntryKey(key),
      make: checkFunction('optimistic.update', update) as Make,
    }))
    const commit = (options.commit ?? []).map(({ key, data }) => ({
      key: toEntryKey(key),
      make: checkFunction('commit.data', data) as Make,
    }))
    if (options.scope !== undefined) check('scope', options.scope, TEXT)
    const keys = new Set([...invalidates.keys, ...[...optimistic, ...commit].map(({ key }) => key)])
    const { store } = engine
    return {
      options,
      invalidates,
      touches: { ...invalidates, keys: [...keys] },
      optimistic,
      commit,
      generation: store.generation,
      began: ++store.sequence,
      layers: [],
    }
  }

  async #run<R>(fn: Mutation<R>, prepared: Prepared<R>): Promise<R> {
    const engine = this.#engine
    try {
      const answer = await fn()
      engine.trace?.mutation('committed', prepared)
      const isOwn = prepared.generation === engine.store.generation
      const [result, version] = isOutcome(answer) ? [answer.data as R, answer.version] : [answer, undefined]
      engine.turn(() => (isOwn ? this.#commit(prepared, result, version) : drop(prepared)))
      const telling = this.#telling(prepared)
      this.#end(prepared, true, telling ? await this.#propagations?.tell(telling) : OFF)
      return result
    } catch (thrown) {
      // The server may have done it before the failure: only a definite no leaves everything as it was.
      const isDone = !isDefiniteRejection(thrown)
      const telling = isDone && this.#telling(prepared)
      engine.turn(() => {
        drop(prepared)
        this.#end(prepared, isDone, telling ? this.#propagations?.tellBehind(telling) : OFF, toError(thrown))
      })
      const { onError } = prepared.options
      engine.guard('onError of a mutation', undefined, () => onError?.(toError(thrown)))
      throw thrown
    }
  }

  /** The server's answer is held, and what was shown in its place becomes part of what is held, or goes. */
  #commit<R>(prepared: Prepared<R>, result: R, version: Version | undefined): void {
    const engine = this.#engine
    const { store, entries } = engine
    const values = new Map<string, { readonly value: unknown; readonly made: Version | undefined }>()
    for (const { key, make } of prepared.commit) {
      engine.guard(`commit of ${key}`, undefined, () => {
        const value = make(result, store.held(key)?.value)
        const made = version ?? versionOf(engine, entries.get(key), value)
        // What was made after it, and is shown, is not taken off the screen: the answer that follows holds both.
        const isLate =
          metaOf(store.held(key)).source === 'optimistic' && isOlder(made, store.epochs.floors.get(key))
        if (value !== undefined && !isLate) values.set(key, { value, made })
      })
    }
    // What was shown in its place goes first: the two are never seen together.
    for (const [stack, layer] of prepared.layers) {
      if (values.has(stack.key)) stack.drop(layer, true)
      else stack.settle(layer, version)
    }
    for (const [key, { value, made }] of values) {
      const record = store.held(key)
      const meta = metaOf(record)
      const entry = entries.get(key)
      engine.write(key, value, {
        started: ++store.sequence,
        spoiled: store.outdated(prepared.began, key, entry?.policy.tags ?? []),
        life: entry?.life ?? record?.life ?? store.life,
        meta: { source: 'network', version: made ?? meta.version, body: meta.body },
      })
    }
    // What waited above it stays, on top of the answer.
    for (const [stack, layer] of prepared.layers) if (values.has(stack.key)) stack.drop(layer)
    if (version === undefined) return
    for (const key of prepared.touches.keys) {
      if ((compareVersions(store.epochs.floors.get(key), version) ?? -1) < 0) store.epochs.raise(key, version)
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
        warnUnknown(engine, invalidates)
        store.invalidate(invalidates, { byMutation: true } satisfies InvalidationOrigin)
        engine.emit('mutated', undefined, undefined, propagation)
      }
      for (const observer of store.observers) observer.mutating(touches)
    })
  }
}

/** What the mutation showed goes. */
function drop<R>({ layers }: Prepared<R>): void {
  for (const [stack, layer] of layers) stack.drop(layer)
}
