import { describe, expect, it } from 'vitest'
import { Bucket } from './bucket'

/** When each of so many takes happens that waits for its token and comes as early as it may. */
function takeAll(bucket: Bucket, count: number, from = 0): number[] {
  const times: number[] = []
  for (let now = from; times.length < count; times.push(now)) {
    now = bucket.readyAt(now)
    bucket.take(now)
  }
  return times
}

describe('Bucket', () => {
  it('allows its capacity at once, and then so many a second', () => {
    expect(takeAll(new Bucket(3, 2), 6)).toEqual([0, 0, 0, 500, 1000, 1500])
    expect(takeAll(new Bucket(2, 3), 4)).toEqual([0, 0, 334, 667])
  })

  it('is refilled by time, up to its capacity', () => {
    const bucket = new Bucket(2, 4)
    takeAll(bucket, 2, 1000)
    expect(bucket.readyAt(1000)).toBe(1250)
    expect(bucket.readyAt(1100)).toBe(1250)
    expect(bucket.readyAt(1250)).toBe(1250)
    expect(bucket.readyAt(1400)).toBe(1400)
    expect(takeAll(bucket, 4, 60_000)).toEqual([60_000, 60_000, 60_250, 60_500])
  })

  it('owes nothing for what was taken without a token', () => {
    const bucket = new Bucket(1, 1)
    for (let n = 0; n < 5; n++) bucket.take(0)
    expect(bucket.readyAt(0)).toBe(1000)
  })

  it('counts what a token lacks', () => {
    const bucket = new Bucket(1, 1)
    bucket.take(0)
    bucket.take(600)
    expect(bucket.readyAt(600)).toBe(1600)
    expect(bucket.readyAt(900)).toBe(1600)
  })
})
