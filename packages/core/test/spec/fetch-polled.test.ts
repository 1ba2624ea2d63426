import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'
import { DataSyncManager, httpResource } from '@freshline/core'
import { origin, StillClock, useServer } from './fetch-support'

const server = useServer()
const url = `${origin}/stores`

describe('httpResource with a manager', () => {
  it('asks for changes only, and an unchanged answer keeps the object', async () => {
    const asked: (string | null)[] = []
    let etag = '"1"'
    server.use(
      http.get(url, ({ request }) => {
        asked.push(request.headers.get('if-none-match'))
        if (asked.at(-1) === etag) return new HttpResponse(null, { status: 304 })
        return HttpResponse.json([{ id: 1, etag }, { id: 2 }], { headers: { etag } })
      }),
    )
    const clock = new StillClock()
    const manager = new DataSyncManager({ clock })
    const stores = manager.register(httpResource<{ id: number }[]>(url, { clock, interval: 15_000 }))
    const first = await stores.refresh()
    expect(await manager.refresh(url)).toMatchObject({ unchanged: [url] })
    expect(stores.getSnapshot().data).toBe(first.data)
    expect(stores.getSnapshot().source).toBe('revalidated')
    etag = '"2"'
    expect(await manager.refresh(url)).toMatchObject({ refreshed: [url] })
    expect(stores.getSnapshot().data).not.toBe(first.data)
    expect(stores.getSnapshot().data?.[1]).toBe(first.data?.[1])
    expect(asked).toEqual([null, '"1"', '"1"'])
    manager.dispose()
    expect(clock.pending).toBe(0)
  })

  it('lives as long as the server says, and is asked past every cache where forced', async () => {
    const asked: string[] = []
    server.use(
      http.get(url, ({ request }) => {
        asked.push(request.url)
        return HttpResponse.json(1, { headers: { 'cache-control': 'max-age=60', age: '20' } })
      }),
    )
    const clock = new StillClock(1000)
    const manager = new DataSyncManager({ clock })
    const stores = manager.register(httpResource<number>(url, { clock, ttl: 'http' }))
    await stores.refresh()
    expect(stores.getSnapshot().expiresAt).toBe(41_000)
    await stores.refresh({ force: true })
    expect(asked).toEqual([url, `${url}?_t=1000`])
    manager.dispose()
  })
})
