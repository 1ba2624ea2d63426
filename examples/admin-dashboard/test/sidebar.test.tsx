import { DataSyncManager, fixedEnvironment, type SyncEventType } from '@freshline/core'
import { DataSyncProvider } from '@freshline/react'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Sidebar } from '../src/app/sidebar'

let manager: DataSyncManager

beforeEach(() => {
  manager = new DataSyncManager({ environment: fixedEnvironment(), defaults: { retry: 0 } })
  vi.stubGlobal('fetch', async () => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    return Response.json({ detail: 'no' }, { status: 500 })
  })
})

afterEach(() => {
  cleanup()
  manager.dispose()
  vi.unstubAllGlobals()
})

test('a server that fails is marked, and goes on being looked after by the same registration', async () => {
  const happened: SyncEventType[] = []
  for (const type of ['registered', 'unregistered', 'error'] as const)
    manager.on(type, ({ key }) => void (key === 'monitoring:status' && happened.push(type)))
  render(
    <DataSyncProvider manager={manager}>
      <Sidebar current="overview" />
    </DataSyncProvider>,
  )
  const link = screen.getByRole('link', { name: /^Monitoring/ })
  await vi.waitFor(() => expect(link.textContent).toContain('not up to date'))
  expect(happened).toEqual(['registered', 'error'])
})
