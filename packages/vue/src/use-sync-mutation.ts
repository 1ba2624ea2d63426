/** A change to the server with its state, and with the keys it touches named beside it. */
import {
  createMutationCaller,
  IDLE,
  type MutationCaller,
  type MutationFunction,
  type MutationOptions,
  type MutationState,
} from '@freshline/core/adapter'
import { computed, shallowRef, toValue, type ComputedRef, type MaybeRefOrGetter } from 'vue'
import { useDataSync } from './scope'

/** What {@link useSyncMutation} returns: refs for the latest call's state, and functions. */
export type SyncMutation<R, V> = MutationCaller<R, V>['actions'] & {
  readonly [Name in keyof MutationState<R>]: ComputedRef<MutationState<R>[Name]>
}

/**
 * Runs `fn` through the manager, so that what it touches is shown early, asked for again, or rolled back.
 * The state is the latest call's; earlier calls still settle, roll back and call back. Options may be a ref or getter,
 * read at each call.
 *
 * @example
 * const rename = useSyncMutation((name: string) => api.rename(id, name), { invalidates: ['stores:*'] })
 *
 * @throws `no_manager` in a server render without a plugin
 */
export function useSyncMutation<R, V = void>(
  fn: MutationFunction<R, V>,
  options: MaybeRefOrGetter<MutationOptions<R, V>> = {},
): SyncMutation<R, V> {
  const manager = useDataSync()
  const state = shallowRef<MutationState<R>>(IDLE)
  const prepared = {
    manager,
    fn,
    get options() {
      return toValue(options)
    },
  }
  const { actions } = createMutationCaller<R, V>(prepared, (next) => {
    state.value = next
  })
  return {
    isPending: computed(() => state.value.isPending),
    error: computed(() => state.value.error),
    data: computed(() => state.value.data),
    ...actions,
  }
}
