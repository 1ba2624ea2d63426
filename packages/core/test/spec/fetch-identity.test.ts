import { http, HttpResponse } from 'msw'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fetchFresh } from '@freshline/core'
import { origin, useServer } from './fetch-support'

const server = useServer()
const url = `${origin}/stores`
const serve = (body: unknown, headers: Record<string, string> = {}) =>
  server.use(http.get(url, () => HttpResponse.json(body as object, { headers })))

interface Store {
  id: number
  name: string
  tags: string[]
}
const stores = (): Store[] => [
  { id: 1, name: 'North', tags: ['a'] },
  { id: 2, name: 'South', tags: ['b'] },
]

describe('C8: identity', () => {
  afterEach(() => vi.restoreAllMocks())

  it('stays with the same bytes, which are not even parsed', async () => {
    serve(stores())
    const first = await fetchFresh<Store[]>(url)
    const parse = vi.spyOn(JSON, 'parse')
    const second = await fetchFresh<Store[]>(url, { previous: first })
    const third = await fetchFresh<Store[]>(url, { previous: second, forceFresh: true })
    expect(parse).not.toHaveBeenCalled()
    expect([second.data, third.data]).toEqual([first.data, first.data])
    expect(second.data).toBe(first.data)
    expect(third.data).toBe(first.data)
    expect(second).toMatchObject({ notModified: false, status: 200 })
  })

  it('stays with other bytes that mean the same', async () => {
    serve({ a: 1, b: { c: [1, 2] } })
    const first = await fetchFresh(url)
    serve({ b: { c: [1, 2] }, a: 1 })
    expect((await fetchFresh(url, { previous: first })).data).toBe(first.data)
  })

  it('stays with the parts that did not change', async () => {
    serve(stores())
    const first = await fetchFresh<Store[]>(url)
    serve([{ ...stores()[0], name: 'Nord' }, stores()[1]])
    const second = await fetchFresh<Store[]>(url, { previous: first })
    expect(second.data).not.toBe(first.data)
    expect(second.data[0]).toEqual({ id: 1, name: 'Nord', tags: ['a'] })
    expect(second.data[0]?.tags).toBe(first.data[0]?.tags)
    expect(second.data[1]).toBe(first.data[1])
  })

  it('stays with the same ETag where only data and validators are held', async () => {
    serve([{ id: 1 }], { etag: '"1"' })
    const data = { made: 'by a parser of its own' }
    const previous = { data, validators: { etag: '"1"' } }
    expect((await fetchFresh(url, { previous, conditional: false })).data).toBe(data)
    expect((await fetchFresh(url, { previous, forceFresh: true })).data).toEqual([{ id: 1 }])
  })

  it('goes with bytes that differ below the same ETag: a sloppy server must not hold data back', async () => {
    serve([{ id: 1 }], { etag: '"1"' })
    const first = await fetchFresh(url)
    serve([{ id: 2 }], { etag: '"1"' })
    expect((await fetchFresh(url, { previous: first })).data).toEqual([{ id: 2 }])
  })

  it('is that of what the server holds, though the page wrote something else since', async () => {
    serve(stores())
    const first = await fetchFresh<Store[]>(url)
    const edited = first.data.map((store) => (store.id === 1 ? { ...store, name: 'Edited' } : store))
    const second = await fetchFresh<Store[]>(url, { previous: { ...first, data: edited } })
    expect(second.data).toEqual(stores())
    expect(second.data[1]).toBe(first.data[1])
  })

  it('survives a fetcher that keeps a part of the data only', async () => {
    serve({ rows: stores() }, { etag: '"1"' })
    const first = await fetchFresh<{ rows: Store[] }>(url)
    const kept = { ...first, data: first.data.rows }
    server.use(http.get(url, () => new HttpResponse(null, { status: 304 })))
    const second = await fetchFresh<{ rows: Store[] }>(url, { previous: kept })
    expect(second.data.rows).toBe(kept.data)
  })

  it('is not confused by marks of others', async () => {
    serve(stores())
    for (const body of ['text', 1, null, {}, { text: '[]', data: 'x' }, { headers: {} }]) {
      const result = await fetchFresh(url, { previous: { data: 'old', body } })
      expect(result.data).toEqual(stores())
    }
  })

  it('of text and of empty bodies is their value', async () => {
    server.use(http.get(url, () => HttpResponse.text('plain')))
    const first = await fetchFresh(url)
    expect((await fetchFresh(url, { previous: first })).data).toBe('plain')
    server.use(http.get(url, () => new HttpResponse(null, { status: 204 })))
    const second = await fetchFresh(url, { previous: first })
    expect(second).toMatchObject({ data: undefined, status: 204 })
    expect((await fetchFresh(url, { previous: second })).data).toBeUndefined()
  })
})
