// @vitest-environment happy-dom
// D4: refreshing everything by a function or by a DOM event, for code that does not hold the manager.
import { fakeClock, flush } from '@freshline/test-utils'
import {
  DataSyncManager,
  dataSyncManager,
  fixedEnvironment,
  forceRefreshData,
  type FetchContext,
} from '@freshline/core'
import { afterEach, describe, expect, it, vi } from 'vitest'

const NAME = 'forceDataRefresh'
const heard: unknown[] = []
const hear = (event: Event) => heard.push((event as CustomEvent<unknown>).detail)

/** A fetcher that notes whether it was asked past every cache. */
function counted() {
  const asked: boolean[] = []
  const fetcher = async ({ forceFresh }: FetchContext) => {
    asked.push(forceFresh)
    return {}
  }
  return { asked, fetcher }
}

afterEach(() => {
  window.removeEventListener(NAME, hear)
  heard.length = 0
  for (const { key } of dataSyncManager.getStatus()) dataSyncManager.unregister(key)
  dataSyncManager.reset()
})

describe('D4 forceRefreshData', () => {
  it('refreshes all registered keys of the default manager past every cache, and says so on the window, once', async () => {
    const [a, b] = [counted(), counted()]
    dataSyncManager.register('a', a.fetcher)
    dataSyncManager.register('b', b.fetcher)
    await flush()
    window.addEventListener(NAME, hear)
    const report = await forceRefreshData()
    expect(report).toMatchObject({ unchanged: ['a', 'b'], failed: [], skipped: [] })
    expect([a.asked, b.asked]).toEqual([
      [false, true],
      [false, true],
    ])
    expect(heard).toEqual([{ target: undefined }])
  })

  it.each([
    ['key', 'a', ['a']],
    ['array key', ['a', 1], ['a:1']],
    ['pattern', 'a*', ['a', 'a:1']],
    ['tag', { tag: 't' }, ['b']],
  ])('refreshes what a target names: %s', async (_, target, refreshed) => {
    const { asked, fetcher } = counted()
    for (const [key, tags] of [
      ['a', []],
      ['a:1', []],
      ['b', ['t']],
    ] as const) {
      dataSyncManager.register(key, fetcher, { tags })
    }
    await flush()
    asked.length = 0
    window.addEventListener(NAME, hear)
    expect(await forceRefreshData(target)).toMatchObject({ unchanged: refreshed })
    expect(asked).toEqual(refreshed.map(() => true))
    expect(heard).toEqual([{ target }])
  })

  it('rejects a bad target, and says nothing on the window', async () => {
    window.addEventListener(NAME, hear)
    await expect(forceRefreshData({} as never)).rejects.toMatchObject({ code: 'invalid_target' })
    expect(heard).toEqual([])
  })

  it('does nothing where nothing is registered', async () => {
    expect(await forceRefreshData()).toMatchObject({ refreshed: [], unchanged: [], failed: [], skipped: [] })
  })
})

describe('D4 the DOM event', () => {
  it('refreshes, past every cache, all registered keys of every manager on the page', async () => {
    const manager = new DataSyncManager({ clock: fakeClock(), environment: fixedEnvironment() })
    const [a, b] = [counted(), counted()]
    dataSyncManager.register('a', a.fetcher)
    manager.register('b', b.fetcher)
    await flush()
    window.dispatchEvent(new CustomEvent(NAME))
    await flush()
    expect([a.asked, b.asked]).toEqual([
      [false, true],
      [false, true],
    ])
    manager.dispose()
  })

  it('refreshes what its target names', async () => {
    const { asked, fetcher } = counted()
    dataSyncManager.register('a', fetcher, { tags: ['t'] })
    dataSyncManager.register('b', fetcher)
    await flush()
    asked.length = 0
    for (const target of ['a', { tag: 't' }, 'a*', 'unknown', { keys: ['a', 'unknown'] }]) {
      window.dispatchEvent(new CustomEvent(NAME, { detail: { target } }))
      await flush()
    }
    expect(asked).toEqual([true, true, true, true])
    window.dispatchEvent(new CustomEvent(NAME, { detail: null }))
    window.dispatchEvent(new CustomEvent(NAME, { detail: {} }))
    window.dispatchEvent(new Event(NAME))
    await flush()
    expect(asked.length).toBeGreaterThan(4)
  })

  it('with a nonsense target is reported, and harms nobody', async () => {
    const reported: unknown[] = []
    const manager = new DataSyncManager({
      clock: fakeClock(),
      environment: fixedEnvironment(),
      report: (error, where) => reported.push([(error as { code?: string }).code, where]),
    })
    const { asked, fetcher } = counted()
    manager.register('a', fetcher)
    await flush()
    window.dispatchEvent(new CustomEvent(NAME, { detail: { target: 5 } }))
    window.dispatchEvent(new CustomEvent(NAME, { detail: 'text' }))
    await flush()
    expect(reported).toEqual([['invalid_target', 'forceDataRefresh']])
    expect(asked).toContain(true)
    manager.dispose()
  })

  it('is heard from the first registration to the last, by one listener', async () => {
    const add = vi.spyOn(window, 'addEventListener')
    const remove = vi.spyOn(window, 'removeEventListener')
    const count = (spy: typeof add) => spy.mock.calls.filter(([type]) => type === NAME).length
    const manager = new DataSyncManager({ clock: fakeClock(), environment: fixedEnvironment() })
    expect(count(add)).toBe(0)
    manager.subscribe('k', () => {})
    manager.setData('k', 1)
    expect(count(add)).toBe(0)
    const first = manager.register('a', async () => 1)
    const second = manager.register('a', async () => 1)
    const third = manager.register('b', async () => 1)
    expect(count(add)).toBe(1)
    first.unregister()
    second.unregister()
    expect(count(remove)).toBe(0)
    third.unregister()
    expect([count(add), count(remove)]).toEqual([1, 1])
    manager.register('c', async () => 1)
    expect(count(add)).toBe(2)
    manager.dispose()
    expect(count(remove)).toBe(2)
    vi.restoreAllMocks()
  })

  it('that forceRefreshData dispatches does not make the default manager ask twice', async () => {
    const { asked, fetcher } = counted()
    dataSyncManager.register('a', fetcher)
    await flush()
    await forceRefreshData()
    await flush()
    expect(asked).toEqual([false, true])
  })

  it('that forceRefreshData dispatches is heard by the other managers of the page', async () => {
    const manager = new DataSyncManager({ clock: fakeClock(), environment: fixedEnvironment() })
    const { asked, fetcher } = counted()
    manager.register('a', fetcher)
    await flush()
    await forceRefreshData()
    await flush()
    expect(asked).toEqual([false, true])
    manager.dispose()
  })
})
