import { DataSyncManager } from '@freshline/core'
import { deferred, fakeClock } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { layersModel } from './layers-model'
import { holds } from './model'

describe('optimistic layers', () => {
  holds(layersModel)

  it('a write that succeeded stays on screen when the answer to an earlier one is committed', async () => {
    const manager = new DataSyncManager({ clock: fakeClock() })
    manager.setData('list', ['held'])
    const [slow, quick] = [deferred<string[]>(), deferred<void>()]
    const add = (item: string) => ({ key: 'list', update: (list: string[]) => [...list, item] })
    const first = manager.mutate(() => slow.promise, {
      optimistic: [add('first')],
      commit: [{ key: 'list', data: (answer) => answer }],
    })
    const second = manager.mutate(() => quick.promise, { optimistic: [add('second')] })
    quick.resolve()
    await second
    expect(manager.getSnapshot('list').data).toEqual(['held', 'first', 'second'])
    slow.resolve(['held', 'FIRST'])
    await first
    expect(manager.getSnapshot('list').data).toEqual(['held', 'FIRST', 'second'])
  })
})
