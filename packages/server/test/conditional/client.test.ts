import { createHttpCache, fetchFresh, HttpError, type Transport } from '@freshline/core'
import { describe, expect, it } from 'vitest'
import { checkPreconditions, conditional, etagOf, type ConditionalPolicy } from '../../src/index'

interface Shop {
  name: string
}

/** A resource on a server: the client's transport, what is held, and the statuses that were answered. */
function serve(policy: ConditionalPolicy = {}) {
  const statuses: number[] = []
  const shop = { held: { name: 'North' } as Shop, statuses, policy }
  const handler = async (request: Request): Promise<Response> => {
    if (request.method !== 'PUT') return conditional(request, shop.held, shop.policy)
    const sent = (await request.json()) as Shop
    const stop = checkPreconditions(request, { etag: await etagOf(shop.held) })
    if (stop) return stop
    shop.held = sent
    return conditional(request, shop.held, { preconditions: false })
  }
  const transport: Transport = async (input, init) => {
    const response = await handler(new Request(input, init))
    statuses.push(response.status)
    return response
  }
  return Object.assign(shop, { transport })
}

const url = 'http://shop.example/api/shop'

describe('the client and conditional', () => {
  it('agree that nothing has changed, and on what has', async () => {
    const { transport, statuses, ...shop } = serve()
    const first = await fetchFresh<Shop>(url, { transport })
    const second = await fetchFresh<Shop>(url, { transport, previous: first })
    expect([second.notModified, second.data === first.data, statuses]).toEqual([true, true, [200, 304]])
    Object.assign(shop.held, { name: 'South' })
    const third = await fetchFresh<Shop>(url, { transport, previous: second })
    expect([third.notModified, third.data]).toEqual([false, { name: 'South' }])
  })

  it.each<[ConditionalPolicy, number | undefined, number | undefined]>([
    [{}, 0, 0],
    [{ maxAge: 60_999 }, 60_000, undefined],
    [{ maxAge: 60_000, staleIfError: 5_000 }, 60_000, 5_000],
    [{ maxAge: 60_000, staleIfError: 5_000, mustRevalidate: true }, 60_000, 0],
    [{ sMaxage: 60_000 }, 0, undefined],
    [{ noStore: true }, 0, 0],
  ])('agree on lifetimes: %j', async (policy, freshFor, staleIfError) => {
    const clock = { now: () => 1e12, monotonic: () => 0, schedule: () => 0, cancel: () => {} }
    const answer = await fetchFresh(url, { transport: serve(policy).transport, clock })
    expect([answer.freshFor, answer.staleIfError]).toEqual([freshFor, staleIfError])
  })

  it('agree on who was faster', async () => {
    const { transport } = serve()
    const { validators } = await fetchFresh<Shop>(url, { transport })
    const put = (name: string) =>
      fetchFresh<Shop>(url, {
        transport,
        method: 'PUT',
        headers: { 'if-match': validators.etag ?? '' },
        body: JSON.stringify({ name }),
      })
    expect((await put('West')).data).toEqual({ name: 'West' })
    const failure = await put('East').catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(HttpError)
    expect(failure).toMatchObject({ status: 412, body: { code: 'precondition_failed', field: 'If-Match' } })
  })

  it('agree with a cache between them', async () => {
    const shop = serve({ maxAge: 60_000 })
    const cached = createHttpCache({ transport: shop.transport })
    const read = async (init?: RequestInit) => (await cached(url, init)).json()
    expect([await read(), await read(), shop.statuses]).toEqual([{ name: 'North' }, { name: 'North' }, [200]])
    expect([await read({ cache: 'no-cache' }), shop.statuses]).toEqual([{ name: 'North' }, [200, 304]])
    await cached(url, { method: 'PUT', body: '{"name":"West"}' })
    expect([await read(), shop.statuses]).toEqual([{ name: 'West' }, [200, 304, 200, 200]])
  })
})
