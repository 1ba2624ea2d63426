import { act, fireEvent } from '@testing-library/react'
import { Component, startTransition, Suspense, useState, type ReactNode } from 'react'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { useSync } from '../src'
import { createManager, renderWith, scriptedFetcher, settle } from './harness'

class Boundary extends Component<{ children: ReactNode }, { error: Error | undefined }> {
  override state = { error: undefined as Error | undefined }
  static getDerivedStateFromError = (error: Error) => ({ error })
  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    return <button onClick={() => this.setState({ error: undefined })}>{error.message}</button>
  }
}

/** React reports what boundaries catch. */
function silence() {
  const spy = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => spy.mockRestore())
}

const inBoundaries = (node: ReactNode) => (
  <Boundary>
    <Suspense fallback="waiting">{node}</Suspense>
  </Boundary>
)

describe('G1 suspense', () => {
  for (const strict of [false, true]) {
    it(`waits for first data with one request${strict ? ' in StrictMode' : ''}`, async () => {
      const { manager } = createManager()
      const { fetcher, calls, answer } = scriptedFetcher<string>()
      const seen: string[] = []
      function Stats() {
        const { data } = useSync('stats', fetcher, { suspense: true })
        seen.push(data)
        return <p>{data.toUpperCase()}</p>
      }
      const { container } = renderWith(manager, inBoundaries(<Stats />), { strict })
      expect(container.textContent).toBe('waiting')
      await settle()
      await answer('five')
      await settle()
      expect(container.textContent).toBe('FIVE')
      expect(calls).toHaveLength(1)
      expect(new Set(seen)).toEqual(new Set(['five']))
      expect(manager.getStatus()).toMatchObject([{ key: 'stats', active: true, subscribers: 1 }])
    })
  }

  it('waits once for data that is not kept', async () => {
    const { manager, clock } = createManager()
    const fetcher = vi.fn(async () => 'five')
    function Stats() {
      return <p>{useSync('stats', fetcher, { suspense: true, gcTime: 0 }).data}</p>
    }
    const { container, update } = renderWith(manager, inBoundaries(<Stats />))
    // A second request is never answered: asking in a loop ends here.
    fetcher.mockImplementation(() => new Promise(() => {}))
    await settle()
    await settle()
    expect(container.textContent).toBe('five')
    expect(fetcher).toHaveBeenCalledOnce()
    update(null)
    await settle(() => clock.advance(5000))
    expect(manager.getSnapshot('stats').data).toBeUndefined()
  })

  it('tells other components after the render, not in the middle of it', async () => {
    const errors = vi.spyOn(console, 'error').mockImplementation(() => {})
    onTestFinished(() => errors.mockRestore())
    const { manager } = createManager()
    const { fetcher, answer } = scriptedFetcher<string>()
    function Light() {
      return useSync('stats').isFetching ? 'on ' : 'off '
    }
    function Stats() {
      return useSync('stats', fetcher, { suspense: true }).data
    }
    const page = (node: ReactNode) => (
      <>
        <Light />
        {inBoundaries(node)}
      </>
    )
    const { container, update } = renderWith(manager, page(null))
    update(page(<Stats />))
    await settle()
    expect(container.textContent).toBe('on waiting')
    await answer('five')
    await settle()
    expect(container.textContent).toBe('off five')
    // What is shown goes, and is waited for again.
    await settle(() => manager.reset())
    expect(container.textContent).toContain('waiting')
    await answer('six')
    await settle()
    expect(container.textContent).toContain('off six')
    expect(errors).not.toHaveBeenCalled()
  })

  it('does not wait where data is held', async () => {
    const { manager } = createManager()
    manager.setData('stats', 'held', { ttl: 60_000 })
    function Stats() {
      return <p>{useSync('stats', () => 'asked', { suspense: true }).data}</p>
    }
    const { container } = renderWith(manager, inBoundaries(<Stats />))
    expect(container.textContent).toBe('held')
  })

  it('gives an error to the boundary only where nothing is held, and tries again after its reset', async () => {
    silence()
    const { manager } = createManager()
    const { fetcher, calls, answer, fail } = scriptedFetcher<string>()
    function Stats() {
      const { data, error } = useSync('stats', fetcher, { suspense: true, retry: false })
      return <p>{`${data} ${error?.message}`}</p>
    }
    const { container, getByRole } = renderWith(manager, inBoundaries(<Stats />), { strict: true })
    await settle()
    await fail(new Error('down'))
    expect(container.textContent).toBe('down')
    await settle(() => fireEvent.click(getByRole('button')))
    expect(container.textContent).toBe('waiting')
    expect(calls).toHaveLength(2)
    await fail(new Error('still down'))
    expect(container.textContent).toBe('still down')
    await settle(() => fireEvent.click(getByRole('button')))
    await answer('up')
    expect(container.textContent).toBe('up undefined')
    expect(calls).toHaveLength(3)
    await settle(() => void manager.refresh('stats'))
    await fail(new Error('down again'))
    expect(container.textContent).toBe('up down again')
  })

  it('waits for another key, and in a transition keeps the old one on screen', async () => {
    const { manager } = createManager()
    const scripts = [scriptedFetcher<string>(), scriptedFetcher<string>(), scriptedFetcher<string>()]
    let go: (id: number) => void = () => {}
    function User() {
      const [id, setId] = useState(0)
      go = setId
      return (
        <p>{useSync(['user', id], scripts[id]?.fetcher as () => Promise<string>, { suspense: true }).data}</p>
      )
    }
    const { container } = renderWith(manager, inBoundaries(<User />))
    await settle()
    await scripts[0]?.answer('zero')
    await settle(() => startTransition(() => go(1)))
    expect(container.textContent).toBe('zero')
    await scripts[1]?.answer('one')
    await settle()
    expect(container.textContent).toBe('one')
    await settle(() => go(2))
    expect(container.textContent).toContain('waiting')
    await scripts[2]?.answer('two')
    await settle()
    expect(container.textContent).toBe('two')
    expect(scripts.map(({ calls }) => calls.length)).toEqual([1, 1, 1])
    expect(manager.getStatus().map(({ key }) => key)).toEqual(['user:2'])
  })

  it('shows the previous data instead of waiting, where asked', async () => {
    const { manager } = createManager()
    const scripts = [scriptedFetcher<string>(), scriptedFetcher<string>()]
    function User({ id }: { id: number }) {
      const { fetcher } = scripts[id] as (typeof scripts)[0]
      return <p>{useSync(['user', id], fetcher, { suspense: true, keepPrevious: true }).data}</p>
    }
    const { container, update } = renderWith(manager, inBoundaries(<User id={0} />))
    await settle()
    await scripts[0]?.answer('zero')
    update(inBoundaries(<User id={1} />))
    await settle()
    expect(container.textContent).toBe('zero')
    await scripts[1]?.answer('one')
    expect(container.textContent).toBe('one')
  })

  it('polls after it has waited', async () => {
    const { manager, clock } = createManager()
    const fetcher = vi.fn(async () => 'polled')
    function Stats() {
      return <p>{useSync('stats', fetcher, { suspense: true, interval: 10_000 }).data}</p>
    }
    renderWith(manager, inBoundaries(<Stats />))
    await settle()
    await act(() => clock.advance(30_000))
    expect(fetcher).toHaveBeenCalledTimes(4)
  })

  it('raises bad options and a disposed manager as errors', async () => {
    silence()
    const { manager } = createManager()
    function Stats() {
      return <p>{String(useSync('stats', () => 1, { suspense: true, ttl: -1 }).data)}</p>
    }
    const { container } = renderWith(manager, inBoundaries(<Stats />))
    await settle()
    expect(container.textContent).toContain('ttl')
    const other = createManager().manager
    other.dispose()
    function Late() {
      return <p>{String(useSync('stats', () => 1, { suspense: true }).data)}</p>
    }
    const late = renderWith(other, inBoundaries(<Late />))
    await settle()
    expect(late.container.textContent).toContain('disposed')
  })

  it('shows pending where it is switched off or has no key', async () => {
    const { manager } = createManager()
    function Stats() {
      const off = useSync('stats', () => 1, { suspense: true, enabled: false as never })
      const none = useSync(null as never, () => 1, { suspense: true })
      return <p>{`${off.status} ${none.status}`}</p>
    }
    const { container } = renderWith(manager, inBoundaries(<Stats />))
    await settle()
    expect(container.textContent).toBe('pending pending')
  })
})
