import { fakeClock, flush } from '@freshline/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { fixedEnvironment } from '../environment'
import { DataSyncManager } from '../manager'
import { SyncPlace, type AdapterScope, type PlaceOptions } from './sync-place'

function createPlace(
  options: Partial<PlaceOptions> & Partial<AdapterScope> = {},
  key: string | null = 'stats',
) {
  const clock = fakeClock()
  const manager = new DataSyncManager({ clock, environment: fixedEnvironment() })
  const tell = vi.fn()
  const fetcher = vi.fn(async (): Promise<unknown> => 'asked')
  const subject = { key, fetcher, options: { retry: false as const } }
  const { served, ...others } = options
  const make = () => new SyncPlace({ manager, served }, subject, { tell, ...others })
  return { manager, clock, tell, fetcher, subject, make }
}

describe('SyncPlace', () => {
  it('starts nothing until it is entered, and tells nobody of what it shows first', () => {
    const { make, manager, tell, clock } = createPlace()
    const place = make()
    expect(place.shown.status).toBe('pending')
    expect(manager.getStatus()).toEqual([])
    expect([tell.mock.calls.length, clock.pending]).toEqual([0, 0])
  })

  it('shows what was served until it is entered, then what is held, with its times', async () => {
    const served = new Map([['stats', { key: 'stats', data: 'served', freshFor: 1000 }]])
    const { make, manager, tell } = createPlace({ isServed: true, served })
    manager.setData('stats', 'held', { ttl: 60_000 })
    const place = make()
    expect(place.shown).toMatchObject({ data: 'served', freshness: 'fresh', source: 'hydrated' })
    expect(place.shown.updatedAt).toBeUndefined()
    const leave = place.enter()
    expect(place.shown).toMatchObject({ data: 'held', updatedAt: expect.any(Number) as number })
    expect(tell).toHaveBeenCalledOnce()
    leave()
    await flush()
    expect(manager.getStatus()).toEqual([])
  })

  it('does not take what a browser holds for served', () => {
    const { make, manager } = createPlace({ isServed: true })
    manager.setData('stats', 'remembered', { ttl: 60_000 })
    expect(make().shown.status).toBe('pending')
  })

  it('loads first data without registering, once, and shows it without times on a server', async () => {
    const { make, manager, fetcher } = createPlace({ isServer: true, isServed: true })
    const place = make()
    expect(await place.load()).toBeUndefined()
    expect(place.shown).toMatchObject({ data: 'asked', status: 'success', updatedAt: undefined })
    await place.load()
    expect(fetcher).toHaveBeenCalledOnce()
    expect(manager.getStatus()).toEqual([])
  })

  it('resolves a load with the error where nothing is held after it', async () => {
    const { make, fetcher } = createPlace()
    const down = new Error('down')
    fetcher.mockRejectedValue(down)
    expect(await make().load()).toBe(down)
  })

  it('has nothing to load without a key', async () => {
    const { make, fetcher } = createPlace({}, null)
    expect(await make().load()).toBeUndefined()
    expect(fetcher).not.toHaveBeenCalled()
  })

  it('keeps what a selector threw beside what it would have selected from', () => {
    const { make, manager, subject, tell } = createPlace()
    manager.setData('stats', 1, { ttl: 60_000 })
    const place = make()
    const error = new Error('selector')
    const select = () => {
      throw error
    }
    place.follow({ ...subject, options: { ...subject.options, select } })
    expect([place.failure, place.shown.data]).toEqual([{ error }, 1])
    place.follow({ ...subject, options: subject.options })
    expect([place.failure, place.shown.data]).toEqual([undefined, 1])
    expect(tell).toHaveBeenCalledTimes(2)
  })

  it('asks to be entered anew for another key and for other options, not for the same', () => {
    const { make, subject } = createPlace()
    const place = make()
    const again = vi.fn()
    place.follow({ ...subject, options: { ...subject.options } }, again)
    expect(again).not.toHaveBeenCalled()
    place.follow({ ...subject, options: { ...subject.options, interval: 1000 } }, again)
    place.follow({ ...subject, key: 'other' }, again)
    expect(again).toHaveBeenCalledTimes(2)
    expect(place.view.hash).toBe('other')
  })
})
