import { defineResource, httpResource, outcome, type Snapshot } from '@freshline/core'
import { describe, expectTypeOf, it } from 'vitest'
import { useSync, useSyncMutation } from '../src'

interface Store {
  readonly id: number
  readonly name: string
}
declare const getStore: (signal?: AbortSignal) => Promise<Store>

describe('useSync', () => {
  it('infers data from the fetcher', () => {
    expectTypeOf(useSync('store', () => getStore()).data).toEqualTypeOf<Store | undefined>()
    expectTypeOf(useSync('store', ({ signal }) => getStore(signal)).data).toEqualTypeOf<Store | undefined>()
    expectTypeOf(useSync('store', async () => outcome(5, { freshFor: 1 })).data).toEqualTypeOf<
      number | undefined
    >()
    expectTypeOf(useSync(['store', 1], () => 'text').data).toEqualTypeOf<string | undefined>()
    expectTypeOf(useSync(null as string | null, getStoreFetcher).data).toEqualTypeOf<Store | undefined>()
    expectTypeOf(useSync('store').data).toBeUnknown()
    expectTypeOf(useSync<Store>('store').data).toEqualTypeOf<Store | undefined>()
  })

  it('infers data from a resource', () => {
    const resource = defineResource({ key: 'store', fetcher: () => getStore(), interval: 1000 })
    expectTypeOf(useSync(resource).data).toEqualTypeOf<Store | undefined>()
    expectTypeOf(useSync(Math.random() > 2 ? resource : null).data).toEqualTypeOf<Store | undefined>()
    expectTypeOf(useSync(httpResource<Store>('/store')).data).toEqualTypeOf<Store | undefined>()
  })

  it('narrows data by status, also after destructuring', () => {
    const result = useSync('store', getStoreFetcher)
    if (result.status === 'success') expectTypeOf(result.data).toEqualTypeOf<Store>()
    if (result.status === 'error') expectTypeOf(result.error).toEqualTypeOf<Error>()
    if (result.status === 'pending') expectTypeOf(result.data).toEqualTypeOf<undefined>()
    const { status, data, isPrevious } = useSync('store', getStoreFetcher)
    if (status === 'success') expectTypeOf(data).toEqualTypeOf<Store>()
    expectTypeOf(isPrevious).toEqualTypeOf<boolean>()
  })

  it('types data as selected, and actions as stored', () => {
    const result = useSync('store', getStoreFetcher, { select: ({ name }) => name.length, interval: 1000 })
    expectTypeOf(result.data).toEqualTypeOf<number | undefined>()
    expectTypeOf(result.setData).parameter(0).toEqualTypeOf<Store | ((current: Store | undefined) => Store)>()
    expectTypeOf(result.refresh).returns.resolves.toEqualTypeOf<Snapshot<Store>>()
    const resource = defineResource({ key: 'store', fetcher: getStoreFetcher })
    expectTypeOf(useSync(resource, { select: ({ id }) => id }).data).toEqualTypeOf<number | undefined>()
  })

  it("types data as the resource's own selector makes it", () => {
    const resource = { key: 'store', fetcher: getStoreFetcher, select: (store: Store) => store.id }
    expectTypeOf(useSync(resource).data).toEqualTypeOf<number | undefined>()
    expectTypeOf(useSync(resource, { select: ({ name }) => name }).data).toEqualTypeOf<string | undefined>()
  })

  it('never has undefined data with suspense', () => {
    expectTypeOf(useSync('store', getStoreFetcher, { suspense: true }).data).toEqualTypeOf<Store>()
    expectTypeOf(
      useSync('s', getStoreFetcher, { suspense: true, select: ({ id }) => id }).data,
    ).toEqualTypeOf<number>()
    const resource = defineResource({ key: 'store', fetcher: getStoreFetcher })
    expectTypeOf(useSync(resource, { suspense: true }).data).toEqualTypeOf<Store>()
    expectTypeOf(useSync('s', getStoreFetcher, { suspense: Math.random() > 2 }).data).toEqualTypeOf<
      Store | undefined
    >()
    // Without a key, or switched off, there is nothing to wait for.
    const none = useSync(null, getStoreFetcher, { suspense: true })
    const off = useSync('s', getStoreFetcher, { suspense: true, enabled: false })
    expectTypeOf(none.data).toEqualTypeOf<Store | undefined>()
    expectTypeOf(off.data).toEqualTypeOf<Store | undefined>()
  })

  it('refuses what is no option', () => {
    // @ts-expect-error no such option
    useSync('store', getStoreFetcher, { intervall: 1000 })
    // @ts-expect-error no such value
    useSync('store', getStoreFetcher, { refreshOnVisible: 'sometimes' })
  })
})

const getStoreFetcher = () => getStore()

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
    expectTypeOf(rename.data).toEqualTypeOf<string | undefined>()
    expectTypeOf(rename.mutate).toEqualTypeOf<(variables: Store) => void>()
    expectTypeOf(rename.mutateAsync).returns.resolves.toEqualTypeOf<string>()
    expectTypeOf(rename.error).toEqualTypeOf<Error | undefined>()
  })

  it('needs no variables where the function takes none', () => {
    const clear = useSyncMutation(() => getStore(), { invalidates: ['stores'] })
    expectTypeOf(clear.mutate).toBeCallableWith()
    expectTypeOf(useSyncMutation(async () => outcome(5, { version: 1 })).data).toEqualTypeOf<
      number | undefined
    >()
    // @ts-expect-error `invalidates` is a list
    useSyncMutation(() => getStore(), { invalidates: 'stores' })
  })
})
