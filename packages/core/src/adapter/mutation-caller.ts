/** The calls of a mutation function, and the state of the latest of them. */
import type { Outcome } from '../base/outcome'
import { toError } from '../errors/to-error'
import type { DataSyncManager } from '../manager'
import type { MutateOptions } from '../mutation'

/** Does the change; resolves with the server's answer, or an `outcome()` that carries its version. */
export type MutationFunction<R, V> = (variables: V) => Promise<R | Outcome<R>> | R | Outcome<R>

/** Options of `manager.mutate`, each as it is or as a function of the variables. */
export type ByVariables<O, V> = { readonly [Name in keyof O]: O[Name] | ((variables: V) => O[Name]) }

/** What a mutation touches, and who is told. A callback that throws is reported, and changes nothing. */
export interface MutationOptions<R, V> extends ByVariables<Omit<MutateOptions<R>, 'onError'>, V> {
  /** Told when it succeeded. */
  readonly onSuccess?: (data: R, variables: V) => void
  /** Told when it failed. */
  readonly onError?: (error: Error, variables: V) => void
  /** Told when it ended, either way. */
  readonly onSettled?: (data: R | undefined, error: Error | undefined, variables: V) => void
}

/** How the latest call stands. */
export interface MutationState<R> {
  /** Whether the latest call is under way. */
  readonly isPending: boolean
  /** Why the latest call failed. */
  readonly error: Error | undefined
  /** What the latest call returned. */
  readonly data: R | undefined
}

/** Before the first call. */
export const IDLE: MutationState<never> = { isPending: false, error: undefined, data: undefined }

/** What calls are made with. */
export interface PreparedMutation<R, V> {
  /** The manager that runs it. */
  readonly manager: DataSyncManager
  /** Does the change. */
  readonly fn: MutationFunction<R, V>
  /** What it touches, and who is told. */
  readonly options: MutationOptions<R, V>
}

/** Calls a mutation for a component. */
export interface MutationCaller<R, V> {
  /** Functions that keep their identity. */
  readonly actions: {
    /** Starts it; a failure is state, never a rejection. */
    readonly mutate: (variables: V) => void
    /** Starts it, and resolves or rejects as it ends. */
    readonly mutateAsync: (variables: V) => Promise<R>
    /** Forgets the latest call's state, without undoing anything. */
    readonly reset: () => void
  }
  /** What calls are made with from now on. */
  readonly prepare: (next: PreparedMutation<R, V>) => void
}

/** Calls are made with what was prepared last, and tell `setState` how the latest of them stands. */
export function createMutationCaller<R, V>(
  prepared: PreparedMutation<R, V>,
  setState: (state: MutationState<R>) => void,
): MutationCaller<R, V> {
  let current = prepared
  let latest = 0
  const mutateAsync = async (variables: V): Promise<R> => {
    const { manager, fn, options } = current
    const call = ++latest
    const settle = (data: R | undefined, error: Error | undefined, ...callbacks: (() => void)[]) => {
      if (call === latest) setState({ isPending: false, data, error })
      for (const callback of [...callbacks, () => options.onSettled?.(data, error, variables)]) {
        try {
          callback()
        } catch (failure) {
          manager.report(failure, 'a callback of a mutation')
        }
      }
    }
    setState({ ...IDLE, isPending: true })
    try {
      const data = await manager.mutate(() => fn(variables), toMutateOptions(options, variables))
      settle(data, undefined, () => options.onSuccess?.(data, variables))
      return data
    } catch (thrown) {
      const error = toError(thrown)
      settle(undefined, error, () => options.onError?.(error, variables))
      throw error
    }
  }
  const actions = {
    // A failure is in the state.
    mutate: (variables: V): void => void mutateAsync(variables).catch(() => {}),
    mutateAsync,
    reset(): void {
      latest++
      setState(IDLE)
    },
  }
  return { actions, prepare: (next) => void (current = next) }
}

function toMutateOptions<R, V>(options: MutationOptions<R, V>, variables: V): MutateOptions<R> {
  const { onSuccess: _success, onError: _error, onSettled: _settled, ...members } = options
  const resolve = (value: unknown): unknown => (typeof value === 'function' ? value(variables) : value)
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, resolve(value)]))
}
