import { defineResource, type Snapshot } from '@freshline/core'
import {
  bindList,
  bindText,
  createFreshnessStore,
  createMutation,
  createSyncStore,
  selectStore,
  type Store,
} from '@freshline/vanilla'
import { defineFreshnessIndicator, type FreshnessIndicator } from '@freshline/vanilla/element'
import { readable } from 'svelte/store'
import { describe, expectTypeOf, it } from 'vitest'

interface Shop {
  readonly id: number
  readonly name: string
}
const load = async (): Promise<Shop> => ({ id: 1, name: 'a' })

describe('createSyncStore', () => {
  it('infers data from fetcher or resource, and what is selected of it', () => {
    expectTypeOf(createSyncStore('shop', load).get().data).toEqualTypeOf<Shop | undefined>()
    expectTypeOf(createSyncStore(null, load, { interval: 1000 }).get().data).toEqualTypeOf<Shop | undefined>()
    const resource = defineResource({ key: 'shop', fetcher: load })
    expectTypeOf(createSyncStore(resource).get().data).toEqualTypeOf<Shop | undefined>()
    const names = createSyncStore('shop', load, { select: ({ name }) => name })
    expectTypeOf(names.get().data).toEqualTypeOf<string | undefined>()
    expectTypeOf(names.refresh).returns.resolves.toEqualTypeOf<Snapshot<Shop>>()
    expectTypeOf(names.setData).parameter(0).toEqualTypeOf<Shop | ((current: Shop | undefined) => Shop)>()
    expectTypeOf(createSyncStore<Shop>('shop').get().data).toEqualTypeOf<Shop | undefined>()
  })

  it('narrows by status', () => {
    createSyncStore('shop', load).subscribe((state) => {
      if (state.status === 'success') expectTypeOf(state.data).toEqualTypeOf<Shop>()
      if (state.status === 'error') expectTypeOf(state.error).toEqualTypeOf<Error>()
    })
  })

  it('refuses what is no option', () => {
    // @ts-expect-error no such option
    createSyncStore('shop', load, { intervall: 1000 })
    // @ts-expect-error a store keeps its manager
    createSyncStore('shop', load).setOptions({ manager: undefined })
  })
})

describe('the others', () => {
  it('infer variables, data and items', () => {
    const rename = createMutation((shop: Shop) => load().then(() => shop.name), {
      invalidates: (shop) => [['shop', shop.id]],
    })
    expectTypeOf(rename.mutate).toEqualTypeOf<(variables: Shop) => void>()
    expectTypeOf(rename.get().data).toEqualTypeOf<string | undefined>()
    expectTypeOf(createFreshnessStore('shop').get().age).toEqualTypeOf<number | undefined>()
    const count = selectStore(createSyncStore('shop', load), ({ data }) => data?.name.length)
    expectTypeOf(count).toEqualTypeOf<Store<number | undefined>>()
    bindText(document.body, readable(1), (value) => value.toFixed(1))
    bindList(
      document.body,
      createSyncStore('shops', async () => [await load()]),
      {
        items: ({ data }) => data,
        key: ({ id }) => id,
        create: ({ name }) => Object.assign(document.createElement('li'), { textContent: name }),
        update: (element) => expectTypeOf(element).toEqualTypeOf<HTMLLIElement & { textContent: string }>(),
      },
    )
  })

  it('take items from any value', () => {
    bindList(
      document.body,
      createSyncStore('shops', async () => ({ list: [await load()] })),
      {
        items: ({ data }) => data?.list,
        key: ({ id }) => id,
        create: () => document.createElement('li'),
        update: (_element, shop) => expectTypeOf(shop).toEqualTypeOf<Shop>(),
      },
    )
    bindList(document.body, readable([{ id: 1 }]), {
      key: ({ id }) => id,
      create: ({ id }) => (expectTypeOf(id).toEqualTypeOf<number>(), document.createElement('li')),
    })
  })

  it('know the element', () => {
    defineFreshnessIndicator()
    expectTypeOf(document.createElement('freshness-indicator')).toEqualTypeOf<FreshnessIndicator>()
  })
})
