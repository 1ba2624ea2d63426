import { fakeClock } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { Timeline, timelineOf } from './timeline'

/** A timeline of two clocks that are set by hand, read once at the beginning. */
function start() {
  const time = { wall: 1_000_000, mono: 0, readings: 0 }
  const timeline = new Timeline({
    now: () => (time.readings++, time.wall),
    monotonic: () => time.mono,
    schedule: () => undefined,
    cancel: () => {},
  })
  timeline.read()
  const pass = (wall: number, mono = wall) => {
    time.wall += wall
    time.mono += mono
  }
  return { time, timeline, pass }
}

describe('read', () => {
  it('is the time that has passed, in whole milliseconds', () => {
    const { timeline, pass } = start()
    expect(timeline.read()).toBe(0)
    const seen = [1, 998, 1, 500, 60_000].map((ms) => {
      pass(ms)
      return timeline.read()
    })
    expect(seen).toEqual([1, 999, 1000, 1500, 61_500])
  })

  it('never goes back, and goes on by the monotonic clock where the wall clock is set back', () => {
    const { timeline, pass } = start()
    pass(5000)
    expect(timeline.read()).toBe(5000)
    pass(-3_600_000, 0)
    expect(timeline.read()).toBe(5000)
    pass(-1, 700)
    expect(timeline.read()).toBe(5700)
    pass(-400, 0)
    expect(timeline.read()).toBe(5700)
  })

  it('does not answer less than it has answered where the wall clock had run ahead', () => {
    const { timeline, pass } = start()
    pass(900, 100)
    expect(timeline.read()).toBe(900)
    pass(-800, 0)
    expect(timeline.read()).toBe(900)
    expect(timeline.sync()).toBe(900)
    pass(900)
    expect(timeline.read()).toBe(1000)
  })

  it('never goes back where the monotonic clock does, which it may not', () => {
    const { timeline, pass } = start()
    pass(2000)
    timeline.sync()
    pass(-500)
    expect(timeline.read()).toBe(2000)
  })

  it('includes sleep that the monotonic clock did not count', () => {
    const { timeline, pass } = start()
    pass(3_600_000, 0)
    expect([timeline.read(), timeline.slept]).toEqual([3_600_000, 3_600_000])
    pass(10)
    expect(timeline.read()).toBe(3_600_010)
    pass(8_000_000, 20)
    expect([timeline.sync(), timeline.slept]).toEqual([11_600_010, 3_600_000 + 7_999_980])
  })

  it('takes the wall clock for a sleep from beyond a second ahead', () => {
    const slept = (ahead: number) => {
      const { timeline, pass } = start()
      pass(ahead + 50, 50)
      return timeline.sync()
    }
    expect([slept(999), slept(1000), slept(1001)]).toEqual([50, 50, 1051])
  })

  it('asks the monotonic clock once the wall clock is a second past the last exact reading', () => {
    const read = (wall: number) => {
      const { timeline, pass } = start()
      pass(wall, 10)
      return timeline.read()
    }
    expect([read(999), read(1000)]).toEqual([999, 10])
  })

  it('loses no part of a millisecond', () => {
    const { time, timeline } = start()
    const seen: number[] = []
    for (let n = 1; n <= 8; n++) {
      time.wall = 1_000_000 + n * 0.75
      time.mono = n * 0.75
      seen.push(timeline.sync())
    }
    expect(seen).toEqual([0, 1, 2, 3, 3, 4, 5, 6])
  })

  it('begins anew with the monotonic clock after a sleep', () => {
    const { timeline, pass } = start()
    pass(10_000.5, 0.5)
    expect(timeline.sync()).toBe(10_000)
    pass(1, 1)
    expect(timeline.sync()).toBe(10_001)
    pass(1000, 1000)
    expect(timeline.sync()).toBe(11_001)
  })
})

describe('readings', () => {
  it('are one of the wall clock as long as it is in step', () => {
    const { time, timeline, pass } = start()
    const before = time.readings
    timeline.read()
    pass(500)
    timeline.read()
    timeline.read()
    expect(time.readings - before).toBe(3)
  })

  it('are none while the time is held, also at its very beginning', () => {
    const { time, timeline } = start()
    timeline.hold()
    timeline.read()
    const before = time.readings
    timeline.read()
    expect(time.readings).toBe(before)
  })
})

describe('hold', () => {
  it('makes one reading do until its release', () => {
    const { time, timeline, pass } = start()
    timeline.hold()
    timeline.hold()
    pass(10)
    expect(timeline.read()).toBe(10)
    const { readings } = time
    pass(10)
    expect([timeline.read(), time.readings]).toEqual([10, readings])
    timeline.release()
    expect(timeline.read()).toBe(10)
    timeline.release()
    expect(timeline.read()).toBe(20)
    pass(10)
    expect(timeline.read()).toBe(30)
  })

  it('is ended by an exact reading, for those who read after it', () => {
    const { timeline, pass } = start()
    timeline.hold()
    expect(timeline.read()).toBe(0)
    pass(10)
    expect(timeline.sync()).toBe(10)
    expect(timeline.read()).toBe(10)
    timeline.release()
  })
})

describe('toWall', () => {
  it('says when elapsed time was or will be so much, by today’s wall clock', () => {
    const { timeline, pass } = start()
    pass(5000)
    timeline.sync()
    expect([timeline.toWall(0), timeline.toWall(5000), timeline.toWall(7000)]).toEqual([
      1_000_000, 1_005_000, 1_007_000,
    ])
    pass(86_400_000, 0)
    timeline.sync()
    expect(timeline.toWall(86_405_000)).toBe(1_000_000 + 86_405_000)
  })
})

describe('timelineOf', () => {
  it('is one for each clock', () => {
    const [a, b] = [fakeClock(), fakeClock()]
    expect(timelineOf(a)).toBe(timelineOf(a))
    expect(timelineOf(a)).not.toBe(timelineOf(b))
  })
})
