/** A change to the server with its state, and with the keys it touches named beside it. */
import { CodedError, toError, type DataSyncManager, type MutateOptions, type Outcome } from '@freshline/core'
import { useInsertionEffect, useMemo, useState } from 'react'
import { useDataSync } from './use-data-sync'

/** A value, or what a function makes of the variables of a call. */
export type ByVariables<T, V> = T | ((variables: V) => T)

/**
 * Options of {@link useSyncMutation}: those of `manager.mutate`, each also as a function of the variables, and callbacks,
 * of which one that throws is reported.
 */
export interface UseSyncMutationOptions<R, V> {
  /** What the change touches: stale once it has succeeded, and asked for again where wanted. Default: nothing. */
  readonly invalidates?: ByVariables<MutateOptions<R>['invalidates'], V>
  /** What is shown before the server has answered, and taken back when the change fails. Default: nothing. */
  readonly optimistic?: ByVariables<MutateOptions<R>['optimistic'], V>
  /** What of the server's answer is stored before the promise resolves. Default: nothing. */
  readonly commit?: ByVariables<MutateOptions<R>['commit'], V>
  /** Whether the server's cache is told first. Default: yes, where the manager has `propagate`. */
  readonly propagate?: ByVariables<MutateOptions<R>['propagate'], V>
  /** Mutations of one scope run one after another. Default: they overlap freely. */
  readonly scope?: ByVariables<MutateOptions<R>['scope'], V>
  /** Told when it succeeded, after everything it touches is stale. */
  readonly onSuccess?: (data: R, variables: V) => void
  /** Told when it failed, after what was shown early is taken back. */
  readonly onError?: (error: Error, variables: V) => void
  /** Told when it ended, either way. */
  readonly onSettled?: (data: R | undefined, error: Error | undefined, variables: V) => void
}

/** Does the change; resolves with the server's answer, or an `outcome()` that carries its version. */
export type MutationFunction<R, V> = (variables: V) => Promise<R | Outcome<R>> | R | Outcome<R>

interface MutationState<R> {
  /** Whether the latest call is under way. */
  readonly isPending: boolean
  /** Why the latest call failed. */
  readonly error: Error | undefined
  /** What the latest call returned. */
  readonly data: R | undefined
}

/** What {@link useSyncMutation} returns; the functions keep their identity. */
export interface SyncMutation<R, V> extends MutationState<R> {
  /** Starts it; a failure is state, never a rejection. */
  readonly mutate: (variables: V) => void
  /** Starts it, and resolves or rejects with its outcome. */
  readonly mutateAsync: (variables: V) => Promise<R>
  /** Forgets the latest call's state, without undoing anything. */
  readonly reset: () => void
}

const IDLE = { isPending: false, error: undefined, data: undefined }
const BY_VARIABLES = ['invalidates', 'optimistic', 'commit', 'propagate', 'scope'] as const

/**
 * Runs `fn` through the manager, so that what it touches is shown early, asked for again, or rolled back.
 * The state is the latest call's; earlier calls still settle, roll back and call back.
 *
 * @example
 * const rename = useSyncMutation((name: string) => api.rename(id, name), { invalidates: ['stores:*'] })
 */
export function useSyncMutation<R, V = void>(
  fn: MutationFunction<R, V>,
  options: UseSyncMutationOptions<R, V> = {},
): SyncMutation<R, V> {
  const manager = useDataSync()
  const [state, setState] = useState<MutationState<R>>(IDLE)
  const [caller] = useState(() => createCaller<R, V>(setState))
  // Before any effect or event can call: what the render on screen said counts.
  useInsertionEffect(() => caller.prepare({ manager, fn, options }))
  return useMemo(() => ({ ...state, ...caller.actions }), [state, caller])
}

interface Prepared<R, V> {
  readonly manager: DataSyncManager
  readonly fn: MutationFunction<R, V>
  readonly options: UseSyncMutationOptions<R, V>
}

function createCaller<R, V>(setState: (state: MutationState<R>) => void) {
  let prepared: Prepared<R, V> | undefined
  let latest = 0
  const mutateAsync = async (variables: V): Promise<R> => {
    if (!prepared)
      throw new CodedError('not_mounted', 'A mutation was called before its component was mounted')
    const { manager, fn, options } = prepared
    const call = ++latest
    const settle = (data: R | undefined, error: Error | undefined, tell: () => void) => {
      if (call === latest) setState({ isPending: false, data, error })
      for (const callback of [tell, () => options.onSettled?.(data, error, variables)]) {
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
  const mutate = (variables: V): void => {
    // A failure is in the state.
    mutateAsync(variables).catch(() => {})
  }
  const reset = (): void => {
    latest++
    setState(IDLE)
  }
  return {
    prepare: (next: Prepared<R, V>): void => void (prepared = next),
    actions: { mutate, mutateAsync, reset },
  }
}

function toMutateOptions<R, V>(options: UseSyncMutationOptions<R, V>, variables: V): MutateOptions<R> {
  const resolved: Record<string, unknown> = {}
  for (const name of BY_VARIABLES) {
    const value: unknown = options[name]
    resolved[name] = typeof value === 'function' ? value(variables) : value
  }
  return resolved
}
