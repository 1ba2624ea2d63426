// What the pages say of TanStack Query and SWR, asked of them, beside ours: the tables of behaviours that differ.
import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { deferred } from '@freshline/test-utils'
import { QueryClient, QueryObserver } from '@tanstack/query-core'
import { cleanup, render, waitFor } from '@testing-library/react'
import useSWR, { SWRConfig } from 'swr'
import { afterEach, describe, expect, it, vi } from 'vitest'

/** A function whose every call the test answers. */
function scripted() {
  const calls: ReturnType<typeof deferred<string>>[] = []
  const ask = () => {
    const call = deferred<string>()
    calls.push(call)
    return call.promise
  }
  return { calls, ask }
}
/** Lets all that waits for promises or for a turn of the timers come about; for tests with fake timers. */
const settle = () => vi.advanceTimersByTimeAsync(5)
const visible = () => fixedEnvironment({ visible: true, online: true })

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

describe('an invalidation during the first load', () => {
  it('TanStack Query: is over when that load is answered', async () => {
    vi.useFakeTimers()
    const { calls, ask } = scripted()
    const client = new QueryClient()
    const observer = new QueryObserver(client, { queryKey: ['a'], queryFn: ask, staleTime: 60_000 })
    const off = observer.subscribe(() => {})
    void client.invalidateQueries({ queryKey: ['a'] })
    calls[0]?.resolve('before the change')
    await settle()
    expect(calls).toHaveLength(1)
    expect(observer.getCurrentResult()).toMatchObject({ data: 'before the change', isStale: false })
    off()
    client.clear()
  })

  it('Freshline: leads to one more request, and its first answer is stale', async () => {
    vi.useFakeTimers()
    const { calls, ask } = scripted()
    const manager = new DataSyncManager({ environment: visible() })
    manager.register('a', ask, { ttl: 60_000 })
    void manager.invalidate('a')
    await settle()
    calls[0]?.resolve('before the change')
    await settle()
    expect(calls).toHaveLength(2)
    expect(manager.getSnapshot('a')).toMatchObject({ data: 'before the change', freshness: 'stale' })
    manager.dispose()
  })
})

describe('data that is set by hand during a request', () => {
  it('TanStack Query: is replaced by the older answer, unless the request is cancelled', async () => {
    vi.useFakeTimers()
    const { calls, ask } = scripted()
    const client = new QueryClient()
    const observer = new QueryObserver(client, { queryKey: ['a'], queryFn: ask })
    const off = observer.subscribe(() => {})
    client.setQueryData(['a'], 'newer')
    calls[0]?.resolve('older')
    await settle()
    expect(observer.getCurrentResult().data).toBe('older')
    off()
    client.clear()
  })

  it('Freshline: stays', async () => {
    vi.useFakeTimers()
    const { calls, ask } = scripted()
    const manager = new DataSyncManager({ environment: visible() })
    manager.register('a', ask, { ttl: 60_000 })
    await settle()
    manager.setData('a', 'newer')
    calls[0]?.resolve('older')
    await settle()
    expect(manager.getSnapshot('a').data).toBe('newer')
    manager.dispose()
  })
})

describe('a poll that fails', () => {
  it('TanStack Query: goes on at its interval', async () => {
    vi.useFakeTimers()
    const client = new QueryClient()
    const ask = vi.fn(() => Promise.reject(new Error('down')))
    const observer = new QueryObserver(client, {
      queryKey: ['a'],
      queryFn: ask,
      retry: false,
      refetchInterval: 1_000,
    })
    const off = observer.subscribe(() => {})
    await vi.advanceTimersByTimeAsync(60_000)
    expect(ask.mock.calls.length).toBeGreaterThanOrEqual(60)
    off()
    client.clear()
  })

  it('Freshline: backs off to at most 8 intervals', async () => {
    vi.useFakeTimers()
    const manager = new DataSyncManager({ environment: visible() })
    const at: number[] = []
    const ask = () => (at.push(Date.now()), Promise.reject(new Error('down')))
    manager.register('a', ask, { interval: 1_000, retry: false })
    await vi.advanceTimersByTimeAsync(120_000)
    const gaps = at.slice(1).map((time, place) => time - (at[place] ?? 0))
    expect(gaps.length).toBeLessThan(25)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(8_000)
    manager.dispose()
  })
})

describe('defaults', () => {
  it('TanStack Query: stale at once, asked again when mounted; three retries', async () => {
    vi.useFakeTimers()
    const client = new QueryClient()
    const ask = vi.fn(() => Promise.reject(new Error('down')))
    const off = new QueryObserver(client, { queryKey: ['a'], queryFn: ask }).subscribe(() => {})
    await vi.advanceTimersByTimeAsync(60_000)
    expect(ask).toHaveBeenCalledTimes(4)
    off()
    client.clear()
    const fine = vi.fn(() => Promise.resolve(1))
    const first = new QueryObserver(client, { queryKey: ['b'], queryFn: fine }).subscribe(() => {})
    await vi.advanceTimersByTimeAsync(10)
    const second = new QueryObserver(client, { queryKey: ['b'], queryFn: fine }).subscribe(() => {})
    await vi.advanceTimersByTimeAsync(10)
    expect(fine).toHaveBeenCalledTimes(2)
    first()
    second()
    client.clear()
  })

  it('SWR: one request for a key in two seconds; another component after that asks again', async () => {
    const ask = vi.fn(async () => 'data')
    const Part = () => <p>{useSWR('a', ask, { dedupingInterval: 2_000 }).data}</p>
    const tree = (count: number) => (
      <SWRConfig value={{ provider: () => new Map() }}>
        {Array.from({ length: count }, (_, place) => (
          <Part key={place} />
        ))}
      </SWRConfig>
    )
    const view = render(tree(3))
    await waitFor(() => expect(view.getAllByText('data')).toHaveLength(3))
    expect(ask).toHaveBeenCalledTimes(1)
  })

  it('Freshline: without interval and ttl, data is stale at once, and a component that mounts asks again', async () => {
    vi.useFakeTimers()
    const manager = new DataSyncManager({ environment: visible() })
    const ask = vi.fn(async () => 'data')
    manager.register('a', ask)
    await settle()
    manager.register('a', ask)
    await settle()
    expect(ask).toHaveBeenCalledTimes(2)
    expect(manager.getSnapshot('a')).toMatchObject({ freshness: 'stale', data: 'data' })
    manager.dispose()
  })
})

describe('a prefix of an array key', () => {
  it('TanStack Query: names everything below it', async () => {
    const client = new QueryClient()
    client.setQueryData(['stores', 1], 'one')
    await client.invalidateQueries({ queryKey: ['stores'] })
    expect(client.getQueryState(['stores', 1])?.isInvalidated).toBe(true)
    client.clear()
  })

  it('Freshline: names exactly one key; a pattern names what is below', async () => {
    const manager = new DataSyncManager({ environment: visible() })
    manager.setData(['stores', 1], 'one', { ttl: 60_000 })
    await manager.invalidate('stores')
    expect(manager.getSnapshot(['stores', 1]).freshness).toBe('fresh')
    await manager.invalidate('stores:*')
    expect(manager.getSnapshot(['stores', 1]).freshness).toBe('stale')
  })
})
