import type { LicenseKey, ListAnswer } from '@freshline/example-server/api-types'
import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { DataSyncProvider } from '@freshline/react'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { KeysPage } from '../src/keys/keys-page'
import { dismissToast, toastStore } from '../src/ui/toast-store'

/** Keys, and a feed whose cursor is the number of changes so far. */
function createServer(count: number) {
  const keys = new Map<number, LicenseKey>()
  for (let id = 1; id <= count; id++) {
    keys.set(id, {
      id,
      version: 1,
      createdAt: id,
      updatedAt: id,
      key: `FL-${String(id).padStart(4, '0')}-AAAA-AAAA-AAAA`,
      product: id % 2 === 0 ? 'Atlas Studio' : 'Beacon Monitor',
      plan: 'team',
      seats: 10,
      seatsUsed: id % 10,
      status: 'active',
      customerId: 1,
      customerName: `Customer ${id}`,
      lastUsedAt: null,
      expiresAt: null,
    })
  }
  const log: { id: string; data?: LicenseKey; deleted?: true }[] = []
  const asked: string[] = []
  let refuses = false
  const change = (id: number, patch: Partial<LicenseKey>) => {
    const before = keys.get(id)
    if (before === undefined) throw new Error(`no key ${id}`)
    const data = { ...before, ...patch, version: before.version + 1 }
    keys.set(id, data)
    log.push({ id: String(id), data })
    return data
  }
  return {
    asked,
    change,
    refuse: (on: boolean) => (refuses = on),
    remove(id: number) {
      keys.delete(id)
      log.push({ id: String(id), deleted: true })
    },
    async fetch(input: string | URL, init: RequestInit = {}): Promise<Response> {
      const url = new URL(String(input), 'http://localhost')
      asked.push(`${init.method ?? 'GET'} ${url.pathname}`)
      if (init.method === 'PATCH') {
        if (refuses) return Response.json({ error: { code: 'internal', message: 'x' } }, { status: 500 })
        return Response.json(
          change(Number(url.pathname.split('/').at(-1)), JSON.parse(String(init.body)) as object),
        )
      }
      if (url.pathname === '/api/sync/changes') {
        const since = url.searchParams.get('since')
        const changes = since === null ? [] : log.slice(Number(since))
        return Response.json({
          changes: changes.map((one) => ({ ...one, collection: 'keys' })),
          cursor: String(log.length),
          hasMore: false,
          reset: since === null,
        })
      }
      const items = [...keys.values()]
      const answer: ListAnswer<LicenseKey> = {
        items,
        total: items.length,
        page: 1,
        pageSize: 10_000,
        updatedAt: 1,
        version: 1,
      }
      return Response.json(answer)
    },
  }
}

let server: ReturnType<typeof createServer>
let manager: DataSyncManager

beforeEach(() => {
  server = createServer(60)
  vi.stubGlobal('fetch', server.fetch)
  manager = new DataSyncManager({ environment: fixedEnvironment(), defaults: { retry: 0 } })
})

afterEach(() => {
  cleanup()
  manager.dispose()
  for (const { id } of toastStore.getSnapshot()) dismissToast(id)
  vi.unstubAllGlobals()
})

function page(query = '') {
  return (
    <DataSyncProvider manager={manager}>
      <KeysPage params={new URLSearchParams(query)} />
    </DataSyncProvider>
  )
}

const shown = () =>
  screen.queryAllByRole('button', { name: /^FL-\d/ }).map((button) => button.textContent?.slice(0, 7))

test('the list is loaded once; other pages, searches and orders ask for nothing', async () => {
  const view = render(page())
  await waitFor(() => expect(shown()[0]).toBe('FL-0060'))
  expect(shown()).toHaveLength(25)
  view.rerender(page('page=3'))
  expect(shown()).toEqual([
    'FL-0010',
    'FL-0009',
    'FL-0008',
    'FL-0007',
    'FL-0006',
    'FL-0005',
    'FL-0004',
    'FL-0003',
    'FL-0002',
    'FL-0001',
  ])
  view.rerender(page('search=atlas%205&sort=key'))
  expect(shown()).toEqual(['FL-0050', 'FL-0052', 'FL-0054', 'FL-0056', 'FL-0058'])
  expect(screen.getByText('5 license keys')).toBeTruthy()
  expect(server.asked).toEqual(['GET /api/sync/changes', 'GET /api/admin/keys'])
})

test('a poll brings what changed, and what is gone', async () => {
  render(page())
  await waitFor(() => expect(shown()).toHaveLength(25))
  server.change(60, { customerName: 'Renamed Ltd' })
  server.remove(59)
  await manager.refresh('keys:all')
  await screen.findByText('Renamed Ltd')
  expect(shown().slice(0, 2)).toEqual(['FL-0060', 'FL-0058'])
  expect(screen.getByText('59 license keys')).toBeTruthy()
  expect(server.asked.filter((request) => request === 'GET /api/admin/keys')).toHaveLength(1)
})

test('an edit shows at once and comes back as one change, not as another list', async () => {
  render(page())
  const status = await screen.findByRole<HTMLSelectElement>('combobox', { name: /^Status of FL-0060/ })
  fireEvent.change(status, { target: { value: 'revoked' } })
  await waitFor(() => expect(status.value).toBe('revoked'))
  await waitFor(() => expect(toastStore.getSnapshot().map(({ tone }) => tone)).toEqual(['ok']))
  await waitFor(() => expect(server.asked.at(-1)).toBe('GET /api/sync/changes'))
  expect(status.value).toBe('revoked')
  expect(server.asked.filter((request) => request === 'GET /api/admin/keys')).toHaveLength(1)
})

test('an edit that is refused is taken back', async () => {
  render(page())
  const status = await screen.findByRole<HTMLSelectElement>('combobox', { name: /^Status of FL-0060/ })
  server.refuse(true)
  fireEvent.change(status, { target: { value: 'revoked' } })
  await waitFor(() => expect(toastStore.getSnapshot().map(({ tone }) => tone)).toEqual(['bad']))
  expect(status.value).toBe('active')
})
