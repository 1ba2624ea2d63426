// @vitest-environment happy-dom
import { DataSyncManager } from '@freshline/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { installDevtools, type PanelModule } from '../src'
import { fakeConsole } from './page'

const GLOBAL = '__FRESHLINE__'
const onPage = () => window[GLOBAL]
const console = fakeConsole()
const uninstalls: (() => void)[] = []
const install = (manager: DataSyncManager, options = {}) => {
  const devtools = installDevtools(manager, { console, ...options })
  uninstalls.push(devtools.uninstall)
  return devtools
}

afterEach(() => {
  for (const uninstall of uninstalls.splice(0)) uninstall()
  vi.unstubAllGlobals()
})

describe('installDevtools', () => {
  it('puts the functions on the window and takes them off again', () => {
    const { api, uninstall } = install(new DataSyncManager())
    expect(onPage()).toBe(api)
    uninstall()
    uninstall()
    expect(GLOBAL in window).toBe(false)
  })

  it('listens to nothing after uninstall', () => {
    const manager = new DataSyncManager()
    const off = vi.fn()
    vi.spyOn(manager, 'on').mockReturnValue(off)
    const { uninstall } = install(manager)
    const listening = vi.mocked(manager.on).mock.calls.length
    uninstall()
    expect(off).toHaveBeenCalledTimes(listening)
  })

  it('says so when it is called after that, and does nothing', async () => {
    const manager = new DataSyncManager()
    manager.register('stats', () => 1)
    const on = vi.spyOn(manager, 'on')
    const { api, uninstall } = install(manager)
    uninstall()
    on.mockClear()
    console.take()
    const said = '! Freshline: these devtools were taken off; window.__FRESHLINE__ has those of the page'
    for (const call of [
      () => api.log('debug'),
      () => api.status(),
      () => api.explain('stats'),
      () => api.inspect('stats'),
      () => api.pause(),
      () => api.resume('stats'),
      () => api.metrics(),
      () => api.help(),
      () => api.refresh('stats'),
      () => api.invalidate('stats'),
    ]) {
      expect(await call()).toBeUndefined()
      expect(console.take()).toEqual([said])
    }
    api.panel()
    await vi.waitFor(() => expect(console.take()).toEqual([said]))
    expect([api.keys, api.managers]).toEqual([{}, {}])
    expect(on).not.toHaveBeenCalled()
    expect(manager.isPaused).toBe(false)
    manager.dispose()
  })

  it('keeps several managers apart by name, the first one being the page’s', () => {
    const first = install(new DataSyncManager())
    const second = install(new DataSyncManager())
    const third = install(new DataSyncManager(), { name: 'admin' })
    expect(Object.keys(onPage()?.managers ?? {})).toEqual(['default', 'default-2', 'admin'])
    expect(onPage()).toBe(first.api)
    first.uninstall()
    expect(onPage()).toBe(second.api)
    expect(third.api.managers).toEqual({ 'default-2': second.api, admin: third.api })
  })

  it('replaces an installation of the same manager', () => {
    const manager = new DataSyncManager()
    install(manager)
    const again = install(manager)
    expect(Object.values(again.api.managers)).toEqual([again.api])
    expect(again.api.name).toBe('default')
  })

  it('refuses what is no manager, and options that have no meaning', () => {
    expect(() => installDevtools(undefined as never)).toThrow(
      'manager: got undefined, allowed: a DataSyncManager',
    )
    expect(() => install(new DataSyncManager(), { name: '' })).toThrow('name: got ""')
    expect(() => install(new DataSyncManager(), { redact: 'all' })).toThrow('redact: got "all"')
  })

  it('gives the page back what it called __FRESHLINE__ before', () => {
    const before = { of: 'somebody else' }
    Object.defineProperty(window, GLOBAL, { value: before, configurable: true, writable: true })
    const first = install(new DataSyncManager())
    const second = install(new DataSyncManager())
    expect(onPage()).toBe(first.api)
    first.uninstall()
    second.uninstall()
    expect(onPage()).toBe(before)
    Reflect.deleteProperty(window, GLOBAL)
  })

  it('puts one panel on the page for all managers, and takes it off with the last of them', async () => {
    let mounted = 0
    let unmounted = 0
    const toggled: (boolean | undefined)[] = []
    const load = vi.fn(async (): Promise<PanelModule> => ({
      mountPanel: async (sources) => {
        mounted++
        expect(sources.list().map(({ name }) => name)).toEqual(['default', 'admin'])
        return { toggle: (isOpen) => void toggled.push(isOpen), unmount: () => void unmounted++ }
      },
    }))
    const first = install(new DataSyncManager(), { panel: load })
    const second = install(new DataSyncManager(), { name: 'admin', panel: load })
    await vi.waitFor(() => expect(mounted).toBe(1))
    expect(toggled).toEqual([])
    first.api.panel()
    second.api.panel(false)
    await vi.waitFor(() => expect(toggled).toEqual([true, false]))
    first.uninstall()
    await Promise.resolve()
    expect(unmounted).toBe(0)
    second.uninstall()
    await vi.waitFor(() => expect(unmounted).toBe(1))
    expect(load).toHaveBeenCalledTimes(1)
  })

  it('says so where the panel cannot be loaded, and asks again the next time', async () => {
    const load = vi.fn(() => Promise.reject(new Error('no such file')))
    const { api } = install(new DataSyncManager(), { panel: load })
    await vi.waitFor(() => expect(console.lines).toContain('! Freshline: no such file'))
    api.panel()
    await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(2))
  })

  it('has no panel in production, and says how to get one', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    install(new DataSyncManager(), { panel: true })
    await vi.waitFor(() => expect(console.lines.join()).toContain('left out of production builds'))
    vi.unstubAllEnvs()
  })

  it('leaves nothing listening where an option is refused', () => {
    const manager = new DataSyncManager()
    const on = vi.spyOn(manager, 'on')
    expect(() => install(manager, { performanceTrack: { maxEntries: -1 } })).toThrow('maxEntries: got -1')
    expect(on).not.toHaveBeenCalled()
    manager.dispose()
  })

  it('puts requests on the Performance panel where that is asked for', async () => {
    const measure = vi.spyOn(performance, 'measure')
    const manager = new DataSyncManager()
    const { uninstall } = install(manager, { performanceTrack: true })
    manager.register('stats', () => 1)
    await vi.waitFor(() => expect(measure).toHaveBeenCalled())
    uninstall()
    measure.mockClear()
    await manager.refresh('stats')
    expect(measure).not.toHaveBeenCalled()
    expect(() => install(manager, { performanceTrack: 1 })).toThrow('performanceTrack: got 1')
    expect(() => install(manager, { panel: 'yes' })).toThrow('panel: got "yes"')
    manager.dispose()
  })

  it('gives the track its own name and secrets, where the track says neither or `undefined`', async () => {
    const measure = vi.spyOn(performance, 'measure')
    for (const performanceTrack of [true, {}, { redact: undefined, name: undefined }]) {
      const manager = new DataSyncManager()
      const redact = () => ['Alice Example']
      const { uninstall } = install(manager, { name: 'admin', redact, performanceTrack })
      measure.mockClear()
      manager.register('of Alice Example', () => 1)
      await vi.waitFor(() => expect(measure).toHaveBeenCalled())
      const written = JSON.stringify(measure.mock.calls)
      expect(written).toContain('of Alice Ex…')
      expect(written).not.toContain('Alice Example')
      expect(written).toContain('Freshline (admin)')
      uninstall()
      manager.dispose()
    }
    measure.mockRestore()
  })

  it('does nothing where there is no window', async () => {
    vi.stubGlobal('window', undefined)
    const manager = new DataSyncManager()
    const on = vi.spyOn(manager, 'on')
    const { api, uninstall } = install(manager)
    expect(on).not.toHaveBeenCalled()
    expect(api.status()).toEqual([])
    expect(api.explain('stats')?.isKnown).toBe(false)
    uninstall()
    vi.unstubAllGlobals()
    expect(GLOBAL in window).toBe(false)
  })

  it('reads the console when it writes, so that one put in later is used', () => {
    const { api } = installDevtools(new DataSyncManager())
    uninstalls.push(() => Reflect.deleteProperty(window, GLOBAL))
    const log = vi.spyOn(globalThis.console, 'log').mockImplementation(() => {})
    api.status()
    expect(log).toHaveBeenCalledWith('Freshline: no key is registered or watched')
    log.mockRestore()
  })
})
