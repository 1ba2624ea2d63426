import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MAX_TIMER, systemClock } from './clock'

describe('systemClock', () => {
  // Installed after the import: the clock looks its globals up when they are used.
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('reads both times of the platform', () => {
    vi.setSystemTime(1_000_000)
    const before = systemClock.monotonic()
    vi.advanceTimersByTime(250)
    expect(systemClock.now()).toBe(1_000_250)
    expect(systemClock.monotonic() - before).toBe(250)
    vi.setSystemTime(500)
    expect(systemClock.now()).toBe(500)
    expect(systemClock.monotonic() - before).toBe(250)
  })

  it('runs once, at its time, unless cancelled', () => {
    const kept = vi.fn<() => void>()
    const cancelled = vi.fn<() => void>()
    systemClock.schedule(kept, 100)
    systemClock.cancel(systemClock.schedule(cancelled, 100))
    systemClock.cancel(undefined)
    vi.advanceTimersByTime(99)
    expect(kept).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1000)
    expect(kept).toHaveBeenCalledTimes(1)
    expect(cancelled).not.toHaveBeenCalled()
  })

  it('never asks the platform for more than it keeps: it would fire at once', () => {
    const platform = vi.spyOn(globalThis, 'setTimeout')
    for (const ms of [5, MAX_TIMER, MAX_TIMER + 1, Infinity]) systemClock.schedule(() => {}, ms)
    expect(platform.mock.calls.map(([, ms]) => ms)).toEqual([5, MAX_TIMER, MAX_TIMER, MAX_TIMER])
    expect(MAX_TIMER).toBe(2_147_483_647)
  })
})
