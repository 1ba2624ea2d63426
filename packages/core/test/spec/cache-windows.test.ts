import { TtlCache } from '@freshline/core'
import { fakeClock } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'

describe('A5 windows longer than gcTime', () => {
  it('keep the value for as long as it may be answered', async () => {
    const clock = fakeClock()
    const cache = new TtlCache<string>({ clock, ttl: 1000, gcTime: 5000 })
    const options = { staleIfError: 60_000 }
    await cache.load('k', () => 'kept', options)
    clock.jump(59_000)
    const down = () => Promise.reject(new Error('down'))
    expect(await cache.load('k', down, options)).toMatchObject({ data: 'kept', cached: true })
    clock.jump(3000)
    await expect(cache.load('k', down, options)).rejects.toThrow('down')
  })
})
