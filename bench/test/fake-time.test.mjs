import { afterEach, describe, expect, it } from 'vitest'
import { FakeTime } from '../src/fake-time.mjs'

const settle = () => Promise.resolve()
let undo
afterEach(() => undo?.())

describe('FakeTime', () => {
  it('fires timers in order of time, then of creation, and counts moments', async () => {
    const time = new FakeTime()
    const fired = []
    for (const [name, ms] of [
      ['c', 20],
      ['a', 10],
      ['b', 10],
      ['late', 100],
    ])
      time.set(() => fired.push(name), ms)
    await time.advance(50, settle)
    expect(fired).toEqual(['a', 'b', 'c'])
    expect({ created: time.created, pending: time.pending, wakeUps: time.wakeUps }).toEqual({
      created: 4,
      pending: 1,
      wakeUps: 2,
    })
  })

  it('keeps order among thousands, leaves out what was cancelled, and repeats', async () => {
    const time = new FakeTime()
    const start = time.now
    const fired = []
    const timers = Array.from({ length: 5000 }, (_, index) => {
      const ms = (index * 7919) % 10_007
      return time.set(() => fired.push(time.now - start), ms)
    })
    for (const timer of timers.slice(0, 1000)) time.cancel(timer)
    time.cancel(timers[0])
    let ticks = 0
    const every = time.set(() => ticks++, 1000, 1000)
    await time.advance(10_500, settle)
    expect(fired).toHaveLength(4000)
    expect(fired).toEqual(fired.toSorted((a, b) => a - b))
    expect(ticks).toBe(10)
    time.cancel(every)
    expect(time.pending).toBe(0)
  })

  it('stands in for the platform until it is taken off', async () => {
    const time = new FakeTime()
    const before = [Date.now, setTimeout]
    undo = time.install()
    expect(Date.now()).toBe(time.now)
    let fired = 0
    clearTimeout(setTimeout(() => fired++, 5))
    setTimeout(() => fired++, 5)
    const every = setInterval(() => fired++, 5)
    await time.advance(10, settle)
    clearInterval(every)
    undo()
    undo = undefined
    expect(fired).toBe(3)
    expect([Date.now, setTimeout]).toEqual(before)
  })
})
