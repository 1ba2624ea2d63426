import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('asks every 15 seconds, and not while the page is hidden', async () => {
  const environment = fixedEnvironment({ visible: true, online: true })
  const manager = new DataSyncManager({ environment })
  const load = vi.fn(async () => 'data')
  manager.register('key', load, { interval: 15_000 })
  await vi.advanceTimersByTimeAsync(31_000)
  expect(load).toHaveBeenCalledTimes(3) // at once, after 15 s, after 30 s

  environment.set({ visible: false })
  await vi.advanceTimersByTimeAsync(300_000)
  expect(load).toHaveBeenCalledTimes(3)

  environment.set({ visible: true })
  await vi.advanceTimersByTimeAsync(50)
  expect(load).toHaveBeenCalledTimes(4)
  manager.dispose()
  expect(vi.getTimerCount()).toBe(0)
})
