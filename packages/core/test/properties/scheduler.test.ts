import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { fakeClock } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { holds } from './model'
import { schedulerModel } from './scheduler-model'
import { timelineModel } from './timeline-model'

describe('the one timer', () => {
  holds(timelineModel, schedulerModel)

  it('is set anew after a sleep: what was not due at the return is asked for in time, not later by the sleep', async () => {
    const clock = fakeClock()
    const environment = fixedEnvironment()
    const manager = new DataSyncManager({ clock, environment })
    let asked = 0
    manager.register('k', async () => ++asked, { interval: 600_000 })
    await clock.advance(60_000)
    environment.set({ visible: false })
    clock.sleep(480_000)
    environment.set({ visible: true })
    await clock.advance(0)
    expect(asked).toBe(1)
    await clock.advance(60_000)
    expect(asked).toBe(2)
    manager.dispose()
  })
})
