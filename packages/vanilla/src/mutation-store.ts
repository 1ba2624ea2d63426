/** A change to the server as a store of its state, with the keys it touches named beside it. */
import {
  createMutationCaller,
  IDLE,
  type MutationCaller,
  type MutationFunction,
  type MutationOptions,
  type MutationState,
} from '@freshline/core/adapter'
import { managerOf, type StoreOptions } from './default-manager'
import { createStore, type Store } from './store'

/** What {@link createMutation} returns. Its functions need no `this`. */
export type MutationStore<R, V> = Store<MutationState<R>> & MutationCaller<R, V>['actions']

/**
 * Runs `fn` through the manager, so that what it touches is shown early, asked for again, or rolled back.
 * The state is the latest call's; earlier calls still settle, roll back and call back.
 *
 * @example
 * const rename = createMutation((name: string) => api.rename(id, name), { invalidates: ['stores:*'] })
 * form.addEventListener('submit', () => rename.mutate(input.value))
 *
 * @throws `no_manager` when called outside browsers without one
 */
export function createMutation<R, V = void>(
  fn: MutationFunction<R, V>,
  options: MutationOptions<R, V> & StoreOptions = {},
): MutationStore<R, V> {
  const { manager, ...members } = options
  const told = members as MutationOptions<R, V>
  let state: MutationState<R> = IDLE
  let tell: (() => void) | undefined
  const prepared = {
    get manager() {
      return managerOf({ manager })
    },
    fn,
    options: told,
  }
  const { actions } = createMutationCaller<R, V>(prepared, (next) => {
    state = next
    tell?.()
  })
  const store = createStore({
    read: () => state,
    start(tellAll) {
      tell = tellAll
      return () => (tell = undefined)
    },
    report: (error, where) => prepared.manager.report(error, where),
  })
  return Object.assign(store, actions)
}
