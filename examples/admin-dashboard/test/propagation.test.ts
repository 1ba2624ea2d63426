import { DataSyncManager, fixedEnvironment, type Propagate } from '@freshline/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tellOfPropagation } from '../src/app/propagation-news'
import { createPropagationLog, type PropagationLog } from '../src/data/propagation-log'
import { dismissToast, toastStore } from '../src/ui/toast-store'

let manager: DataSyncManager
let log: PropagationLog

function start(propagate: Propagate, propagateTimeout = 1_000): void {
  manager = new DataSyncManager({
    environment: fixedEnvironment(),
    propagate,
    propagateTimeout,
    report: () => {},
  })
  log = createPropagationLog(manager)
  tellOfPropagation(log, manager)
}

const toasts = () => toastStore.getSnapshot().map(({ title }) => title)
const states = () => log.getSnapshot().map(({ state }) => state)
const save = () => manager.mutate(() => 'saved', { invalidates: [{ tag: 'keys' }, 'stats', 'keys:*'] })

beforeEach(() => {
  for (const { id } of toastStore.getSnapshot()) dismissToast(id)
})
afterEach(() => {
  log.dispose()
  manager.dispose()
})

describe('telling the server’s cache', () => {
  test('is noted once, in words, with what it did; no toast', async () => {
    start(async () => ({ invalidated: 4, position: 'p.1', purge: { ok: true } }))
    await save()
    expect(log.getSnapshot()).toMatchObject([
      { state: 'done', targets: ['tag keys', 'stats', 'keys:*'], invalidated: 4, purge: 'ok' },
    ])
    expect(log.getSnapshot()).toHaveLength(1)
    expect(toasts()).toEqual([])
  })

  test('a refusal is a toast that says what it means, and can be tried again', async () => {
    let isDown = true
    start(async () => {
      if (isDown) throw new Error('refused')
      return { invalidated: 1, position: 'p.2', purge: null }
    })
    expect(await save()).toBe('saved')
    expect(states()).toEqual(['failed'])
    const [toast] = toastStore.getSnapshot()
    expect(toast?.title).toBe('The server’s cache could not be told')
    expect(toast?.text).toMatch(/^What was saved is safe\. .* for up to 1 min\.$/)
    isDown = false
    toast?.action?.run()
    await expect.poll(states).toEqual(['done', 'failed'])
  })

  test('one that takes long is told of twice: that it waits, and how it ended; one line', async () => {
    let finish: (report: unknown) => void = () => {}
    start(() => new Promise((resolve) => (finish = resolve)), 5)
    expect(await save()).toBe('saved')
    expect(states()).toEqual(['waiting'])
    expect(toasts()).toEqual(['The server’s cache was not told yet'])
    finish({ invalidated: 0, position: 'p.3', purge: null })
    await expect.poll(states).toEqual(['done'])
    expect(toasts()).toEqual(['The server’s cache was not told yet', 'The server’s cache has been told now'])
  })

  test('after a write that may have been done although it failed, nothing is called saved', async () => {
    let finish: (report: unknown) => void = () => {}
    start(() => new Promise((resolve) => (finish = resolve)), 5)
    const failing = manager.mutate(() => Promise.reject(new Error('cut off')), { invalidates: ['stats'] })
    await expect(failing).rejects.toThrow('cut off')
    await expect.poll(states).toEqual(['waiting'])
    expect(toastStore.getSnapshot().map(({ text }) => text)).not.toContainEqual(
      expect.stringMatching(/your change is saved/i),
    )
    finish({ invalidated: 0, position: 'p.3', purge: null })
    await expect.poll(states).toEqual(['done'])
  })

  test('what is not to be told is no line', async () => {
    start(async () => ({}))
    await manager.mutate(() => 1, { invalidates: ['faults'], propagate: false })
    expect(states()).toEqual([])
  })
})
