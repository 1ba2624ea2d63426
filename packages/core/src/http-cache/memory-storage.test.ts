import { describe, expect, it } from 'vitest'
import { memoryStorage } from './memory-storage'

const value = (...sizes: number[]) => sizes.map((size) => ({ body: size ? new Uint8Array(size) : null }))
const keysOf = async (storage: ReturnType<typeof memoryStorage>) => [...(await storage.keys())]

describe('memoryStorage', () => {
  it('forgets what was not used for longest', async () => {
    const storage = memoryStorage(2, Infinity)
    await storage.set('a', value(1))
    await storage.set('b', value(1))
    await storage.get('a')
    await storage.set('c', value(1))
    expect(await keysOf(storage)).toEqual(['a', 'c'])
    expect(await storage.get('b')).toBeUndefined()
    expect(await keysOf(storage)).toEqual(['a', 'c'])
  })

  it('counts the bytes of all bodies, also after replacing and deleting', async () => {
    const storage = memoryStorage(Infinity, 100)
    await storage.set('a', value(30, 30))
    await storage.set('b', value(0))
    await storage.set('a', value(10))
    await storage.set('c', value(90))
    expect(await keysOf(storage)).toEqual(['b', 'a', 'c'])
    await storage.delete('c')
    await storage.delete('c')
    await storage.set('d', value(90))
    expect(await keysOf(storage)).toEqual(['b', 'a', 'd'])
    await storage.set('e', value(1))
    expect(await keysOf(storage)).toEqual(['d', 'e'])
    await storage.set('f', value(101))
    expect(await keysOf(storage)).toEqual([])
    await storage.set('g', value(100))
    expect(await keysOf(storage)).toEqual(['g'])
  })
})
