import { DataSyncManager } from '@freshline/core'
import { expect, it, vi } from 'vitest'

it('a save makes the list stale, and it is asked for again', async () => {
  let name = 'North'
  const manager = new DataSyncManager()
  const list = vi.fn(async () => [name])
  manager.register('stores', list, { ttl: 60_000, tags: ['stores'] })
  await vi.waitFor(() => expect(manager.getSnapshot('stores').data).toEqual(['North']))

  await manager.mutate(async () => void (name = 'South'), { invalidates: [{ tag: 'stores' }] })
  await vi.waitFor(() => expect(manager.getSnapshot('stores').data).toEqual(['South']))
  expect(list).toHaveBeenCalledTimes(2)
  manager.dispose()
})
