import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { installDevtools } from '../../src'
import { findInstalled } from '../../src/page-registry'
import { PanelSession } from '../../src/panel/session'
import { fakeConsole } from '../page'

let end = () => {}

/** A session with an installed manager, and what it listens to and reads. */
function start() {
  const manager = new DataSyncManager({ environment: fixedEnvironment(), report: () => {} })
  manager.setData('stats', 1, { ttl: 60_000 })
  manager.subscribe('stats', () => {})
  const { uninstall } = installDevtools(manager, { console: fakeConsole() })
  const source = findInstalled(window, manager)
  if (!source) throw new Error('not installed')
  let listening = 0
  const on = manager.on.bind(manager)
  vi.spyOn(manager, 'on').mockImplementation((type, listener) => {
    listening++
    const off = on(type, listener)
    return () => {
      listening--
      off()
    }
  })
  const read = manager.getStatus.bind(manager)
  let onRead = () => {}
  const reads = vi.spyOn(manager, 'getStatus').mockImplementation(() => {
    onRead()
    return read()
  })
  const session = new PanelSession(source)
  end = () => {
    session.stop()
    uninstall()
    manager.dispose()
  }
  return {
    manager,
    session,
    source,
    reads: () => reads.mock.calls.length,
    listening: () => listening,
    whenRead: (then: () => void) => (onRead = then),
  }
}

afterEach(() => end())

describe('a session of the panel', () => {
  it('listens until it ends, and holds on to nothing after that', () => {
    const { session, listening, manager } = start()
    expect(listening()).toBeGreaterThan(0)
    session.simulator.setAll('offline')
    expect(manager.isOnline).toBe(false)
    session.stop()
    session.stop()
    expect([listening(), manager.isOnline]).toEqual([0, true])
  })

  it('reads the keys when something happened, else once a second', () => {
    const { session, reads, manager } = start()
    const now = performance.now()
    session.update(now)
    expect(session.rows.map(({ key, freshness }) => [key, freshness])).toEqual([['stats', 'fresh']])
    for (let ms = 10; ms < 900; ms += 10) session.update(now + ms)
    expect(reads()).toBe(1)
    session.update(now + 1100)
    expect(reads()).toBe(2)
    void manager.invalidate('stats')
    session.update(now + 2000)
    expect(session.rows[0]?.freshness).toBe('stale')
  })

  it('reads no more often than a small part of the time, however long a reading takes', () => {
    const { session, reads, manager, whenRead } = start()
    const real = performance.now.bind(performance)
    let late = 0
    vi.spyOn(performance, 'now').mockImplementation(() => real() + late)
    whenRead(() => (late += 100))
    const begin = performance.now()
    session.update(begin)
    const before = reads()
    for (let ms = 0; ms < 1400; ms += 10) {
      manager.pause()
      manager.resume()
      session.update(begin + ms)
    }
    expect(reads()).toBe(before)
    session.update(begin + 5000)
    expect(reads()).toBe(before + 1)
    vi.restoreAllMocks()
  })

  it('says what is known of a key, and its tags', () => {
    const { session, manager } = start()
    manager.register('stats', () => 1, { tags: ['home'], ttl: 60_000 })
    session.read()
    expect(session.tagsOf('stats')).toEqual(['home'])
    expect(session.tagsOf('unknown')).toEqual([])
    expect(session.factsOf('stats')).toMatchObject({ key: 'stats', row: { subscribers: 1 }, isOnline: true })
  })

  it('shows a request that was given up before the panel came as that, and not as under way', async () => {
    const { manager, source } = start()
    const { unregister } = manager.register('slow', () => new Promise(() => {}))
    await Promise.resolve()
    unregister()
    manager.register('asked', () => new Promise(() => {}))
    await vi.waitFor(() => expect(manager.getSnapshot('asked').isFetching).toBe(true))
    const later = new PanelSession(source)
    expect(later.timeline.items().map(({ key, result }) => `${key} ${result}`)).toEqual([
      'slow aborted',
      'asked running',
    ])
    later.stop()
  })
})
