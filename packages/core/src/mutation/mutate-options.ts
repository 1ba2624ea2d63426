/** What a mutation is told: what it touches, what it is expected to do, and what its answer is worth. */
import type { Outcome } from '../base/outcome'
import type { Key, Target } from '../keys'

/** Shows the expected result while the mutation is under way. */
export interface OptimisticUpdate {
  /** The key whose data is expected to change. */
  readonly key: Key
  /**
   * Makes the expected data of what is held (undefined where nothing is); `undefined` changes nothing. Must not
   * change its argument. One that throws is reported, and changes nothing.
   */
  update(data: never): unknown
}

/** Stores the server's answer before the mutation's promise resolves. */
export interface CommittedData<R> {
  /** The key whose data the answer brings. */
  readonly key: Key
  /**
   * The data to hold, made of the mutation's result and what is held; `undefined` leaves it. One that throws is
   * reported, and stores nothing.
   */
  data(result: R, current: never): unknown
}

/**
 * Tells the server's cache (and what stands behind it) what a mutation invalidates; resolves with a report, in any
 * form, once it is told. A rejection is told of, and repeated by nobody: repeat inside, as `httpPropagate` does.
 */
export type Propagate = (targets: readonly Target[]) => Promise<unknown>

/** What a mutation touches, and how. */
export interface MutateOptions<R = unknown> {
  /** Keys, tags and patterns that become stale, and are asked for again where wanted. Default: none. */
  readonly invalidates?: readonly Target[] | undefined
  /** What is shown until the mutation has ended. Taken back when it fails. Default: nothing. */
  readonly optimistic?: readonly OptimisticUpdate[] | undefined
  /** What of the answer is stored before the promise resolves. Default: nothing. */
  readonly commit?: readonly CommittedData<R>[] | undefined
  /**
   * Whether the server's cache is told what `invalidates` names, before the client asks again. Default: yes, where the
   * manager has `propagate` and no target is a predicate.
   */
  readonly propagate?: boolean | undefined
  /** Mutations of one scope run one after the other. Default: they overlap freely. */
  readonly scope?: string | undefined
  /** Told when the mutation failed, after its optimistic updates went. One that throws is reported. */
  readonly onError?: ((error: Error) => void) | undefined
}

/** A write: answers the result, or an `outcome()` that carries the version it made. */
export type Mutation<R> = () => Promise<R | Outcome<R>> | R | Outcome<R>
