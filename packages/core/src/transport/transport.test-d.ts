import type { StandardSchemaV1 } from '@standard-schema/spec'
import { describe, expectTypeOf, it } from 'vitest'
import type { Fetcher } from '../base/fetch-context'
import type { Outcome } from '../base/outcome'
import { fetchFresh } from './fetch-fresh'
import type { Transport } from '../http/transport'
import type { FetchFreshResult } from './fetch-fresh-options'
import { httpResource } from './http-resource'

interface Store {
  id: number
}
declare const schema: StandardSchemaV1<string, Store[]>
declare function run<T>(fetcher: Fetcher<T>): T

describe('fetchFresh', () => {
  it('is unknown data, unless it is told or checked', async () => {
    expectTypeOf(await fetchFresh('/x')).toEqualTypeOf<FetchFreshResult<unknown>>()
    expectTypeOf((await fetchFresh<Store[]>('/x')).data).toEqualTypeOf<Store[]>()
    expectTypeOf((await fetchFresh(new URL('https://x'), { schema, method: 'POST' })).data).toEqualTypeOf<
      Store[]
    >()
  })

  it('is an outcome, so that the type of a resource is that of its data', () => {
    expectTypeOf<FetchFreshResult<Store>>().toExtend<Outcome<Store>>()
    expectTypeOf(run(() => fetchFresh<Store[]>('/x'))).toEqualTypeOf<Store[]>()
    expectTypeOf(run((context) => fetchFresh('/x', { ...context, schema }))).toEqualTypeOf<Store[]>()
  })

  it('takes an earlier result as what is held', async () => {
    const first = await fetchFresh('/x', { schema })
    expectTypeOf((await fetchFresh('/x', { schema, previous: first })).data).toEqualTypeOf<Store[]>()
  })

  it('takes fetch itself as transport', () => {
    expectTypeOf(fetch).toExtend<Transport>()
  })
})

describe('httpResource', () => {
  it('has the type of its data', () => {
    expectTypeOf(httpResource<Store[]>('/x').fetcher).toEqualTypeOf<Fetcher<Store[]>>()
    expectTypeOf(httpResource('/x', { schema, interval: 5 }).fetcher).toEqualTypeOf<Fetcher<Store[]>>()
  })

  it('keeps the types of options that it hands on', () => {
    expectTypeOf(httpResource('/x', { interval: 5, cacheBust: 'v' }))
      .toHaveProperty('interval')
      .toBeNumber()
    expectTypeOf(httpResource('/x', { interval: 5, cacheBust: 'v' })).not.toHaveProperty('cacheBust')
  })
})
