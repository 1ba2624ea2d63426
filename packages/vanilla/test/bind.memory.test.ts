import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { flush } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { bindText, createSyncStore } from '../src'

/** Lets the engine collect what nothing holds, and tell of it. */
async function collected(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 50 && !isDone(); turn++) {
    gc?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

describe('G3 what is bound', () => {
  it('is collected when nothing else holds it, and its key is left', async () => {
    const manager = new DataSyncManager({ environment: fixedEnvironment() })
    const store = createSyncStore('stats', async () => 1, { manager, interval: 60_000 })
    let element: { textContent: string } | undefined = { textContent: '' }
    const ref = new WeakRef(element)
    bindText(element as unknown as Node, store)
    for (let turn = 0; turn < 5; turn++) await flush()
    expect([element.textContent, manager.getStatus().length]).toEqual(['1', 1])
    await collected(() => ref.deref() === undefined)
    expect(ref.deref()).toBe(element)
    element = undefined
    await collected(() => manager.getStatus().length === 0)
    expect([ref.deref(), manager.getStatus()]).toEqual([undefined, []])
    manager.dispose()
  })
})
