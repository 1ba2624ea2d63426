// I1: a key that is shown and that nobody brings a fetcher for waits for ever; the devtools say so.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { page } from './page'

let open: ReturnType<typeof page> | undefined
const start = (...args: Parameters<typeof page>) => (open = page(...args))

afterEach(() => {
  open?.uninstall()
  open?.manager.dispose()
  vi.useRealTimers()
})

describe('a key that is watched without a fetcher', () => {
  it('is explained, with what to write', () => {
    const { manager, api } = start()
    for (const key of ['/api/stores', 'https://api.example/x', 'stores', 'off'])
      manager.subscribe(key, () => {})
    manager.register('off', () => 1, { enabled: false })
    const next = (key: string) => {
      const explanation = api.explain(key)
      return [explanation?.heldBy, explanation?.next]
    }
    expect(next('/api/stores')).toEqual([
      'unregistered',
      'It is not asked by itself: it is only watched, and no registration brings a fetcher; write useSync(httpResource("/api/stores")) where it is shown.',
    ])
    expect(next('https://api.example/x')[1]).toContain('useSync(httpResource("https://api.example/x"))')
    expect(next('stores')[1]).toContain('write useSync("stores", fetcher) where it is shown')
    expect(next('off')).toEqual([
      'disabled',
      'It is not asked by itself: every registration of it says enabled: false.',
    ])
  })

  it('is named in status', () => {
    const { manager, api, output } = start()
    manager.subscribe('stores', () => {})
    manager.register('users', () => 1, { enabled: false })
    api.status()
    expect(output.take()[1]).toEqual([
      expect.objectContaining({ key: 'stores', polling: 'no fetcher' }),
      expect.objectContaining({ key: 'users', polling: 'off' }),
    ])
  })

  it('is told of once, when it has waited for some seconds', async () => {
    const { manager, output, advance } = start()
    manager.subscribe('/api/stores', () => {})
    await advance(1900)
    expect(output.take()).toEqual([])
    await advance(5000)
    expect(output.take()).toEqual([
      '! Freshline: /api/stores is only watched, and no registration brings a fetcher; write useSync(httpResource("/api/stores")) where it is shown',
    ])
    manager.register('users', () => 1, { interval: 1000 })
    await advance(60_000)
    expect(output.take()).toEqual([])
  })

  it('is told of as well where it came later, beside keys that live', async () => {
    const { manager, output, advance } = start()
    manager.register('users', () => 1, { interval: 1000 })
    await advance(30_000)
    manager.subscribe('stores', () => {})
    await advance(10_000)
    expect(output.take()).toEqual([expect.stringMatching(/^! Freshline: stores is only watched/)])
  })

  it('is not told of where its registration comes in time, or data is there', async () => {
    const { manager, output, advance } = start()
    for (const key of ['late', 'set', 'gone', 'off']) manager.subscribe(key, () => {})
    manager.setData('set', 1)
    manager.register('off', () => 1, { enabled: false })
    const { unregister } = manager.register('gone', () => 1)
    await advance(2500)
    manager.register('late', () => 1)
    unregister()
    await advance(60_000)
    expect(output.take()).toEqual([])
  })

  it('leaves no timer and no listener after uninstall', async () => {
    const { manager, output, uninstall, clock, advance } = start()
    manager.subscribe('stores', () => {})
    uninstall()
    expect(clock.pending).toBe(0)
    await advance(60_000)
    expect(output.take()).toEqual([])
  })
})
