import { describe, expect, it } from 'vitest'
import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { EventLog, MOST_LINES } from '../../src/panel/model/event-log'
import { edgeOf, FIRST_PLACE, fit, moved, resized } from '../../src/panel/model/place'
import { FIRST_SETTINGS, readSettings, writeSettings } from '../../src/panel/settings'
import { FrameClock, type Frames } from '../../src/panel/frame-clock'
import { sayWhat } from '../../src/panel/view/banner'

describe('the log of events', () => {
  const start = () => {
    const manager = new DataSyncManager({ environment: fixedEnvironment() })
    const log = new EventLog()
    manager.on('*', (event) => log.add(event))
    return { manager, log }
  }

  it('holds lines without data, and the message of an error', async () => {
    const { manager, log } = start()
    manager.register('bad', () => Promise.reject(new Error('down')), { retry: false })
    await expect.poll(() => log.lines('errors', '')).toHaveLength(1)
    expect(log.lines('errors', '')[0]).toMatchObject({ key: 'bad', type: 'error', message: 'down' })
    expect(Object.keys(log.lines('errors', '')[0] ?? {})).not.toContain('snapshot')
    manager.dispose()
  })

  it('is filtered by kind and by text', () => {
    const { manager, log } = start()
    manager.subscribe('a', () => {})
    manager.subscribe('b', () => {})
    manager.setData('a', 1, { ttl: 1000 })
    manager.setData('b', 1, { ttl: 1000 })
    void manager.invalidate('a')
    manager.pause()
    const types = (kind: 'all' | 'freshness' | 'manager', text = '') =>
      log.lines(kind, text).map(({ type, key }) => `${type} ${key ?? '*'}`)
    expect(types('freshness')).toEqual(['fresh a', 'fresh b', 'stale a', 'invalidated a'])
    expect(types('freshness', 'B')).toEqual(['fresh b'])
    expect(types('manager')).toEqual(['paused *'])
    expect(types('all', 'invalidate')).toEqual(['stale a', 'invalidated a'])
    manager.dispose()
  })

  it('leaves out what happens while it is paused, and counts it', () => {
    const { manager, log } = start()
    manager.pause()
    log.pause(true)
    manager.resume()
    manager.pause()
    expect([log.isPaused, log.missed, log.lines('all', '').length]).toEqual([true, 2, 1])
    log.pause(false)
    manager.resume()
    expect([log.missed, log.lines('all', '').length]).toEqual([0, 2])
    log.clear()
    expect(log.lines('all', '')).toEqual([])
    manager.dispose()
  })

  it('is bounded', () => {
    const { manager, log } = start()
    for (let index = 0; index < MOST_LINES; index++) {
      manager.pause()
      manager.resume()
    }
    expect(log.lines('all', '')).toHaveLength(MOST_LINES)
    manager.dispose()
  })
})

describe('the place of the panel', () => {
  const page = { width: 1000, height: 700 }

  it('stays on the page, whatever was remembered', () => {
    const odd = { ...FIRST_PLACE, height: 99_999, width: -5, x: 5000, y: -20, windowWidth: 5000 }
    expect(fit(odd, page)).toEqual({ ...FIRST_PLACE, height: 660, width: 280, x: 0, y: 0, windowWidth: 1000 })
    const small = fit(FIRST_PLACE, { width: 360, height: 600 })
    expect(small).toMatchObject({ windowWidth: 360, x: 0, width: 360 })
  })

  it('is resized at the edge that is free, and moved only as a window', () => {
    expect(resized({ ...FIRST_PLACE, dock: 'bottom' }, 5, -20).height).toBe(FIRST_PLACE.height + 20)
    expect(resized({ ...FIRST_PLACE, dock: 'right' }, -30, 5).width).toBe(FIRST_PLACE.width + 30)
    expect(resized({ ...FIRST_PLACE, dock: 'window' }, 7, 8)).toMatchObject({
      windowWidth: FIRST_PLACE.windowWidth + 7,
      windowHeight: FIRST_PLACE.windowHeight + 8,
    })
    expect(moved({ ...FIRST_PLACE, dock: 'bottom' }, 9, 9)).toMatchObject({ x: FIRST_PLACE.x })
    expect(moved({ ...FIRST_PLACE, dock: 'window' }, 9, 9)).toMatchObject({ x: FIRST_PLACE.x + 9 })
  })

  it('tells its edge to screen readers', () => {
    expect(edgeOf({ ...FIRST_PLACE, dock: 'right' }, page)).toEqual({
      now: FIRST_PLACE.width,
      least: 280,
      most: 1000,
    })
  })
})

describe('the settings', () => {
  const storage = (text: string | null) => () => ({ getItem: () => text })

  it('are what was remembered, and the first ones where that makes no sense', () => {
    expect(readSettings(storage(null))).toEqual(FIRST_SETTINGS)
    expect(readSettings(storage('nonsense'))).toEqual(FIRST_SETTINGS)
    expect(readSettings(storage('[]'))).toEqual(FIRST_SETTINGS)
    const odd = JSON.stringify({
      isOpen: true,
      tab: 'x',
      scheme: 'dark',
      place: { dock: 'left', height: 'x', width: 500 },
    })
    expect(readSettings(storage(odd))).toEqual({
      ...FIRST_SETTINGS,
      isOpen: true,
      scheme: 'dark',
      place: { ...FIRST_SETTINGS.place, width: 500 },
    })
  })

  it('do without a storage that throws', () => {
    const broken = () => {
      throw new Error('denied')
    }
    expect(readSettings(broken)).toEqual(FIRST_SETTINGS)
    expect(() => writeSettings(broken, FIRST_SETTINGS)).not.toThrow()
  })
})

describe('the clock', () => {
  const start = (isCalm = false) => {
    let next: ((time: number) => void) | undefined
    let asked = 0
    const frames: Frames = {
      request: (callback) => ((next = callback), ++asked),
      cancel: () => (next = undefined),
      isCalm: () => isCalm,
    }
    let ticks = 0
    const clock = new FrameClock(frames, () => ticks++)
    const frame = (time: number) => next?.(time)
    return { clock, frame, ticks: () => ticks, isWaiting: () => next !== undefined, asked: () => asked }
  }

  it('ticks ten times a second, and once for who wants little motion', () => {
    const lively = start()
    lively.clock.start()
    for (let time = 0; time < 1000; time += 16) lively.frame(time)
    expect(lively.ticks()).toBe(9)
    const calm = start(true)
    calm.clock.start()
    for (let time = 0; time < 3000; time += 16) calm.frame(time)
    expect(calm.ticks()).toBe(3)
  })

  it('asks for no frame once it is stopped', () => {
    const { clock, frame, isWaiting, ticks } = start()
    clock.start()
    clock.start()
    frame(0)
    clock.stop()
    expect([clock.isRunning, isWaiting(), ticks()]).toEqual([false, false, 1])
  })
})

describe('what is simulated', () => {
  it('is said in words', () => {
    expect(sayWhat('offline', new Map())).toBe('no network for the whole manager')
    expect(sayWhat('error', new Map([['a', 'offline']]))).toBe('every request fails; no network for a')
    const many = new Map(['a', 'b', 'c', 'd'].map((key) => [key, 'error']))
    expect(sayWhat(undefined, many)).toBe('errors for 4 keys')
  })
})
