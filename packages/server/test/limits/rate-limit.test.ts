import { fakeClock } from '@freshline/test-utils'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toRateHeaders, toRetryAfter } from '../../src/limits/rate-headers'
import { createRateLimit } from '../../src/limits/rate-limit'

describe('createRateLimit', () => {
  it('lets so many through at once, and one more when it says', () => {
    const clock = fakeClock()
    const limit = createRateLimit({ requests: 3, per: 6_000 }, 10, clock)
    expect([1, 2, 3].map(() => limit.take('a').allowed)).toEqual([true, true, true])
    expect(limit.take('a')).toEqual({ allowed: false, retryAfter: 2_000, remaining: 0, reset: 6_000 })
    clock.jump(1_999)
    expect(limit.take('a').allowed).toBe(false)
    clock.jump(1)
    expect(limit.take('a').allowed).toBe(true)
    expect(limit.take('a').allowed).toBe(false)
  })

  it('counts clients apart', () => {
    const limit = createRateLimit({ requests: 1, per: 1_000 }, 10, fakeClock())
    expect(['a', 'b', 'a'].map((client) => limit.take(client).allowed)).toEqual([true, true, false])
  })

  it('remembers a bounded number of clients, those that came last', () => {
    const limit = createRateLimit({ requests: 1, per: 1_000 }, 2, fakeClock())
    for (const client of ['a', 'b', 'a', 'c']) limit.take(client)
    expect(limit.size).toBe(2)
    expect([limit.take('a').allowed, limit.take('b').allowed]).toEqual([false, true])
  })

  it('is not moved by a wall clock that is set', () => {
    const clock = fakeClock()
    const limit = createRateLimit({ requests: 1, per: 1_000 }, 2, clock)
    limit.take('a')
    clock.setWall(0)
    expect(limit.take('a').allowed).toBe(false)
    clock.setWall(1e15)
    expect(limit.take('a').allowed).toBe(false)
  })

  it('never lets more through in any span than its rate and one bucket, nor refuses one that waited as told', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 10_000 }),
        fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 100 }),
        (requests, per, waits) => {
          const clock = fakeClock()
          const limit = createRateLimit({ requests, per }, 1, clock)
          let passed = 0
          for (const wait of waits) {
            clock.jump(wait)
            const answer = limit.take('a')
            passed += Number(answer.allowed)
            expect(passed).toBeLessThanOrEqual(requests + (clock.monotonic() * requests) / per + 1e-6)
            expect(answer.remaining).toBeGreaterThanOrEqual(0)
            if (answer.allowed) continue
            clock.jump(Number(toRetryAfter(answer.retryAfter)) * 1_000)
            expect(limit.take('a').allowed).toBe(true)
            passed++
          }
        },
      ),
    )
  })
})

describe('header fields', () => {
  it('tell waits in whole seconds, rounded up, never 0', () => {
    expect([0, 1, 999, 1_000, 1_000.0000001, 1_001, 59_999.5].map(toRetryAfter)).toEqual([
      '1',
      '1',
      '1',
      '1',
      '1',
      '2',
      '60',
    ])
  })

  it('of the draft name the policy and where the client stands', () => {
    const answer = { allowed: true, retryAfter: 0, remaining: 7, reset: 1_500 }
    expect(toRateHeaders('changes', { requests: 10, per: 60_000 }, answer)).toEqual({
      'ratelimit-policy': '"changes";q=10;w=60',
      ratelimit: '"changes";r=7;t=2',
    })
  })
})
