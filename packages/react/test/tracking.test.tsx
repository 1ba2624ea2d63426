import { useEffect } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { useSync, type SyncResult } from '../src'
import { createManager, renderWith, scriptedFetcher, settle } from './harness'

/** A component that reads what `read` reads, and counts its renders. */
function createReader(
  read: (result: SyncResult<{ n: number }>) => unknown,
  fetcher: () => Promise<{ n: number }>,
) {
  const renders: unknown[] = []
  function Reader() {
    renders.push(read(useSync('stats', fetcher as never)))
    return null
  }
  return { Reader, renders }
}

describe('G1 tracking', () => {
  it('renders a component only for fields it has read', async () => {
    const { manager } = createManager()
    const { fetcher, answer } = scriptedFetcher<{ n: number }>()
    const data = createReader((result) => result.data?.n, fetcher as never)
    const fetching = createReader((result) => result.isFetching, fetcher as never)
    const nothing = createReader((result) => typeof result.refresh, fetcher as never)
    renderWith(manager, [<data.Reader key={1} />, <fetching.Reader key={2} />, <nothing.Reader key={3} />])
    await settle()
    await answer({ n: 1 })
    await settle(() => void manager.refresh('stats'))
    await answer({ n: 2 })
    expect(data.renders).toEqual([undefined, 1, 2])
    expect(fetching.renders).toEqual([false, true, false, true, false])
    expect(nothing.renders).toEqual(['function'])
  })

  it('renders nothing that reads only data for an unchanged answer', async () => {
    const { manager } = createManager()
    const data = createReader((result) => result.data, (() => ({ n: 1 })) as never)
    renderWith(manager, <data.Reader />)
    await settle()
    for (let i = 0; i < 3; i++) await settle(() => manager.refresh('stats'))
    expect(data.renders).toEqual([undefined, { n: 1 }])
  })

  it('tracks what is destructured, and everything for rest, spread and Object.keys', async () => {
    const { manager } = createManager()
    const fetcher = (() => ({ n: 1 })) as never
    const picked = createReader(({ data, error }) => [data?.n, error], fetcher)
    const rest = createReader(({ data: _data, ...others }) => others.isFetching, fetcher)
    const spread = createReader((result) => ({ ...result }).failureCount, fetcher)
    const keys = createReader((result) => Object.keys(result).length, fetcher)
    renderWith(manager, [
      <picked.Reader key={1} />,
      <rest.Reader key={2} />,
      <spread.Reader key={3} />,
      <keys.Reader key={4} />,
    ])
    await settle()
    const counts = () => [picked, rest, spread, keys].map(({ renders }) => renders.length)
    const before = counts()
    await settle(() => manager.refresh('stats'))
    const after = counts()
    expect(after[0]).toBe(before[0])
    for (const index of [1, 2, 3]) expect(after[index]).toBeGreaterThan(before[index] as number)
  })

  it('has the fields and actions of a plain object', async () => {
    const { manager } = createManager()
    let result: object = {}
    function Stats() {
      result = useSync('stats', () => 5)
      return null
    }
    renderWith(manager, <Stats />)
    await settle()
    expect(new Set(Object.keys(result))).toEqual(
      new Set([
        ...Object.keys(manager.getSnapshot('stats')),
        'isPrevious',
        'refresh',
        'invalidate',
        'setData',
      ]),
    )
    expect('data' in result && 'refresh' in result && !('other' in result)).toBe(true)
    expect(JSON.parse(JSON.stringify(result))).toMatchObject({
      data: 5,
      status: 'success',
      isPrevious: false,
    })
    expect((result as { then?: unknown }).then).toBeUndefined()
  })

  it('adds fields that are first read later, in effects and callbacks', async () => {
    const { manager } = createManager()
    const { fetcher, answer } = scriptedFetcher<number>()
    const seen: boolean[] = []
    let renders = 0
    function Stats() {
      const result = useSync('stats', fetcher)
      renders++
      useEffect(() => {
        seen.push(result.isFetching)
      })
      return null
    }
    renderWith(manager, <Stats />)
    await settle()
    await answer(1)
    // The effect runs after registering, and reads what is so then.
    expect(seen).toEqual([true, false])
    expect(renders).toBe(2)
  })

  it('keeps the identity of the result while nothing that was read changed, and changes it with them', async () => {
    const { manager } = createManager()
    const { fetcher, answer } = scriptedFetcher<number>()
    const results = new Set<object>()
    let latest: SyncResult<number> | undefined
    function Stats() {
      latest = useSync('stats', fetcher)
      void latest.data
      results.add(latest)
      return null
    }
    const { update } = renderWith(manager, <Stats />)
    await settle()
    update(<Stats />)
    const first = latest
    expect(results.size).toBe(1)
    await answer(1)
    update(<Stats />)
    expect(results.size).toBe(2)
    expect([first?.data, latest?.data]).toEqual([undefined, 1])
  })

  it('selects, and renders only when the selection changes', async () => {
    const { manager } = createManager()
    manager.setData('stats', { a: 1, b: 1 }, { ttl: 60_000 })
    let renders = 0
    const select = vi.fn((data: { a: number; b: number }) => data.a)
    function Stats() {
      renders++
      return <p>{useSync('stats', () => ({ a: 0, b: 0 }), { select }).data}</p>
    }
    const { container, update } = renderWith(manager, <Stats />)
    await settle(() => manager.setData('stats', { a: 1, b: 2 }))
    await settle(() => manager.setData('stats', { a: 1, b: 3 }))
    expect(renders).toBe(1)
    await settle(() => manager.setData('stats', { a: 2, b: 3 }))
    expect(renders).toBe(2)
    expect(container.textContent).toBe('2')
    expect(select).toHaveBeenCalledTimes(4)
    update(<Stats />)
    expect(select).toHaveBeenCalledTimes(4)
  })

  it("selects by the resource's own selector, and the component's before it", async () => {
    const { manager } = createManager()
    const resource = {
      key: 'stats',
      fetcher: () => ({ a: 1, b: 2 }),
      select: (data: { a: number }) => data.a,
    }
    function Stats() {
      const own = useSync(resource)
      const other = useSync(resource, { select: (data) => data.b })
      return <p>{`${own.data} ${other.data}`}</p>
    }
    const { container } = renderWith(manager, <Stats />)
    await settle()
    expect(container.textContent).toBe('1 2')
  })

  it('follows a selector that changes with each render', async () => {
    const { manager } = createManager()
    manager.setData('stats', ['a', 'b'], { ttl: 60_000 })
    let renders = 0
    function Stats({ index }: { index: number }) {
      renders++
      const { data, setData } = useSync('stats', () => ['x'], {
        select: (list) => list.slice(index, index + 1),
      })
      return <button onClick={() => setData((list = []) => [...list, 'c'])}>{data?.join()}</button>
    }
    const { container, update } = renderWith(manager, <Stats index={0} />)
    expect(container.textContent).toBe('a')
    update(<Stats index={1} />)
    expect(container.textContent).toBe('b')
    expect(renders).toBe(2)
    await settle(() => manager.setData('stats', ['a', 'z']))
    expect(container.textContent).toBe('z')
  })

  it('gives what a selector throws to the error boundary', async () => {
    const { manager } = createManager()
    const silence = vi.spyOn(console, 'error').mockImplementation(() => {})
    manager.setData('stats', 1, { ttl: 60_000 })
    function Stats() {
      const select = (): number => {
        throw new Error('selector')
      }
      return <p>{useSync('stats', () => 1, { select }).data}</p>
    }
    expect(() => renderWith(manager, <Stats />)).toThrow('selector')
    silence.mockRestore()
  })
})
