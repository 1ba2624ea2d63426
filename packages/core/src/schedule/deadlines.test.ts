import { fakeClock, type FakeClock } from '@freshline/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { MAX_TIMER } from '../base/clock'
import { timelineOf } from '../base/timeline'
import { Deadlines } from './deadlines'

interface Item {
  readonly name: string
  heapIndex: number
}

const item = (name: string): Item => ({ name, heapIndex: -1 })

/** Deadlines that note what was due when, and arm again as their owner does. */
function start(): { clock: FakeClock; deadlines: Deadlines<Item>; told: unknown[][] } {
  const clock = fakeClock()
  const timeline = timelineOf(clock)
  timeline.read()
  const told: unknown[][] = []
  const deadlines: Deadlines<Item> = new Deadlines(clock, timeline, (due, now, slept) => {
    told.push([now, due.map(({ name }) => name), slept])
    deadlines.arm()
  })
  return { clock, deadlines, told }
}

/** Uses up what may be served to the millisecond. */
async function tire({ clock, deadlines, told }: ReturnType<typeof start>): Promise<void> {
  const one = item('one')
  for (let wake = 0; wake < 60; wake++) {
    deadlines.set(one, timelineOf(clock).read() + 1)
    deadlines.arm()
    await clock.advance(1)
  }
  expect(told).toHaveLength(60)
  told.length = 0
}

describe('Deadlines', () => {
  it('does not look at the clock where nothing is due and no timer is set', () => {
    const { clock, deadlines } = start()
    const before = clock.readings
    deadlines.arm()
    expect(clock.readings).toBe(before)
    deadlines.set(item('a'), 100)
    deadlines.arm()
    expect(clock.readings).toBeGreaterThan(before)
  })

  it('hands out each item at its time, with one timer for all', async () => {
    const { clock, deadlines, told } = start()
    deadlines.set(item('b'), 200)
    deadlines.set(item('a'), 100)
    deadlines.set(item('c'), 300)
    expect(clock.pending).toBe(0)
    deadlines.arm()
    expect(clock.pending).toBe(1)
    await clock.advance(99)
    expect(told).toEqual([])
    await clock.advance(1)
    expect(clock.pending).toBe(1)
    await clock.advance(1000)
    expect(told).toEqual([
      [100, ['a'], false],
      [200, ['b'], false],
      [300, ['c'], false],
    ])
    expect(clock.pending).toBe(0)
  })

  it('hands out together what is due together, the earliest first', async () => {
    const { clock, deadlines, told } = start()
    const names = ['b', 'c', 'a']
    for (const [index, name] of names.entries()) deadlines.set(item(name), 50 + ((index + 1) % 3))
    deadlines.arm()
    clock.jump(1000)
    await clock.advance(0)
    expect(told).toEqual([[1000, ['a', 'b', 'c'], false]])
  })

  it('is never early: parts of a millisecond are waited for', async () => {
    const { clock, deadlines, told } = start()
    deadlines.set(item('a'), 99.2)
    deadlines.arm()
    await clock.advance(99)
    expect(told).toEqual([])
    await clock.advance(1)
    expect(told).toEqual([[100, ['a'], false]])
    expect(clock.scheduled).toBe(1)
  })

  it('serves a deadline that has passed at once', async () => {
    const { clock, deadlines, told } = start()
    clock.jump(500)
    deadlines.set(item('a'), 100)
    deadlines.arm()
    await clock.advance(0)
    expect(told).toEqual([[500, ['a'], false]])
  })

  it('sets the timer anew for what is due earlier, and leaves it for what is due later', async () => {
    const { clock, deadlines, told } = start()
    deadlines.set(item('a'), 100)
    deadlines.arm()
    deadlines.set(item('later'), 200)
    deadlines.arm()
    deadlines.set(item('same'), 100)
    deadlines.arm()
    expect(clock.scheduled).toBe(1)
    deadlines.set(item('earlier'), 50)
    deadlines.arm()
    expect([clock.scheduled, clock.pending]).toEqual([2, 1])
    await clock.advance(100)
    expect(told).toEqual([
      [50, ['earlier'], false],
      [100, ['a', 'same'], false],
    ])
  })

  it('sets the timer anew where it stood still while the machine slept', async () => {
    const { clock, deadlines, told } = start()
    deadlines.set(item('a'), 100_000)
    deadlines.arm()
    clock.sleep(90_000)
    deadlines.arm()
    deadlines.arm()
    expect([clock.scheduled, clock.pending]).toEqual([2, 1])
    await clock.advance(10_000)
    expect(told).toEqual([[100_000, ['a'], false]])
  })

  it('moves an item that gets another time, and forgets one whose time is never', async () => {
    const { clock, deadlines, told } = start()
    const [moved, gone] = [item('moved'), item('gone')]
    deadlines.set(moved, 100)
    deadlines.set(gone, 50)
    deadlines.arm()
    deadlines.set(moved, 300)
    deadlines.set(gone, Infinity)
    deadlines.arm()
    await clock.advance(299)
    expect(told.flatMap(([, names]) => names)).toEqual([])
    await clock.advance(1)
    expect(told.at(-1)).toEqual([300, ['moved'], false])
  })

  it('has no timer while nothing is due', () => {
    const { clock, deadlines } = start()
    const only = item('only')
    deadlines.set(only, 100)
    deadlines.arm()
    deadlines.set(only, Infinity)
    deadlines.arm()
    expect(clock.pending).toBe(0)
  })

  it('forgets everything at clear', async () => {
    const { clock, deadlines, told } = start()
    const [a, b] = [item('a'), item('b')]
    deadlines.set(a, 100)
    deadlines.set(b, 200)
    deadlines.arm()
    deadlines.clear()
    expect(clock.pending).toBe(0)
    expect([a.heapIndex, b.heapIndex]).toEqual([-1, -1])
    await clock.advance(1000)
    expect(told).toEqual([])
  })

  it('keeps within what the platform allows, by timers one after the other', async () => {
    const { clock, deadlines, told } = start()
    const schedule = vi.spyOn(clock, 'schedule')
    deadlines.set(item('far'), MAX_TIMER + 1000)
    deadlines.arm()
    expect(schedule.mock.lastCall?.[1]).toBe(MAX_TIMER)
    await clock.advance(MAX_TIMER)
    expect(schedule.mock.lastCall?.[1]).toBe(1000)
    await clock.advance(1000)
    expect(told.at(-1)?.slice(0, 2)).toEqual([MAX_TIMER + 1000, ['far']])
  })

  it.each([
    [5000, false],
    [5001, true],
  ])('a timer that is %d ms late slept: %o', async (late, slept) => {
    const { clock, deadlines, told } = start()
    deadlines.set(item('a'), 100)
    deadlines.arm()
    clock.jump(100 + late)
    await clock.advance(0)
    expect(told).toEqual([[100 + late, ['a'], slept]])
  })

  it('serves thousands in windows of a third of a second', async () => {
    const parts = start()
    await tire(parts)
    const { clock, deadlines, told } = parts
    const from = timelineOf(clock).read()
    for (let n = 1; n <= 1000; n++) deadlines.set(item(String(n)), from + n)
    deadlines.arm()
    await clock.advance(2000)
    const windows = told.map(([now]) => (now as number) - from)
    expect(windows.length).toBeLessThanOrEqual(4)
    const pauses = windows.slice(1).map((at, index) => at - (windows[index] ?? 0))
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(333)
    expect(told.flatMap(([, names]) => names)).toHaveLength(1000)
  })

  it('leaves the timer for the next window, whatever becomes due before it', async () => {
    const parts = start()
    await tire(parts)
    const { clock, deadlines } = parts
    const now = timelineOf(clock).read()
    deadlines.set(item('a'), now + 100)
    deadlines.arm()
    const before = clock.scheduled
    deadlines.set(item('b'), now + 50)
    deadlines.arm()
    deadlines.set(item('c'), now)
    deadlines.arm()
    expect([clock.scheduled, clock.pending]).toEqual([before, 1])
  })
})
