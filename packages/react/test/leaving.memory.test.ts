// @vitest-environment happy-dom
// G1: what a component brought is collectable once it has left and the lifetime of its data is over, while manager,
// root and page live on.
import { DataSyncManager, fixedEnvironment, TtlCache, type FetchContext } from '@freshline/core'
import { fakeClock, flush } from '@freshline/test-utils'
import { act, createElement, StrictMode, Suspense, type FunctionComponent } from 'react'
import { createRoot } from 'react-dom/client'
import { describe, expect, it } from 'vitest'
import { DataSyncProvider, useFreshness, useSync, useSyncMutation, useSyncStatus } from '../src'

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true

const COUNT = 50

/** React holds what it rendered last, and in StrictMode twice, until it renders something else in its place. */
const LAST = 12

async function collect(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    // A task of its own: what a weak reference was asked for lives until the end of one.
    await new Promise((resolve) => setImmediate(resolve))
    globalThis.gc?.()
  }
}

function setup() {
  const clock = fakeClock()
  const cache = new TtlCache({ clock })
  const manager = new DataSyncManager({ clock, cache, environment: fixedEnvironment() })
  const root = createRoot(document.body.appendChild(document.createElement('div')))
  const show = (Part: FunctionComponent<{ n: number }>, count: number, strict = false) => {
    const parts = Array.from({ length: count }, (_, n) => createElement(Part, { key: n, n }))
    const tree = createElement(DataSyncProvider, { manager }, ...parts)
    return act(async () => {
      root.render(strict ? createElement(StrictMode, null, tree) : tree)
      await flush()
    })
  }
  const end = async () => {
    await act(async () => root.unmount())
    manager.dispose()
  }
  return { clock, cache, manager, show, end }
}

/** What components brought, each under a name. */
function notes() {
  const refs = new Map<string, WeakRef<object>[]>()
  const note = <T extends object>(name: string, value: T): T => {
    refs.set(name, [...(refs.get(name) ?? []), new WeakRef(value)])
    return value
  }
  /** How many are still there, by name. */
  const alive = async () => {
    await collect()
    const counts = [...refs].map(([name, of]) => [name, of.filter((ref) => ref.deref()).length] as const)
    return Object.fromEntries(counts)
  }
  /** The names of which more are there than React holds of what it rendered last. */
  const held = async () => Object.entries(await alive()).filter(([, count]) => count > LAST)
  return { note, alive, held }
}

describe('G1 what leaves is collected', () => {
  it.each([false, true])(
    'fetchers, options, results and data of keys of their own; strict: %s',
    async (strict) => {
      const { clock, cache, manager, show, end } = setup()
      const { note, alive, held } = notes()
      function Reader({ n }: { n: number }) {
        const fetcher = note('fetchers', async () => note('data', { n, text: 'x'.repeat(100) }))
        const options = note('options', {
          interval: 1000,
          gcTime: 5000,
          select: note('selectors', (data: { text: string }) => data.text),
          onSuccess: note('callbacks', () => void n),
        })
        const result = note('results', useSync(['reader', n], fetcher, options))
        return result.data ?? ''
      }
      await show(Reader, COUNT, strict)
      await act(() => clock.advance(3000))
      expect(manager.getStatus()).toHaveLength(COUNT)
      expect((await alive()).data).toBe(COUNT)
      await show(Reader, 1, strict)
      expect(manager.getStatus()).toHaveLength(1)
      await clock.advance(20_000)
      cache.prune()
      expect(cache.size).toBe(1)
      expect(await held()).toEqual([])
      await end()
    },
  )

  it('readers of one key that others go on showing, and their mutations', async () => {
    const { clock, manager, show, end } = setup()
    const { note, held } = notes()
    function Reader() {
      const result = note(
        'results',
        useSync(
          'shared',
          note('fetchers', async () => ({ n: 1 })),
          { interval: 1000 },
        ),
      )
      useFreshness('shared')
      useSyncStatus()
      const { mutate } = useSyncMutation(
        note('writes', async () => ({ n: 2 })),
        note('options', { invalidates: ['shared'] }),
      )
      note('doors', mutate)
      return result.status
    }
    await show(Reader, COUNT)
    await act(() => clock.advance(3000))
    await show(Reader, 1)
    await act(() => clock.advance(3000))
    expect(manager.getStatus()).toHaveLength(1)
    expect(await held()).toEqual([])
    await end()
  })

  it('renders that were thrown away while they waited for first data', async () => {
    const { clock, cache, manager, show, end } = setup()
    const { note, held } = notes()
    let aborted = 0
    function Waiter({ n }: { n: number }) {
      const fetcher = ({ signal }: FetchContext) => {
        signal.addEventListener('abort', () => aborted++)
        return new Promise<number>(() => {})
      }
      return useSync(['waiter', n], note('fetchers', fetcher), note('options', { suspense: true as const }))
        .data
    }
    const Place = ({ n }: { n: number }) =>
      createElement(Suspense, { fallback: '' }, createElement(Waiter, { n }))
    await show(Place, COUNT)
    await show(Place, 0)
    // Whoever waits for first data has as long as a request may take, and its repetitions.
    await act(() => clock.advance(1_500_000))
    cache.prune()
    expect(manager.getStatus()).toEqual([])
    expect(await held()).toEqual([])
    expect(aborted).toBeGreaterThan(0)
    await end()
  })
})
