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
  it('options that a user changes after they were said count for the next key alone', async () => {
    const { clock, manager } = setup()
    const [first, second] = [counting(clock), counting(clock)]
    const options = { interval: 10_000 }
    manager.register('first', first.fetcher, options)
    options.interval = 5000
    manager.register('second', second.fetcher, options)
    options.interval = 1
    manager.register('first', first.fetcher)
    await clock.advance(10_000)
    expect(first.times).toEqual([0, 10_000])
    expect(second.times).toEqual([0, 5000, 10_000])
  })
})

describe('B1 options that are refused', () => {
  it('change nothing of a registration that they were to update', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    const registration = manager.register('stats', fetcher, { interval: 10_000 })
    const never = async () => -1
    expect(() => registration.update(never, { interval: NaN })).toThrow(/^interval: got NaN, allowed: /)
    expect(() => registration.update('never' as never)).toThrow(/^fetcher: got "never", allowed: a function$/)
    manager.register('stats', async () => 0).unregister()
    await clock.advance(20_000)
    expect(times).toEqual([0, 10_000, 20_000])
  })

  it.each([null, true, -1, NaN, { limit: null }, { delay: 5 }])('name `retry` for %j', (retry) => {
    const { manager } = setup()
    const register = () => manager.register('stats', async () => 1, { retry: retry as never })
    expect(register).toThrow(expect.objectContaining({ code: 'invalid_option' }))
    expect(register).toThrow(/^retry/)
    expect(manager.getStatus()).toEqual([])
  })

  it.each([null, {}, { parse: () => 1 }, { '~standard': {} }])('name `schema` for %j', (schema) => {
    const { manager } = setup()
    const register = () => manager.register('stats', async () => 1, { schema: schema as never })
    expect(register).toThrow(expect.objectContaining({ code: 'invalid_option' }))
    expect(register).toThrow(/^schema: got .*, allowed: a Standard Schema$/)
  })

  it.each([null, 5])('name `scope` for %j, and reset nothing', (scope) => {
    const { manager } = setup({ scope: 'ann' })
    manager.setData('stats', 1)
    expect(() => manager.reset({ scope: scope as never })).toThrow(/^scope: got .*, allowed: a string$/)
    expect(manager.scope).toBe('ann')
    expect(manager.getSnapshot('stats').data).toBe(1)
  })
})
