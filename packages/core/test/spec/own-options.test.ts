// B1 every key has the options of its own registrations, however many keys and registrations say nearly the same.
import { describe, expect, it } from 'vitest'
import { counting, setup } from './polling-support'

describe('B1 keys that say nearly the same', () => {
  it('a key that is switched off stays off beside one that leaves an option undefined', async () => {
    const { clock, manager } = setup()
    const on = counting(clock)
    const off = counting(clock)
    manager.register('on', on.fetcher, { interval: 10_000, ttl: undefined })
    manager.register('off', off.fetcher, { interval: 10_000, enabled: false })
    await clock.advance(20_000)
    expect(on.times).toEqual([0, 10_000, 20_000])
    expect(off.times).toEqual([])
  })

  it('a registration that wants polls gets them beside one that leaves an option undefined', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher, { ttl: undefined })
    manager.register('stats', fetcher, { interval: 10_000 })
    await clock.advance(20_000)
    expect(times).toEqual([0, 10_000, 20_000])
  })
})
