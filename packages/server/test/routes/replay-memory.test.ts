import { fakeClock } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { createReplayMemory } from '../../src/routes/replay-memory'

describe('createReplayMemory', () => {
  it('is claimed once within the time, and again after it', () => {
    const clock = fakeClock()
    const memory = createReplayMemory(clock)
    expect([memory.claim('a', 1_000), memory.claim('a', 1_000)]).toEqual([true, false])
    clock.jump(999)
    expect(memory.claim('a', 1_000)).toBe(false)
    clock.jump(1)
    expect(memory.claim('a', 1_000)).toBe(true)
  })

  it('forgets what is released', () => {
    const memory = createReplayMemory(fakeClock())
    memory.claim('a', 1_000)
    void memory.release('a')
    expect(memory.claim('a', 1_000)).toBe(true)
  })

  it('when full takes nothing new until something is over, rather than forget', () => {
    const clock = fakeClock()
    const memory = createReplayMemory(clock, 2)
    expect(['a', 'b', 'c', 'a'].map((id) => memory.claim(id, 1_000))).toEqual([true, true, false, false])
    clock.jump(1_000)
    expect(memory.claim('c', 1_000)).toBe(true)
  })
})
