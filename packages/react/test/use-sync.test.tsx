import { defineResource, type ResourceOptions } from '@freshline/core'
import { act, fireEvent } from '@testing-library/react'
import { useLayoutEffect, useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { useSync, type SyncResult } from '../src'
import { createManager, renderWith, scriptedFetcher, settle } from './harness'

type Script = ReturnType<typeof scriptedFetcher<string>>

describe('G1 useSync', () => {
  it('shows pending, then data, and asks once in StrictMode', async () => {
    const { manager } = createManager()
    const { fetcher, calls, answer } = scriptedFetcher<string>()
    function Stats() {
      return <p>{useSync('stats', fetcher).data ?? 'nothing yet'}</p>
    }
    const { container } = renderWith(manager, <Stats />, { strict: true })
    expect(container.textContent).toBe('nothing yet')
    await settle()
    expect(calls).toHaveLength(1)
    await answer('five')
    expect(container.textContent).toBe('five')
    expect(calls).toHaveLength(1)
    expect(calls[0]?.signal.aborted).toBe(false)
  })

  it('shows fresh data that is held at once, without pending and without a request', async () => {
    const { manager } = createManager()
    manager.setData('stats', 'held', { ttl: 60_000 })
    const fetcher = vi.fn(() => 'asked')
    const seen: unknown[] = []
    function Stats() {
      const { status, data } = useSync('stats', fetcher)
      seen.push([status, data])
      return null
    }
    renderWith(manager, <Stats />)
    await settle()
    expect(seen).toEqual([['success', 'held']])
    expect(fetcher).not.toHaveBeenCalled()
  })

  it('takes a resource, with options beside it', async () => {
    const { manager } = createManager()
    const stats = defineResource({ key: ['stats', 1], fetcher: () => ({ count: 5 }), ttl: 60_000 })
    const onSuccess = vi.fn()
    function Stats() {
      const { data } = useSync(stats, { select: ({ count }) => count * 2, onSuccess })
      return <p>{data}</p>
    }
    const { container } = renderWith(manager, <Stats />)
    await settle()
    expect(container.textContent).toBe('10')
    expect(onSuccess).toHaveBeenCalledOnce()
    expect(manager.getStatus().map(({ key }) => key)).toEqual(['stats:1'])
  })

  it('only watches a key without a fetcher', async () => {
    const { manager } = createManager()
    function Stats() {
      return <p>{String(useSync('stats').data)}</p>
    }
    const { container } = renderWith(manager, <Stats />)
    await settle()
    expect(container.textContent).toBe('undefined')
    await settle(() => manager.setData('stats', 'set'))
    expect(container.textContent).toBe('set')
    expect(manager.getStatus()[0]).toMatchObject({ enabled: false, subscribers: 1 })
  })

  it('polls while mounted, and is quiet afterwards', async () => {
    const { manager, clock } = createManager()
    const fetcher = vi.fn(() => 'polled')
    function Stats() {
      return <p>{useSync('stats', fetcher, { interval: 15_000 }).data}</p>
    }
    const { unmount } = renderWith(manager, <Stats />, { strict: true })
    await settle()
    expect(fetcher).toHaveBeenCalledTimes(1)
    await act(() => clock.advance(45_000))
    expect(fetcher).toHaveBeenCalledTimes(4)
    unmount()
    await settle(() => clock.advance(3_600_000))
    expect(fetcher).toHaveBeenCalledTimes(4)
    expect(clock.pending).toBe(0)
    expect(manager.getStatus()).toEqual([])
  })

  it('aborts the request in flight when the last component leaves', async () => {
    const { manager } = createManager()
    const { fetcher, calls } = scriptedFetcher<string>()
    function Stats() {
      return <p>{useSync('stats', fetcher).data}</p>
    }
    const { unmount } = renderWith(manager, <Stats />)
    await settle()
    unmount()
    expect(calls[0]?.signal.aborted).toBe(false)
    await settle()
    expect(calls[0]?.signal.aborted).toBe(true)
  })

  it('waits while the key is null', async () => {
    const { manager } = createManager()
    const fetcher = vi.fn(() => 'Ada')
    const seen: unknown[] = []
    function User({ id }: { id: number | null }) {
      const user = useSync(id === null ? null : ['user', id], fetcher)
      seen.push([user.status, user.isFetching, user.data])
      return <button onClick={() => void user.refresh()}>{user.data}</button>
    }
    const { container, update, getByRole } = renderWith(manager, <User id={null} />)
    await settle(() => fireEvent.click(getByRole('button')))
    expect(fetcher).not.toHaveBeenCalled()
    expect(seen).toEqual([['pending', false, undefined]])
    expect(manager.getStatus()).toEqual([])
    update(<User id={1} />)
    await settle()
    expect(container.textContent).toBe('Ada')
    expect(fetcher).toHaveBeenCalledOnce()
    update(<User id={null} />)
    await settle()
    expect(container.textContent).toBe('')
    expect(manager.getStatus()).toEqual([])
  })

  it('moves with its key: pending for the new one, its own fetcher for each', async () => {
    const { manager } = createManager()
    const asked: string[] = []
    const seen: unknown[] = []
    function User({ id }: { id: number }) {
      const { data } = useSync(['user', id], ({ key }) => {
        asked.push(`${key} by ${id}`)
        return `user ${id}`
      })
      seen.push(data)
      return null
    }
    const { update } = renderWith(manager, <User id={1} />)
    await settle()
    update(<User id={2} />)
    await settle()
    expect(asked).toEqual(['user:1 by 1', 'user:2 by 2'])
    expect(seen).toEqual([undefined, 'user 1', undefined, 'user 2'])
    expect(manager.getStatus().map(({ key }) => key)).toEqual(['user:2'])
  })

  it('takes array keys written inline for equal by content', async () => {
    const { manager } = createManager()
    const registered = vi.fn()
    manager.on('registered', registered)
    const fetcher = vi.fn(() => 'page')
    function Page() {
      return (
        <p>{useSync(['stores', { page: 1 }], fetcher, { tags: ['stores'], retry: { limit: 1 } }).data}</p>
      )
    }
    const { update } = renderWith(manager, <Page />)
    await settle()
    update(<Page />)
    update(<Page />)
    await settle()
    expect(registered).toHaveBeenCalledOnce()
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('shows the previous data until the new key has some, where asked', async () => {
    const { manager } = createManager()
    const scripts: Record<number, Script> = {
      1: scriptedFetcher(),
      2: scriptedFetcher(),
      3: scriptedFetcher(),
    }
    const seen: unknown[] = []
    function Page({ page }: { page: number }) {
      const script = scripts[page] as Script
      const result = useSync(['page', page], script.fetcher, { keepPrevious: true })
      seen.push([result.status, result.data, result.isPrevious])
      return null
    }
    const { update } = renderWith(manager, <Page page={1} />)
    await settle()
    await scripts[1]?.answer('one')
    update(<Page page={2} />)
    update(<Page page={3} />)
    await settle()
    await scripts[3]?.answer('three')
    expect(seen).toEqual([
      ['pending', undefined, false],
      ['success', 'one', false],
      ['success', 'one', true],
      ['success', 'one', true],
      ['success', 'three', false],
    ])
  })

  it('shows the error of a new key instead of the previous data', async () => {
    const { manager } = createManager()
    const first = scriptedFetcher<string>()
    const second = scriptedFetcher<string>()
    function Page({ page }: { page: number }) {
      const { fetcher } = page === 1 ? first : second
      const { status, data } = useSync(['page', page], fetcher, { keepPrevious: true, retry: false })
      return <p>{`${status} ${data}`}</p>
    }
    const { update, container } = renderWith(manager, <Page page={1} />)
    await settle()
    await first.answer('one')
    update(<Page page={2} />)
    await settle()
    expect(container.textContent).toBe('success one')
    await second.fail(new Error('no'))
    expect(container.textContent).toBe('error undefined')
  })

  it('calls the newest fetcher and callbacks, without asking again', async () => {
    const { manager, clock } = createManager()
    const registered = vi.fn()
    manager.on('registered', registered)
    const calls: string[] = []
    function Stats({ name }: { name: string }) {
      useSync('stats', () => calls.push(`fetcher ${name}`), {
        interval: () => 10_000,
        onSuccess: () => calls.push(`onSuccess ${name}`),
      })
      return null
    }
    const { update } = renderWith(manager, <Stats name="a" />)
    await settle()
    update(<Stats name="b" />)
    await settle()
    expect(calls).toEqual(['fetcher a', 'onSuccess a'])
    await act(() => clock.advance(10_000))
    expect(calls.slice(2)).toEqual(['fetcher b', 'onSuccess b'])
    expect(registered).toHaveBeenCalledOnce()
  })

  it('follows options that change', async () => {
    const { manager, clock } = createManager()
    const fetcher = vi.fn(() => 'x')
    function Stats({ options }: { options: ResourceOptions<string> }) {
      return <p>{String(useSync('stats', fetcher, options).data)}</p>
    }
    const { update } = renderWith(manager, <Stats options={{ interval: 60_000 }} />)
    await settle()
    update(<Stats options={{ interval: 10_000, tags: ['later'] }} />)
    await settle()
    expect(fetcher).toHaveBeenCalledTimes(1)
    await act(() => clock.advance(20_000))
    expect(fetcher).toHaveBeenCalledTimes(3)
    await settle(() => manager.refresh({ tag: 'later' }))
    expect(fetcher).toHaveBeenCalledTimes(4)
  })

  it('asks by itself only while enabled', async () => {
    const { manager, clock } = createManager()
    const fetcher = vi.fn(() => 'x')
    function Stats({ enabled }: { enabled: boolean }) {
      return <p>{useSync('stats', fetcher, { interval: 10_000, enabled }).data}</p>
    }
    const { update, container } = renderWith(manager, <Stats enabled={false} />)
    await act(() => clock.advance(60_000))
    expect(fetcher).not.toHaveBeenCalled()
    update(<Stats enabled />)
    await settle()
    expect(fetcher).toHaveBeenCalledTimes(1)
    expect(container.textContent).toBe('x')
    await act(() => clock.advance(10_000))
    expect(fetcher).toHaveBeenCalledTimes(2)
    update(<Stats enabled={false} />)
    await act(() => clock.advance(60_000))
    expect(fetcher).toHaveBeenCalledTimes(2)
    expect(container.textContent).toBe('x')
  })

  it('keeps data on screen beside an error, and heals', async () => {
    const { manager } = createManager()
    const { fetcher, answer, fail } = scriptedFetcher<string>()
    let result: SyncResult<string> | undefined
    function Stats() {
      const { data, error, refresh } = (result = useSync('stats', fetcher, { retry: false }))
      return <button onClick={() => void refresh()}>{`${data} ${error?.message}`}</button>
    }
    const { getByRole, container } = renderWith(manager, <Stats />)
    await settle()
    await answer('good')
    await settle(() => fireEvent.click(getByRole('button')))
    await fail(new Error('down'))
    expect(container.textContent).toBe('good down')
    expect(result?.status).toBe('success')
    await settle(() => fireEvent.click(getByRole('button')))
    await answer('better')
    expect(container.textContent).toBe('better undefined')
  })

  it('offers actions that keep their identity and act on the key on screen', async () => {
    const { manager } = createManager()
    const asked: string[] = []
    const actions: unknown[] = []
    let now: SyncResult<string> | undefined
    function User({ id }: { id: number }) {
      now = useSync(['user', id], ({ key }) => {
        asked.push(key)
        return `${key} asked`
      })
      actions.push(now.refresh, now.invalidate, now.setData)
      return <p>{now.data}</p>
    }
    const { update, container } = renderWith(manager, <User id={1} />)
    await settle()
    update(<User id={2} />)
    await settle()
    expect(new Set(actions).size).toBe(3)
    await settle(() => now?.setData((current) => `${current} and set`))
    expect(container.textContent).toBe('user:2 asked and set')
    await settle(async () =>
      expect(await now?.refresh()).toMatchObject({ key: 'user:2', data: 'user:2 asked' }),
    )
    await settle(async () => expect(await now?.invalidate()).toMatchObject({ unchanged: ['user:2'] }))
    expect(asked).toEqual(['user:1', 'user:2', 'user:2', 'user:2'])
  })

  it('lets a layout effect of the first render set data', async () => {
    const { manager } = createManager()
    const fetcher = vi.fn(() => 'asked')
    function Stats() {
      const { data, setData } = useSync('stats', fetcher)
      useLayoutEffect(() => setData('set early', { ttl: 60_000 }), [setData])
      return <p>{data}</p>
    }
    const { container } = renderWith(manager, <Stats />)
    await settle()
    expect(container.textContent).toBe('set early')
    expect(fetcher).not.toHaveBeenCalled()
  })

  it('shares one entry and one request among components', async () => {
    const { manager } = createManager()
    const { fetcher, calls, answer } = scriptedFetcher<string>()
    function Stats() {
      return <p>{useSync('stats', fetcher).data}</p>
    }
    const { container, update } = renderWith(manager, [<Stats key="a" />, <Stats key="b" />])
    await settle()
    await answer('5')
    expect(container.textContent).toBe('55')
    expect(calls).toHaveLength(1)
    update([<Stats key="b" />])
    await settle(() => manager.setData('stats', '6'))
    expect(container.textContent).toBe('6')
    expect(manager.getStatus()[0]).toMatchObject({ enabled: true, subscribers: 1 })
  })

  it('moves to another manager when the provider does', async () => {
    const one = createManager().manager
    const two = createManager().manager
    two.setData('stats', 'of two', { ttl: 60_000 })
    const fetcher = vi.fn(() => 'of one')
    function Stats() {
      return <p>{useSync('stats', fetcher, { keepPrevious: true }).data}</p>
    }
    const { container, update } = renderWith(one, <Stats />)
    await settle()
    expect(container.textContent).toBe('of one')
    update(<Stats />, two)
    expect(container.textContent).toBe('of two')
    await settle()
    expect(one.getStatus()).toEqual([])
    expect(two.getStatus()).toHaveLength(1)
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('raises key errors in render', () => {
    const { manager } = createManager()
    const silence = vi.spyOn(console, 'error').mockImplementation(() => {})
    function Bad() {
      return <p>{String(useSync([], () => 1).data)}</p>
    }
    expect(() => renderWith(manager, <Bad />)).toThrow(expect.objectContaining({ code: 'invalid_key' }))
    silence.mockRestore()
  })

  it('works in components that keep state of their own beside it', async () => {
    const { manager } = createManager()
    manager.setData('stats', 'held', { ttl: 60_000 })
    function Stats() {
      const [count, setCount] = useState(0)
      const result = useSync('stats', () => 'asked')
      return (
        <button onClick={() => setCount(count + 1)}>{count === 0 ? '' : String(result.isFetching)}</button>
      )
    }
    const { getByRole } = renderWith(manager, <Stats />)
    await settle()
    // Not read yet, so it does not render for it; read late, it must be the present value.
    void manager.refresh('stats')
    fireEvent.click(getByRole('button'))
    expect(getByRole('button').textContent).toBe('true')
    await settle()
    expect(getByRole('button').textContent).toBe('false')
  })
})
