import { defineResource, httpResource, outcome, type Snapshot } from '@freshline/core'
import { describe, expectTypeOf, it } from 'vitest'
import { ref, type Ref } from 'vue'
import { useFreshness, useSync, useSyncMutation, useSyncStatus } from '../src'

interface Store {
  readonly id: number
  readonly name: string
}
declare const getStore: (signal?: AbortSignal) => Promise<Store>
const load = () => getStore()
type Read<T> = Readonly<Ref<T>>

describe('useSync', () => {
  it('infers data from the fetcher', () => {
    expectTypeOf(useSync('store', () => getStore()).data).toEqualTypeOf<Read<Store | undefined>>()
    expectTypeOf(useSync('store', ({ signal }) => getStore(signal)).data.value).toEqualTypeOf<
      Store | undefined
    >()
    expectTypeOf(useSync('store', async () => outcome(5, { freshFor: 1 })).data.value).toEqualTypeOf<
      number | undefined
    >()
    expectTypeOf(useSync(['store', 1], () => 'text').data.value).toEqualTypeOf<string | undefined>()
    expectTypeOf(useSync('store').data.value).toBeUnknown()
    expectTypeOf(useSync<Store>('store').data.value).toEqualTypeOf<Store | undefined>()
  })

  it('takes keys, resources and options as they are, as refs and as getters', () => {
    const id = ref<number | null>(1)
    const one = useSync(() => ['store', id.value], load, { enabled: () => id.value !== null })
    expectTypeOf(one.data.value).toEqualTypeOf<Store | undefined>()
    const waiting = useSync(() => (id.value === null ? null : ['store', id.value]), load)
    expectTypeOf(waiting.data.value).toEqualTypeOf<Store | undefined>()
    expectTypeOf(useSync(ref('store'), load, ref({ interval: 1000 })).data.value).toEqualTypeOf<
      Store | undefined
    >()
    expectTypeOf(useSync('store', load, () => ({ interval: 1000 })).data.value).toEqualTypeOf<
      Store | undefined
    >()
    const resource = defineResource({ key: 'store', fetcher: load, interval: 1000 })
    expectTypeOf(useSync(resource).data.value).toEqualTypeOf<Store | undefined>()
    expectTypeOf(useSync(() => (id.value ? resource : null)).data.value).toEqualTypeOf<Store | undefined>()
    expectTypeOf(useSync(() => httpResource<Store>(`/store/${id.value}`)).data.value).toEqualTypeOf<
      Store | undefined
    >()
    expectTypeOf(useSync(() => resource, { enabled: ref(false) }).data.value).toEqualTypeOf<
      Store | undefined
    >()
  })

  it('narrows data by the status of `state`', () => {
    const { state, isPrevious, status } = useSync('store', load)
    const now = state.value
    if (now.status === 'success') expectTypeOf(now.data).toEqualTypeOf<Store>()
    if (now.status === 'error') expectTypeOf(now.error).toEqualTypeOf<Error>()
    if (now.status === 'pending') expectTypeOf(now.data).toEqualTypeOf<undefined>()
    expectTypeOf(isPrevious.value).toEqualTypeOf<boolean>()
    expectTypeOf(status.value).toEqualTypeOf<'pending' | 'success' | 'error'>()
  })

  it('types data as selected, and actions as stored', () => {
    const result = useSync('store', load, { select: ({ name }) => name.length, interval: 1000 })
    expectTypeOf(result.data.value).toEqualTypeOf<number | undefined>()
    expectTypeOf(result.setData).parameter(0).toEqualTypeOf<Store | ((current: Store | undefined) => Store)>()
    expectTypeOf(result.refresh).returns.resolves.toEqualTypeOf<Snapshot<Store>>()
    const resource = defineResource({ key: 'store', fetcher: load })
    expectTypeOf(useSync(resource, { select: ({ id }) => id }).data.value).toEqualTypeOf<number | undefined>()
    const selecting = { key: 'store', fetcher: load, select: (store: Store) => store.id }
    expectTypeOf(useSync(selecting).data.value).toEqualTypeOf<number | undefined>()
  })

  it('never has undefined data after suspense()', async () => {
    const { data } = await useSync('store', load).suspense()
    expectTypeOf(data.value).toEqualTypeOf<Store>()
    const selected = await useSync('store', load, { select: ({ id }) => id }).suspense()
    expectTypeOf(selected.data.value).toEqualTypeOf<number>()
    // Without a key there is nothing to wait for.
    const none = await useSync(null as string | null, load).suspense()
    expectTypeOf(none.data.value).toEqualTypeOf<Store | undefined>()
  })

  it('refuses what is no option, and writing to a result', () => {
    // @ts-expect-error no such option
    useSync('store', load, { intervall: 1000 })
    // @ts-expect-error no such value
    useSync('store', load, { refreshOnVisible: 'sometimes' })
    // @ts-expect-error Vue waits by `await useSync(…).suspense()`
    useSync('store', load, { suspense: true })
    const { data } = useSync('store', load)
    // @ts-expect-error read-only
    data.value = undefined
  })
})

describe('useSyncMutation', () => {
  it('infers variables and data', () => {
    const rename = useSyncMutation((store: Store) => getStore().then(() => store.name), {
      invalidates: (store) => [['store', store.id], 'stores:*', { tag: 'stores' }],
      optimistic: (store) => [{ key: 'stores', update: (list: Store[]) => [...list, store] }],
      commit: [{ key: 'store', data: (name: string, current: Store) => ({ ...current, name }) }],
      scope: ({ id }) => `store ${id}`,
      onSuccess: (name, store) => {
        expectTypeOf(name).toEqualTypeOf<string>()
        expectTypeOf(store).toEqualTypeOf<Store>()
      },
    })
    expectTypeOf(rename.data.value).toEqualTypeOf<string | undefined>()
    expectTypeOf(rename.mutate).toEqualTypeOf<(variables: Store) => void>()
    expectTypeOf(rename.mutateAsync).returns.resolves.toEqualTypeOf<string>()
    expectTypeOf(rename.error.value).toEqualTypeOf<Error | undefined>()
  })

  it('needs no variables where the function takes none', () => {
    const clear = useSyncMutation(load, { invalidates: ['stores'] })
    expectTypeOf(clear.mutate).toBeCallableWith()
    // @ts-expect-error `invalidates` is a list
    useSyncMutation(load, { invalidates: 'stores' })
  })
})

describe('the others', () => {
  it('return refs', () => {
    expectTypeOf(useFreshness('store').age.value).toEqualTypeOf<number | undefined>()
    expectTypeOf(useSyncStatus().isSyncing.value).toEqualTypeOf<boolean>()
  })
})
