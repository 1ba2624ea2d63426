import { dataSyncManager, type DataSyncManager } from '@freshline/core'
import { render } from '@testing-library/react'
import * as React from 'react'
import { StrictMode, useState } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { DataSyncProvider, useDataSync, useSync } from '../src'
import { createManager, renderWith, settle } from './harness'

afterEach(() => dataSyncManager.reset())

describe('G1 provider', () => {
  it('gives hooks its manager; without one they use the default', async () => {
    const { manager } = createManager()
    const seen: DataSyncManager[] = []
    function Reader() {
      seen.push(useDataSync())
      return <p>{useSync('stats', () => 5).data}</p>
    }
    renderWith(manager, <Reader />)
    await settle()
    expect(new Set(seen)).toEqual(new Set([manager]))
    seen.length = 0
    const { container, unmount } = render(<Reader />)
    await settle()
    expect(new Set(seen)).toEqual(new Set([dataSyncManager]))
    expect(container.textContent).toBe('5')
    unmount()
    expect(dataSyncManager.getStatus()).toEqual([])
  })

  for (const strict of [false, true]) {
    it(`makes a manager of its own, and disposes it when it leaves${strict ? ', in StrictMode' : ''}`, async () => {
      const seen = new Set<DataSyncManager>()
      const fetcher = vi.fn(() => 5)
      let rerender: () => void = () => {}
      function Reader() {
        rerender = useState(0)[1].bind(null, (n) => n + 1)
        seen.add(useDataSync())
        return <p>{useSync('stats', fetcher).data}</p>
      }
      const tree = (
        <DataSyncProvider>
          <Reader />
        </DataSyncProvider>
      )
      const { container, unmount } = render(strict ? <StrictMode>{tree}</StrictMode> : tree)
      await settle()
      await settle(() => rerender())
      expect(container.textContent).toBe('5')
      expect(fetcher).toHaveBeenCalledOnce()
      expect(seen.size).toBe(1)
      const [manager] = [...seen] as [DataSyncManager]
      manager.register('forgotten', fetcher, { interval: 1000 })
      unmount()
      await settle()
      expect(manager.getStatus()).toEqual([])
      expect(() => manager.register('stats', fetcher)).toThrow(expect.objectContaining({ code: 'disposed' }))
    })
  }

  it('makes none where it is given one, and disposes none that it was given', async () => {
    const { manager } = createManager()
    const { unmount } = render(<DataSyncProvider manager={manager} />)
    unmount()
    await settle()
    expect(manager.register('stats', () => 1).key).toBe('stats')
  })

  const Activity = (React as { Activity?: React.ComponentType<{ mode: string; children: React.ReactNode }> })
    .Activity
  it.skipIf(!Activity)('survives being hidden and shown again', async () => {
    if (!Activity) return
    const fetcher = vi.fn(() => 5)
    function Reader() {
      return <p>{useSync('stats', fetcher, { ttl: 60_000 }).data}</p>
    }
    const tree = (mode: string) => (
      <Activity mode={mode}>
        <DataSyncProvider>
          <Reader />
        </DataSyncProvider>
      </Activity>
    )
    const { container, rerender } = render(tree('visible'))
    await settle()
    rerender(tree('hidden'))
    await settle()
    rerender(tree('visible'))
    await settle()
    expect(container.textContent).toBe('5')
    expect(fetcher).toHaveBeenCalledOnce()
  })
})
