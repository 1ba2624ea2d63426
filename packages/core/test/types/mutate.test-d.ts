// Types: what `mutate` resolves with, and what its options are given.
import { fetchFresh, outcome, type DataSyncManager, type MutateOptions } from '@freshline/core'
import { describe, expectTypeOf, it } from 'vitest'

interface Store {
  id: number
  name: string
}

declare const manager: DataSyncManager
declare function save(): Promise<Store>

describe('mutate', () => {
  it('resolves with what the function answered', () => {
    expectTypeOf(manager.mutate(save)).resolves.toEqualTypeOf<Store>()
    expectTypeOf(manager.mutate(() => 5)).resolves.toBeNumber()
    expectTypeOf(manager.mutate(async () => {})).resolves.toBeVoid()
    expectTypeOf(
      manager.mutate(save, { invalidates: ['stores', ['stores', 'list'], { tag: 't' }] }),
    ).resolves.toEqualTypeOf<Store>()
  })

  it('takes the data out of outcomes', () => {
    expectTypeOf(
      manager.mutate(async () => outcome(await save(), { version: 5 })),
    ).resolves.toEqualTypeOf<Store>()
    expectTypeOf(
      manager.mutate(() => fetchFresh<Store>('/api/stores', { method: 'POST' })),
    ).resolves.toEqualTypeOf<Store>()
  })

  it('gives commit the result, and what is held as it is annotated', () => {
    void manager.mutate(save, {
      commit: [
        {
          key: 'store',
          data: (result) => {
            expectTypeOf(result).toEqualTypeOf<Store>()
            return result
          },
        },
        { key: 'stores', data: (result, current: Store[] | undefined) => [...(current ?? []), result] },
      ],
    })
  })

  it('takes optimistic updates of different data in one list', () => {
    void manager.mutate(save, {
      optimistic: [
        { key: 'store', update: (store: Store) => ({ ...store, name: 'new' }) },
        { key: ['stores', 'count'], update: (count: number | undefined) => (count ?? 0) + 1 },
        { key: 'stores', update: (stores: readonly Store[]) => stores.slice(1) },
      ],
    })
  })

  it('knows its other options', () => {
    void manager.mutate(save, {
      propagate: false,
      scope: 's',
      onError: (error) => expectTypeOf(error).toEqualTypeOf<Error>(),
    })
    // @ts-expect-error there is no such option
    void manager.mutate(save, { invalidate: ['stores'] })
    // @ts-expect-error a list
    void manager.mutate(save, { invalidates: 'stores' })
    expectTypeOf<MutateOptions>().toExtend<Parameters<typeof manager.mutate>[1]>()
  })
})
