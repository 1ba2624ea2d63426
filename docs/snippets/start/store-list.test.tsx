import { DataSyncManager } from '@freshline/core'
import { DataSyncProvider } from '@freshline/react'
import { cleanup, render, screen } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { StoreList } from './store-list'

const server = setupServer()
let manager: DataSyncManager

beforeAll(() => server.listen({ onUnhandledFrame: 'error' })) // `onUnhandledRequest` before msw 3
beforeEach(() => {
  manager = new DataSyncManager({ defaults: { retry: false } }) // a failure is there at once
})
afterEach(() => {
  cleanup()
  manager.dispose() // no timer and no request outlives its test
  server.resetHandlers()
})
afterAll(() => server.close())

const show = () =>
  render(
    <DataSyncProvider manager={manager}>
      <StoreList />
    </DataSyncProvider>,
  )

it('shows the stores', async () => {
  server.use(http.get('*/api/stores', () => HttpResponse.json([{ id: 1, name: 'North' }])))
  show()
  expect(await screen.findByText('North')).toBeTruthy()
})

it('says that the server is in trouble', async () => {
  server.use(http.get('*/api/stores', () => new HttpResponse(null, { status: 503 })))
  show()
  expect(await screen.findByText(/^The server has a problem/)).toBeTruthy()
})
