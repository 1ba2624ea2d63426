import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { dehydrate, hydrate, type DehydratedState } from '@freshline/core/hydration'
import { fakeClock } from '@freshline/test-utils'
import { act } from '@testing-library/react'
import { StrictMode, type ReactNode } from 'react'
import { hydrateRoot, type Root } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DataSyncProvider, useFreshness, useSync, useSyncStatus } from '../src'
import { createManager, renderWith, settle } from './harness'

let errors: ReturnType<typeof vi.spyOn>
let root: Root | undefined
beforeEach(() => {
  errors = vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  act(() => root?.unmount())
  errors.mockRestore()
})

/** What a server without a document makes of it. */
function onServer(node: ReactNode): string {
  vi.stubGlobal('document', undefined)
  try {
    return renderToString(node)
  } finally {
    vi.unstubAllGlobals()
  }
}

async function hydrated(html: string, node: ReactNode) {
  const container = document.createElement('div')
  container.innerHTML = html
  const texts: string[] = []
  const recovered = vi.fn()
  await act(async () => {
    root = hydrateRoot(container, node, { onRecoverableError: recovered })
  })
  return { container, texts, recovered }
}

const fetcher = vi.fn(async () => ({ n: 2 }))
const everything: string[] = []
function Page() {
  const result = useSync('stats', fetcher, { ttl: 10_000, interval: 60_000 })
  const { data, ...facts } = result
  const waiting = useSync('waiting', () => new Promise<string>(() => {}))
  const { age } = useFreshness('stats')
  const status = useSyncStatus()
  const text = JSON.stringify([data, facts, waiting, age ?? null, status])
  everything.push(text)
  return <p>{text}</p>
}

/** A server that asked, rendered, and went on to dehydrate a while later. */
async function serve(node: ReactNode): Promise<{ html: string; state: DehydratedState }> {
  const clock = fakeClock(Date.UTC(2030, 0, 1))
  const manager = new DataSyncManager({ clock, environment: fixedEnvironment() })
  await manager.prefetch({ key: 'stats', fetcher: () => ({ n: 1 }), ttl: 10_000 })
  await manager.prefetch({ key: 'failed', fetcher: () => Promise.reject(new Error('down')), retry: false })
  const html = onServer(<DataSyncProvider manager={manager}>{node}</DataSyncProvider>)
  await clock.advance(20)
  return { html, state: JSON.parse(JSON.stringify(dehydrate(manager))) as DehydratedState }
}

describe('G1 hydration', () => {
  for (const way of ['by the provider', 'into a manager']) {
    it(`continues what the server rendered without a mismatch, given ${way}`, async () => {
      const { html, state } = await serve(<Page />)
      expect(html).toContain('n&quot;:1')
      const { manager } = createManager()
      if (way === 'into a manager') hydrate(manager, state)
      fetcher.mockClear()
      everything.length = 0
      const { container, recovered } = await hydrated(
        html,
        <DataSyncProvider manager={manager} state={way === 'by the provider' ? state : undefined}>
          <Page />
        </DataSyncProvider>,
      )
      expect(recovered).not.toHaveBeenCalled()
      expect(errors).not.toHaveBeenCalled()
      expect(`<p>${everything[0]?.replaceAll('"', '&quot;')}</p>`).toBe(html)
      expect(container.textContent).toContain('"n":1')
      // Fresh still: nothing is asked again.
      expect(fetcher).not.toHaveBeenCalled()
      expect(everything.at(-1)).toMatch(/"updatedAt":\d/)
    })
  }

  it('shows first what the server showed, though it has grown stale since, and then asks', async () => {
    const { html, state } = await serve(<Page />)
    const { manager, clock } = createManager()
    hydrate(manager, state)
    await clock.advance(60_000)
    fetcher.mockClear()
    everything.length = 0
    const { container, recovered } = await hydrated(
      html,
      <StrictMode>
        <DataSyncProvider manager={manager} state={state}>
          <Page />
        </DataSyncProvider>
      </StrictMode>,
    )
    await settle()
    expect(recovered).not.toHaveBeenCalled()
    expect(errors).not.toHaveBeenCalled()
    expect(everything[0]).toContain('"freshness":"fresh"')
    expect(container.textContent).toContain('"n":2')
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('renders once where nothing that was read differs', async () => {
    let renders = 0
    function Small() {
      renders++
      return <p>{useSync('stats', fetcher, { ttl: 10_000 }).data?.n}</p>
    }
    const { html, state } = await serve(<Small />)
    renders = 0
    await hydrated(
      html,
      <DataSyncProvider state={state}>
        <Small />
      </DataSyncProvider>,
    )
    await settle()
    expect(renders).toBe(1)
  })

  it('does not count a failure on the server: the browser asks', async () => {
    function Failed() {
      const { status, data } = useSync('failed', async () => 'works', { retry: false })
      return <p>{`${status} ${data}`}</p>
    }
    const { html, state } = await serve(<Failed />)
    expect(html).toBe('<p>pending undefined</p>')
    const { container, recovered } = await hydrated(
      html,
      <DataSyncProvider state={state}>
        <Failed />
      </DataSyncProvider>,
    )
    await settle()
    expect(recovered).not.toHaveBeenCalled()
    expect(container.textContent).toBe('success works')
  })

  it('shows pending first where the browser holds what the server did not', async () => {
    function Plain() {
      return <p>{String(useSync('own').data)}</p>
    }
    const { html } = await serve(<Plain />)
    const { manager } = createManager()
    manager.setData('own', 'remembered', { ttl: 60_000 })
    const { container, recovered } = await hydrated(
      html,
      <DataSyncProvider manager={manager}>
        <Plain />
      </DataSyncProvider>,
    )
    expect(recovered).not.toHaveBeenCalled()
    expect(container.textContent).toBe('remembered')
  })

  it('takes up another state before the components that come with it read', async () => {
    const first = (await serve(null)).state
    const clock = fakeClock()
    const server = new DataSyncManager({ clock, environment: fixedEnvironment() })
    server.setData('page', 'two', { ttl: 60_000 })
    server.setData('stats', { n: 9 }, { ttl: 60_000, version: 9 })
    const second = dehydrate(server)
    const { manager } = createManager()
    const seen: string[] = []
    function Read({ name }: { name: string }) {
      const { data } = useSync<unknown>(name)
      seen.push(`${name} ${JSON.stringify(data)}`)
      return null
    }
    const page = (number: number) => (
      <DataSyncProvider manager={manager} state={number === 1 ? first : second}>
        <Read name="stats" />
        {number === 2 && <Read name="page" />}
      </DataSyncProvider>
    )
    const { update } = renderWith(manager, page(1))
    await settle()
    update(page(2))
    await settle()
    expect(seen[0]).toBe('stats {"n":1}')
    expect(seen).toContain('page "two"')
    expect(seen).not.toContain('page undefined')
    expect(errors).not.toHaveBeenCalled()
  })

  it('does not bring back by a remount what reset() has cleared', async () => {
    const { state } = await serve(null)
    const { manager } = createManager()
    function Name() {
      return <p>{JSON.stringify(useSync('stats').data) ?? 'nobody'}</p>
    }
    const page = (key: string) => (
      <DataSyncProvider key={key} manager={manager} state={state}>
        <Name />
      </DataSyncProvider>
    )
    const { container, update } = renderWith(manager, page('a'))
    expect(container.textContent).toBe('{"n":1}')
    await settle(() => manager.reset())
    update(page('b'))
    expect(container.textContent).toBe('nobody')
  })
})
