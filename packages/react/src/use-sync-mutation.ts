/** A change to the server with its state, and with the keys it touches named beside it. */
import {
  createMutationCaller,
  IDLE,
  type MutationFunction,
  type MutationOptions,
  type MutationState,
} from '@freshline/core/adapter'
import { useInsertionEffect, useMemo, useState } from 'react'
import { useDataSync } from './use-data-sync'

/** What {@link useSyncMutation} returns; the functions keep their identity. */
export interface SyncMutation<R, V> extends MutationState<R> {
  /** Starts it; a failure is state, never a rejection. */
  readonly mutate: (variables: V) => void
  /** Starts it, and resolves or rejects as it ends. */
  readonly mutateAsync: (variables: V) => Promise<R>
  /** Forgets the latest call's state, without undoing anything. */
  readonly reset: () => void
}

/**
 * Runs `fn` through the manager, so that what it touches is shown early, asked for again, or rolled back.
 * The state is the latest call's; earlier calls still settle, roll back and call back.
 *
 * @example
 * const rename = useSyncMutation((name: string) => api.rename(id, name), { invalidates: ['stores:*'] })
 */
export function useSyncMutation<R, V = void>(
  fn: MutationFunction<R, V>,
  options: MutationOptions<R, V> = {},
): SyncMutation<R, V> {
  const manager = useDataSync()
  const [state, setState] = useState<MutationState<R>>(IDLE)
  const [caller] = useState(() => createMutationCaller<R, V>({ manager, fn, options }, setState))
  // Before any effect or event can call: what the render on screen said counts.
  useInsertionEffect(() => caller.prepare({ manager, fn, options }))
  return useMemo(() => ({ ...state, ...caller.actions }), [state, caller])
}
