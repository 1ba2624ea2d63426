// The library's client against this server, over sockets: what the dashboard is made of, without its page.
import { join } from 'node:path'
import {
  DataSyncManager,
  fetchFresh,
  httpPropagate,
  httpResource,
  type FetchContext,
  type SyncEvent,
} from '@freshline/core'
import { deltaResource } from '@freshline/core/delta'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { LicenseKey, ListAnswer, RequestsAnswer, StatsAnswer } from '../src/api-types.ts'
import { freshness } from '../src/freshness.ts'
import { startServer, type TestServer } from './support/start-server.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

/** A client whose server may be exchanged under it, as a restart does. */
async function start(dbFile = ':memory:') {
  const state = { server: await startServer({ dbFile }) }
  onTestFinished(() => state.server.close())
  const transport = (input: string | URL, init: RequestInit) => fetch(new URL(input, state.server.url), init)
  const headers = () => ({ origin: state.server.url })
  const manager = new DataSyncManager({
    freshness,
    propagate: httpPropagate('/api/sync/invalidate', { transport, headers, retry: false }),
    report: () => {},
  })
  onTestFinished(() => manager.dispose())
  const keys = deltaResource<LicenseKey>({
    key: 'keys',
    url: '/api/sync/changes',
    collection: 'keys',
    load: async (context: FetchContext) =>
      (
        await fetchFresh<ListAnswer<LicenseKey>>('/api/admin/keys?pageSize=10000&sort=createdAt', {
          ...context,
          transport,
          signal: context.signal,
        })
      ).data.items,
    idOf: ({ id }) => id,
    versionOf: ({ version }) => version,
    transport,
    retry: 0,
  })
  const routes = async () => {
    const { body } = await state.server.get<RequestsAnswer>('/api/debug/requests')
    await state.server.send('DELETE', '/api/debug/requests')
    return body.routes
  }
  const exchange = async (server: Promise<TestServer>) => {
    state.server = await server
  }
  return { state, manager, keys, transport, routes, exchange }
}

const rowsOf = (manager: DataSyncManager) => manager.getSnapshot<readonly LicenseKey[]>('keys').data ?? []

describe('license keys by feed', () => {
  it('are loaded once, then kept by what changes, with the identity of what does not', async () => {
    const { state, manager, keys, routes } = await start()
    const { server } = state
    const registration = manager.register(keys)
    const loaded = await registration.refresh()
    expect(loaded.data?.length).toBeGreaterThan(2_000)
    const [first, second, third] = rowsOf(manager)
    await routes()
    await server.send('PATCH', `/api/admin/keys/${first?.id}`, { seats: 9_001 })
    await server.send('DELETE', `/api/admin/keys/${second?.id}`)
    await routes()
    await registration.refresh()
    expect(rowsOf(manager)[0]).toMatchObject({ id: first?.id, seats: 9_001 })
    expect(rowsOf(manager)[1]).toBe(third)
    expect(await routes()).toEqual({ 'GET /api/sync/changes': 1 })
    const before = registration.getSnapshot().data
    expect((await registration.refresh()).data).toBe(before)
  })

  it('follow their customer’s name, and what the background job does', async () => {
    const { state, manager, keys } = await start()
    const registration = manager.register(keys)
    await registration.refresh()
    await state.server.send('PATCH', '/api/admin/customers/2', { company: 'Renamed Ltd' })
    for (let tick = 0; tick < 200; tick += 1) state.server.app.tick()
    await registration.refresh()
    const { body } = await state.server.get<ListAnswer<LicenseKey>>(
      '/api/admin/keys?pageSize=10000&sort=createdAt',
    )
    expect(new Map(rowsOf(manager).map((row) => [row.id, row]))).toEqual(
      new Map(body.items.map((row) => [row.id, row])),
    )
    expect(rowsOf(manager).some(({ customerName }) => customerName === 'Renamed Ltd')).toBe(true)
  })

  it('go on after a restart of the server, and begin anew with another database', async () => {
    const folder = temporaryFolder()
    const { state, manager, keys, routes, exchange } = await start(join(folder, 'one.sqlite'))
    const registration = manager.register(keys)
    await registration.refresh()
    const [first] = rowsOf(manager)
    await state.server.send('PATCH', `/api/admin/keys/${first?.id}`, { seats: 9_002 })
    await state.server.close()
    await exchange(startServer({ dbFile: join(folder, 'one.sqlite') }))
    await registration.refresh()
    expect(rowsOf(manager)[0]?.seats).toBe(9_002)
    expect(await routes()).toEqual({ 'GET /api/sync/changes': 1 })
    await state.server.close()
    await exchange(startServer({ dbFile: join(folder, 'other.sqlite'), seed: 8 }))
    await registration.refresh()
    expect(await routes()).toEqual({ 'GET /api/sync/changes': 1, 'GET /api/admin/keys': 1 })
    expect(rowsOf(manager)[0]).not.toMatchObject({ seats: 9_002 })
  })
})

describe('a change that is propagated', () => {
  const watch = (manager: DataSyncManager) => {
    const seen: SyncEvent['propagation'][] = []
    manager.on('mutated', ({ propagation }) => seen.push(propagation))
    return seen
  }

  it('is seen by the next read; each part is reported', async () => {
    const { state, manager, transport } = await start()
    const seen = watch(manager)
    const stats = manager.register(
      httpResource<StatsAnswer>('/api/admin/stats?days=30', { key: 'stats', transport }),
    )
    const before = await stats.refresh()
    await manager.mutate(() => state.server.send('PATCH', '/api/admin/keys/1', { seats: 9_001 }), {
      invalidates: ['stats', { tag: 'keys' }],
      propagate: true,
    })
    expect(seen).toMatchObject([{ propagated: 'done', report: { invalidated: 0, purge: null } }])
    expect((await stats.refresh()).data?.version).toBeGreaterThan(before.data?.version ?? 0)
    expect(stats.getSnapshot()).toMatchObject({ freshness: 'fresh' })
  })

  it('is reported as failed where the server’s cache cannot be told, and shown all the same', async () => {
    const { state, manager, transport } = await start()
    const seen = watch(manager)
    const stats = manager.register(
      httpResource<StatsAnswer>('/api/admin/stats?days=30', { key: 'stats', transport }),
    )
    const before = await stats.refresh()
    await state.server.send('PUT', '/api/faults', { mode: 'error500', scope: 'propagation' })
    await manager.mutate(() => state.server.send('PATCH', '/api/admin/keys/1', { seats: 9_001 }), {
      invalidates: ['stats'],
    })
    expect(seen).toMatchObject([{ propagated: 'failed', error: { status: 500 } }])
    expect((await stats.refresh()).data?.version).toBeGreaterThan(before.data?.version ?? 0)
  })
})
