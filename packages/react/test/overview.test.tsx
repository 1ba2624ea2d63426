import { fixedEnvironment } from '@freshline/core'
import { act, fireEvent } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import {
  useAutoSync,
  useFreshness,
  useSync,
  useSyncStatus,
  type FreshnessState,
  type SyncOverview,
} from '../src'
import { createManager, renderWith, scriptedFetcher, settle } from './harness'

describe('G1 useSyncStatus', () => {
  it('tells of all keys, at most once per turn', async () => {
    const environment = fixedEnvironment()
    const { manager, clock } = createManager({ environment })
    const seen: SyncOverview[] = []
    function Status() {
      seen.push(useSyncStatus())
      return null
    }
    renderWith(manager, <Status />)
    await settle()
    const good = scriptedFetcher<string>()
    const bad = scriptedFetcher<string>()
    await settle(() => {
      manager.register('good', good.fetcher)
      manager.register('bad', bad.fetcher, { retry: false })
    })
    expect(seen.at(-1)).toMatchObject({ isSyncing: true, isOnline: true, lastSync: null, errors: [] })
    expect(seen.at(-1)?.entries.map(({ key }) => key)).toEqual(['good', 'bad'])
    const before = seen.length
    await good.answer('yes')
    expect(seen.length).toBe(before + 1)
    await bad.fail(new Error('no'))
    expect(seen.at(-1)).toMatchObject({
      isSyncing: false,
      lastSync: new Date(clock.now()),
      errors: [{ key: 'bad', lastError: 'no' }],
    })
    await settle(() => environment.set({ online: false }))
    expect(seen.at(-1)?.isOnline).toBe(false)
  })
})

describe('G1 useAutoSync', () => {
  it('switches everything off and on, also from elsewhere', async () => {
    const { manager, clock } = createManager()
    const fetcher = vi.fn(() => 1)
    function Switch() {
      const { enabled, toggle, setEnabled } = useAutoSync()
      useSync('stats', fetcher, { interval: 1000 })
      return (
        <>
          <button onClick={toggle}>{String(enabled)}</button>
          <button onClick={() => setEnabled(true)}>on</button>
        </>
      )
    }
    const { getAllByRole } = renderWith(manager, <Switch />)
    const [toggle, on] = getAllByRole('button') as [HTMLElement, HTMLElement]
    await settle()
    expect(toggle.textContent).toBe('true')
    fireEvent.click(toggle)
    expect(toggle.textContent).toBe('false')
    expect(manager.isPaused).toBe(true)
    await act(() => clock.advance(5000))
    expect(fetcher).toHaveBeenCalledTimes(1)
    await settle(() => fireEvent.click(on))
    expect(toggle.textContent).toBe('true')
    expect(fetcher).toHaveBeenCalledTimes(2)
    act(() => manager.pause())
    expect(toggle.textContent).toBe('false')
  })
})

describe('G1 useFreshness', () => {
  function renderAges(count = 1, key: string | null = 'stats') {
    const environment = fixedEnvironment()
    const { manager, clock } = createManager({ environment })
    const seen: FreshnessState[] = []
    function Age() {
      seen.push(useFreshness(key))
      return <i>{seen.at(-1)?.age ?? '-'}</i>
    }
    const ages = Array.from({ length: count }, (_, i) => <Age key={i} />)
    const view = renderWith(manager, ages)
    const set = () => act(() => manager.setData('stats', 1, { ttl: 15_000 }))
    const pass = (ms: number) => act(() => clock.advance(ms))
    return { ...view, environment, manager, clock, seen, set, pass, now: () => seen.at(-1) as FreshnessState }
  }

  it('ages by seconds below a minute, by half minutes above', async () => {
    const { seen, set, now, pass, clock } = renderAges()
    await pass(123)
    expect(now()).toEqual({ freshness: 'empty', isOverdue: false })
    const start = clock.now()
    set()
    expect(now()).toMatchObject({ age: 0, updatedAt: start, expiresAt: start + 15_000 })
    const before = seen.length
    for (let second = 0; second < 3; second++) await pass(1000)
    expect(seen.slice(before).map(({ age }) => age)).toEqual([1000, 2000, 3000])
    for (let second = 0; second < 57; second++) await pass(1000)
    expect(now().age).toBe(60_000)
    for (let second = 0; second < 120; second++) await pass(1000)
    expect(now().age).toBe(180_000)
    // 59 seconds, then 60, 90, 120, 150 and 180.
    expect(seen.length).toBe(before + 59 + 5)
    set()
    expect(now().age).toBe(0)
    await pass(2000)
    expect(now().age).toBe(2000)
  })

  it('needs one timer for all components, and none while hidden or unmounted', async () => {
    const { set, unmount, container, now, pass, clock, environment, manager } = renderAges(20)
    expect(clock.pending).toBe(0)
    set()
    const own = 1
    expect(clock.pending).toBe(own + 1)
    await pass(5000)
    expect(container.textContent).toBe('5000'.repeat(20))
    const scheduled = clock.scheduled
    await pass(10_000)
    expect(clock.scheduled - scheduled).toBeLessThan(15)
    await settle(() => environment.set({ visible: false }))
    expect(clock.pending).toBe(0)
    await pass(30_000)
    expect(now().age).toBe(15_000)
    await settle(() => environment.set({ visible: true }))
    expect(now().age).toBe(45_000)
    await pass(1000)
    expect(now().age).toBe(46_000)
    unmount()
    expect(manager.getStatus()).toEqual([])
    expect(clock.pending).toBe(0)
  })

  it('renders for freshness and age alone', async () => {
    const { manager, seen, set, now } = renderAges()
    set()
    const before = seen.length
    await act(
      async () => void manager.register('stats', () => new Promise(() => {}), { enabled: false }).refresh(),
    )
    expect(manager.getSnapshot('stats').isFetching).toBe(true)
    expect(seen.length).toBe(before)
    await act(() => manager.invalidate('stats'))
    expect(now().freshness).toBe('stale')
  })

  it('waits while the key is null', () => {
    const { now } = renderAges(1, null)
    expect(now().freshness).toBe('empty')
  })
})
