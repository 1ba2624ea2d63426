/** Time: elapsed milliseconds beside a stopwatch, while clocks sleep, are set back, and are read by one or by both. */
import { fakeClock } from '@freshline/test-utils'
import type { Clock } from '@freshline/core'
import * as fc from 'fast-check'
import { ok } from 'node:assert/strict'
import type { Model } from './model'

const spans = fc.constantFrom(0, 0.25, 1, 999, 1000, 1001, 15_000.75, 86_400_000)
const steps = fc.record({
  op: fc.constantFrom('pass' as const, 'pass' as const, 'sleep' as const, 'back' as const, 'look' as const),
  ms: spans,
  isExact: fc.boolean(),
})

export const timelineModel: Model = {
  claim:
    'elapsed time never goes back, is never ahead of what passed, and behind it by no second that somebody waited for',
  runs: 1500,
  property: ({ timelineOf }) =>
    fc.property(fc.array(steps, { maxLength: 40, size: 'max' }), (list) => {
      const fake = fakeClock()
      // The platform's wall clock is whole.
      const clock: Clock = { ...fake, now: () => Math.floor(fake.now()) }
      const timeline = timelineOf(clock)
      let last = timeline.read()
      let real = 0
      for (const { op, ms, isExact } of list) {
        if (op === 'pass') fake.jump(ms)
        if (op === 'sleep') fake.sleep(ms)
        if (op === 'back') fake.setWall(fake.now() - ms)
        if (op === 'pass' || op === 'sleep') real += ms
        const now = isExact ? timeline.sync() : timeline.read()
        ok(now >= last, `back by ${last - now}`)
        // Whole readings of a clock that is not: one millisecond for each of two.
        ok(now <= real + 2, `ahead by ${now - real}`)
        // A sleep of over a second is seen by whoever looks next; one that is shorter, or set back, need not be.
        if (isExact) ok(now + 1 >= fake.monotonic(), `behind by ${fake.monotonic() - now}`)
        if (op === 'sleep' && ms > 1001) ok(now - last >= ms - 1001, 'slept through')
        last = now
      }
      fake.jump(1001)
      ok(timeline.read() + 1 >= fake.monotonic())
    }),
}
