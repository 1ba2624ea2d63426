// Types: what a fetcher brings is known everywhere without type arguments.
import type { StandardSchemaV1 } from '@standard-schema/spec'
import {
  defineResource,
  fetchFresh,
  fetchWithCache,
  httpResource,
  outcome,
  TtlCache,
  type DataSyncManager,
  type FetchContext,
  type Fetcher,
  type LoadAnswer,
  type Registration,
  type Resource,
  type Snapshot,
} from '@freshline/core'
import { describe, expectTypeOf, it } from 'vitest'

interface Store {
  id: number
  name: string
}

declare const manager: DataSyncManager
declare const schema: StandardSchemaV1<unknown, Store[]>
declare function loadStores(): Promise<Store[]>

describe('register', () => {
  it('infers from an asynchronous fetcher', () => {
    const registration = manager.register('stores', loadStores)
    expectTypeOf(registration).toEqualTypeOf<Registration<Store[]>>()
    expectTypeOf(registration.getSnapshot()).toEqualTypeOf<Snapshot<Store[]>>()
    expectTypeOf(registration.getSnapshot().data).toEqualTypeOf<Store[] | undefined>()
    expectTypeOf(registration.refresh()).resolves.toEqualTypeOf<Snapshot<Store[]>>()
  })

  it('infers from a fetcher that answers at once, with null, or with nothing', () => {
    expectTypeOf(manager.register('n', () => 5)).toEqualTypeOf<Registration<number>>()
    expectTypeOf(manager.register('n', async () => null)).toEqualTypeOf<Registration<null>>()
    expectTypeOf(manager.register('n', async () => {})).toEqualTypeOf<Registration<void>>()
    expectTypeOf(manager.register('n', (): Store | null => null)).toEqualTypeOf<Registration<Store | null>>()
  })

  it('takes the data out of outcomes', () => {
    expectTypeOf(
      manager.register('s', async () => outcome(await loadStores(), { version: 1 })),
    ).toEqualTypeOf<Registration<Store[]>>()
    expectTypeOf(manager.register('s', () => fetchFresh<Store[]>('/api/stores'))).toEqualTypeOf<
      Registration<Store[]>
    >()
    expectTypeOf(
      manager.register('s', (context) => fetchFresh('/api/stores', { ...context, schema })),
    ).toEqualTypeOf<Registration<Store[]>>()
  })

  it('knows the argument of the fetcher', () => {
    manager.register('s', (context) => {
      expectTypeOf(context).toEqualTypeOf<FetchContext>()
      expectTypeOf(context.signal).toEqualTypeOf<AbortSignal>()
      expectTypeOf(context.key).toBeString()
      expectTypeOf(context.forceFresh).toBeBoolean()
      expectTypeOf(context.previous?.data).toBeUnknown()
      return 1
    })
  })

  it('knows the data in the options, whatever stands first', () => {
    manager.register('stores', loadStores, {
      interval: (snapshot) => {
        expectTypeOf(snapshot.data).toEqualTypeOf<Store[] | undefined>()
        return 1000
      },
      version: (data) => {
        expectTypeOf(data).toEqualTypeOf<Store[]>()
        return data.length
      },
      onSuccess: (data, snapshot) => {
        expectTypeOf(data).toEqualTypeOf<Store[]>()
        expectTypeOf(snapshot).toEqualTypeOf<Snapshot<Store[]>>()
      },
      onError: (error, snapshot) => {
        expectTypeOf(error).toEqualTypeOf<Error>()
        expectTypeOf(snapshot).toEqualTypeOf<Snapshot<Store[]>>()
      },
      fallback: [],
    })
    // @ts-expect-error a fallback of another type
    manager.register('stores', loadStores, { fallback: 'none' })
  })

  it('refuses what has no meaning', () => {
    // @ts-expect-error no fetcher
    manager.register('stores')
    // @ts-expect-error an interval is a number or a function
    manager.register('stores', loadStores, { interval: '15 s' })
    // @ts-expect-error there is no such option
    manager.register('stores', loadStores, { intervall: 15_000 })
    // @ts-expect-error a key may not hold undefined
    manager.register(['stores', undefined], loadStores)
    // @ts-expect-error an event that does not exist
    manager.on('changed', () => {})
    // @ts-expect-error a tag is a text
    void manager.invalidate({ tag: 5 })
    // @ts-expect-error `pattern` is written `patterns`
    void manager.invalidate({ pattern: 'stores:*' })
  })

  it('takes options that are explicitly undefined', () => {
    manager.register('stores', loadStores, {
      interval: undefined,
      tags: undefined,
      onError: undefined,
      ttl: 'http',
    })
  })
})

describe('subscribe and getSnapshot', () => {
  it('of a registration know the data', () => {
    const registration = manager.register('stores', loadStores)
    registration.subscribe((snapshot) => expectTypeOf(snapshot).toEqualTypeOf<Snapshot<Store[]>>())
    registration.subscribe(
      (count, snapshot) => {
        expectTypeOf(count).toBeNumber()
        expectTypeOf(snapshot).toEqualTypeOf<Snapshot<Store[]>>()
      },
      // Annotated: the compiler reads a listener before a selector that stands after it.
      (snapshot: Snapshot<Store[]>) => snapshot.data?.length ?? 0,
    )
    expectTypeOf(registration.subscribe(() => {})).toEqualTypeOf<() => void>()
  })

  it('by key are unknown unless they are told', () => {
    expectTypeOf(manager.getSnapshot('stores')).toEqualTypeOf<Snapshot<unknown>>()
    expectTypeOf(manager.getSnapshot<Store[]>(['stores', 1]).data).toEqualTypeOf<Store[] | undefined>()
    manager.subscribe('stores', ({ data }) => expectTypeOf(data).toBeUnknown())
    manager.subscribe<Store[]>('stores', ({ data }) =>
      expectTypeOf(data).toEqualTypeOf<Store[] | undefined>(),
    )
  })

  it('setData knows what the updater gets and gives', () => {
    manager.setData('n', 5)
    manager.setData<number>('n', (current) => {
      expectTypeOf(current).toEqualTypeOf<number | undefined>()
      return (current ?? 0) + 1
    })
    // @ts-expect-error the updater answers something else
    manager.setData<number>('n', () => 'text')
  })
})

describe('defineResource', () => {
  it('infers from the fetcher, and keeps it through register and prefetch', () => {
    const stores = defineResource({ key: ['stores', { page: 1 }], fetcher: loadStores, interval: 15_000 })
    expectTypeOf(stores).toEqualTypeOf<Resource<Store[]>>()
    expectTypeOf(manager.register(stores)).toEqualTypeOf<Registration<Store[]>>()
    expectTypeOf(manager.register(stores, { interval: 1000 })).toEqualTypeOf<Registration<Store[]>>()
    expectTypeOf(manager.prefetch(stores)).resolves.toEqualTypeOf<Snapshot<Store[]>>()
  })

  it('infers from a fetcher that uses its context, beside options that use the data', () => {
    const stores = defineResource({
      key: 'stores',
      fetcher: async ({ signal }) => (await fetchFresh<Store[]>('/api/stores', { signal })).data,
      version: (data) => data.length,
      onSuccess: (data) => expectTypeOf(data).toEqualTypeOf<Store[]>(),
    })
    expectTypeOf(stores).toEqualTypeOf<Resource<Store[]>>()
  })

  it('takes what a schema makes as the data', () => {
    expectTypeOf(defineResource({ key: 's', fetcher: () => fetchFresh('/s', { schema }) })).toEqualTypeOf<
      Resource<Store[]>
    >()
  })

  it('needs a key and a fetcher', () => {
    // @ts-expect-error no fetcher
    defineResource({ key: 'stores' })
    // @ts-expect-error no key
    defineResource({ fetcher: loadStores })
  })

  it('httpResource is a resource of its type argument or schema', () => {
    expectTypeOf(httpResource<Store[]>('/api/stores')).toEqualTypeOf<Resource<Store[]>>()
    expectTypeOf(httpResource('/api/stores', { schema })).toEqualTypeOf<Resource<Store[]>>()
    expectTypeOf(httpResource('/api/stores')).toEqualTypeOf<Resource<unknown>>()
    expectTypeOf(manager.register(httpResource<Store[]>('/api/stores', { interval: 5000 }))).toEqualTypeOf<
      Registration<Store[]>
    >()
  })
})

describe('caches', () => {
  it('fetchWithCache and load infer from the fetcher', () => {
    expectTypeOf(fetchWithCache('stores', loadStores)).resolves.toEqualTypeOf<Store[]>()
    expectTypeOf(fetchWithCache('stores', () => 5, { ttl: 1000 })).resolves.toBeNumber()
    expectTypeOf(fetchWithCache('stores', () => fetchFresh<Store[]>('/s'))).resolves.toEqualTypeOf<Store[]>()
    expectTypeOf(new TtlCache().load('stores', loadStores)).resolves.toEqualTypeOf<LoadAnswer<Store[]>>()
  })

  it('a typed cache holds one type', () => {
    const cache = new TtlCache<Store>({
      sizeOf: (store) => store.name.length,
      onRemove: (_, store) => store.id,
    })
    expectTypeOf(cache.get('a')).toEqualTypeOf<Store | undefined>()
    expectTypeOf(cache.peek('a')?.value).toEqualTypeOf<Store | undefined>()
    expectTypeOf([...cache.entries()]).toEqualTypeOf<[key: string, value: Store][]>()
    cache.set('a', { id: 1, name: 'a' }, 1000).set('b', { id: 2, name: 'b' }, { tags: ['t'] })
    // @ts-expect-error not a store
    cache.set('a', 5)
    // @ts-expect-error the fetcher brings something else
    void cache.load('a', async () => 5)
  })

  it('takes lists of targets that are readonly', () => {
    const targets = { keys: ['a', ['b', 1]], patterns: ['c:*'], tags: ['t'] } as const
    expectTypeOf(new TtlCache().invalidate(targets)).toBeNumber()
    void manager.refresh(targets)
    manager.pause((key, tags) => key === 'a' && tags.includes('t'))
  })
})

describe('Fetcher', () => {
  it('is assignable from plain functions', () => {
    expectTypeOf(loadStores).toExtend<Fetcher<Store[]>>()
    expectTypeOf<() => Store[]>().toExtend<Fetcher<Store[]>>()
    expectTypeOf<() => Promise<string>>().not.toExtend<Fetcher<Store[]>>()
  })
})
