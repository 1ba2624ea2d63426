// A page of others may hold a library that adds enumerable members to Object.prototype and Array.prototype.
import { DataSyncManager } from '@freshline/core'
import { describe, expect, it } from 'vitest'

const added = [
  [Object.prototype, 'extend'],
  [Array.prototype, 'each'],
] as const

/** Answers what `work` does among the additions; they are gone before anything is expected, for tests trip over them. */
async function amongAdditions<T>(work: () => T): Promise<Awaited<T>> {
  for (const [prototype, name] of added) {
    const value = (): void => {}
    Object.defineProperty(prototype, name, { value, enumerable: true, configurable: true, writable: true })
  }
  try {
    return await work()
  } finally {
    for (const [prototype, name] of added) Reflect.deleteProperty(prototype, name)
  }
}

describe('G3 on pages whose prototypes others have changed', () => {
  it('registers, asks and answers', async () => {
    const { data, error } = await amongAdditions(async () => {
      const manager = new DataSyncManager()
      const resource = { key: ['a', { page: 1 }], fetcher: () => ['b'], ttl: 1000, tags: ['t'] }
      const registration = manager.register(resource)
      const snapshot = await registration.refresh()
      registration.unregister()
      return snapshot
    })
    expect([data, error]).toEqual([['b'], undefined])
  })

  it('still refuses an option that has a wrong value', async () => {
    const registering = amongAdditions(() =>
      new DataSyncManager().register({ key: 'a', fetcher: () => 1, ttl: -1 }),
    )
    await expect(registering).rejects.toThrow('ttl')
  })
})
