// @vitest-environment node
import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { dehydrate } from '@freshline/core/hydration'
import { fakeClock } from '@freshline/test-utils'
import { Suspense } from 'react'
import { renderToPipeableStream, renderToString } from 'react-dom/server'
import { PassThrough } from 'node:stream'
import { describe, expect, it, vi } from 'vitest'
import {
  DataSyncProvider,
  useAutoSync,
  useDataSync,
  useFreshness,
  useSync,
  useSyncMutation,
  useSyncStatus,
} from '../src'

const createServerManager = () => {
  const clock = fakeClock()
  return { clock, manager: new DataSyncManager({ clock, environment: fixedEnvironment() }) }
}

async function stream(manager: DataSyncManager, node: React.ReactNode): Promise<string> {
  const chunks: string[] = []
  const sink = new PassThrough()
  sink.on('data', (chunk: Buffer) => chunks.push(chunk.toString()))
  await new Promise<void>((resolve, reject) => {
    sink.on('end', resolve)
    const { pipe } = renderToPipeableStream(<DataSyncProvider manager={manager}>{node}</DataSyncProvider>, {
      onAllReady: () => pipe(sink),
      onError: reject,
    })
  })
  return chunks.join('')
}

describe('G1 server rendering', () => {
  it('renders what was prefetched, registers nothing and leaves nothing running', async () => {
    const { manager, clock } = createServerManager()
    const fetcher = vi.fn(() => 'five')
    await manager.prefetch({ key: 'stats', fetcher, ttl: 60_000 })
    function Page() {
      const { data, source } = useSync('stats', fetcher, { interval: 15_000 })
      const other = useSync('other', fetcher)
      const freshness = useFreshness('stats')
      const { mutate } = useSyncMutation(async () => 1)
      return (
        <p>
          {[
            data,
            source,
            other.status,
            freshness.freshness,
            typeof mutate,
            useAutoSync().enabled,
            useSyncStatus().isSyncing,
          ].join()}
        </p>
      )
    }
    const html = renderToString(
      <DataSyncProvider manager={manager}>
        <Page />
      </DataSyncProvider>,
    )
    expect(html).toBe('<p>five,hydrated,pending,fresh,function,true,false</p>')
    expect(fetcher).toHaveBeenCalledOnce()
    expect(manager.getStatus()).toEqual([])
    expect(clock.pending).toBe(0)
  })

  it('renders a dehydrated state with a manager of the provider', async () => {
    const { manager } = createServerManager()
    await manager.prefetch({ key: 'stats', fetcher: () => 'five', ttl: 60_000 })
    const state = dehydrate(manager)
    function Page() {
      const { data } = useSync('stats', () => 'other')
      return <p>{`${data} ${useDataSync() === manager}`}</p>
    }
    const html = renderToString(
      <DataSyncProvider state={state}>
        <Page />
      </DataSyncProvider>,
    )
    expect(html).toBe('<p>five false</p>')
  })

  it('never shows one user the data of another', async () => {
    const users = ['Ada', 'Bob']
    function Name({ user }: { user: string }) {
      const { data } = useSync('me', async () => user, { suspense: true })
      return <p>{`${user} sees ${data}`}</p>
    }
    const pages = await Promise.all(
      users.map(async (user) => {
        const { manager } = createServerManager()
        return stream(
          manager,
          <Suspense fallback="waiting">
            <Name user={user} />
          </Suspense>,
        )
      }),
    )
    expect(pages[0]).toContain('Ada sees Ada')
    expect(pages[1]).toContain('Bob sees Bob')
    expect(pages.join()).not.toMatch(/Ada sees Bob|Bob sees Ada/)

    const alone = users.map((user) => {
      function Own() {
        const manager = useDataSync()
        manager.setData('me', user)
        return <p>{`${user} sees ${useSync('me').data}`}</p>
      }
      return renderToString(
        <DataSyncProvider>
          <Own />
        </DataSyncProvider>,
      )
    })
    expect(alone).toEqual(['<p>Ada sees Ada</p>', '<p>Bob sees Bob</p>'])
  })

  it('waits in a stream for what suspends, with one request', async () => {
    const { manager, clock } = createServerManager()
    const fetcher = vi.fn(async () => 'five')
    function Stats() {
      return <p>{useSync('stats', fetcher, { suspense: true, interval: 15_000 }).data}</p>
    }
    const html = await stream(
      manager,
      <Suspense fallback="waiting">
        <Stats />
        <Stats />
      </Suspense>,
    )
    expect(html).toContain('<p>five</p><p>five</p>')
    expect(fetcher).toHaveBeenCalledOnce()
    expect(clock.pending).toBe(0)
  })

  it('gives a failure in a stream to React once, and does not spin', async () => {
    const { manager } = createServerManager()
    const fetcher = vi.fn(async () => Promise.reject(new Error('down')))
    function Stats() {
      return <p>{String(useSync('stats', fetcher, { suspense: true, retry: false }).data)}</p>
    }
    const page = stream(
      manager,
      <Suspense fallback="waiting">
        <Stats />
      </Suspense>,
    )
    await expect(page).rejects.toThrow('down')
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('is a coded error without a provider', () => {
    const hooks = [
      () => useSync('stats', () => 1),
      () => useDataSync(),
      () => useSyncStatus(),
      () => useFreshness('stats'),
      () => useAutoSync(),
      () => useSyncMutation(() => 1),
    ]
    for (const hook of hooks) {
      function Page() {
        hook()
        return null
      }
      expect(() => renderToString(<Page />)).toThrow(expect.objectContaining({ code: 'no_manager' }))
    }
  })
})
