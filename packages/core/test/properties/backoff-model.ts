/** C4, B8: how long is waited after failures: by the formula, and by a manager whose polls fail in any order. */
import { fakeClock } from '@freshline/test-utils'
import type { Clock } from '@freshline/core'
import * as fc from 'fast-check'
import { ok, strictEqual } from 'node:assert/strict'
import type { Model, Parts } from './model'

const LONGEST = 2 ** 31 - 1
const RATIONED = 334

const attempt = fc.oneof(
  fc.integer({ min: 1, max: 60 }),
  fc.double(),
  fc.constantFrom(0, -1, NaN, Infinity, 1e308),
)
const spans = fc.constantFrom(0, 1, 0.5, 1000, 30_000, 2 ** 31, 1e15, Number.MAX_SAFE_INTEGER)
const jitter = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })

export const delayModel: Model = {
  claim:
    'a wait lies between half and the whole of a step that doubles up to the cap, and no later one is shorter',
  runs: 2000,
  property: ({ exponentialDelay }) =>
    fc.property(attempt, spans, spans, jitter, jitter, (n, base, cap, a, b) => {
      const delay = (count: number, random: number) =>
        exponentialDelay(count, { base, cap, random: () => random })
      const whole = Math.min(base * 2 ** Math.min(Math.max(n - 1, 0) || 0, 32), cap)
      const [first, other] = [delay(n, a), delay(n, b)]
      for (const wait of [first, other]) ok(wait >= whole / 2 && wait <= whole, `${wait} of ${whole}`)
      ok(a <= b ? first <= other : first >= other)
      ok(delay(n + 1, a) >= first || Number.isNaN(n))
      strictEqual(delay(n, 0) * 2, whole)
    }),
}

const answers = fc.oneof(
  fc.double(),
  fc.constantFrom<unknown>(1e15, -1, NaN, Infinity, '5', null, undefined, {}, 0, 1000, 2 ** 31),
)

export const policyModel: Model = {
  claim: 'a policy of anybody makes no wait that a timer cannot keep',
  runs: 500,
  property: ({ resolveRetry }) =>
    fc.property(answers, fc.boolean(), fc.nat(40), (answer, throws, n) => {
      const delay = () => {
        if (throws) throw new Error('no delay')
        return answer as number
      }
      const wait = resolveRetry({ delay }, 2, () => {}).delay(n, new Error('down'))
      ok(wait >= 0 && wait <= LONGEST, `${wait}`)
      if (!throws && typeof answer === 'number' && answer >= 0 && answer < Infinity)
        strictEqual(wait, Math.min(answer, LONGEST))
    }),
}

/** What comes of a request: an answer, a failure, or one that asks for patience. */
type End = string | number
const ends: fc.Arbitrary<End[]> = fc.array(
  fc.oneof(
    fc.constantFrom('ok', 'fail', 'fail'),
    fc.constantFrom(0, 1, 5000, 3_600_000, 86_400_000, NaN, -5),
  ),
  { minLength: 1, maxLength: 12 },
)
const intervals = fc.constantFrom(1000, 1500.5, 15_000, 3_600_000, 86_400_000 * 30)

/** A resource whose requests end as a list says, from the first poll to two after the last of them. */
async function checkPolls(
  { DataSyncManager, fixedEnvironment, HttpError }: Parts,
  interval: number,
  list: readonly End[],
): Promise<void> {
  const fake = fakeClock()
  const clock: Clock = {
    ...fake,
    schedule(fn, ms) {
      ok(ms >= 0 && ms <= LONGEST, `a timer of ${ms} ms`)
      return fake.schedule(fn, ms)
    },
  }
  const manager = new DataSyncManager({ clock, environment: fixedEnvironment() })
  const starts: number[] = []
  const fetcher = async () => {
    const end = list[starts.push(fake.monotonic()) - 1] ?? 'ok'
    if (end === 'ok') return starts.length
    if (end === 'fail') throw new Error('down')
    throw new HttpError('later', { status: 503, headers: new Headers(), retryAfter: Number(end) })
  }
  const { unregister } = manager.register('k', fetcher, { interval, retry: false })
  while (starts.length < list.length + 2) {
    const before = starts.length
    const end = list[before - 1]
    await fake.advance(Math.max(8 * interval, (typeof end === 'number' && end) || 0) + RATIONED)
    ok(starts.length > before, 'polling has ended')
    strictEqual(fake.pending, 1)
  }
  for (const [at, end] of [...list, 'ok' as const].entries()) {
    const gap = (starts[at + 1] ?? NaN) - (starts[at] ?? NaN)
    const patience = typeof end === 'number' && end > 0 ? end : 0
    const most = end === 'ok' ? interval : 8 * interval
    // One that came late, by less than half of it, leaves the next where it was: polls do not drift.
    ok(gap >= Math.max(Math.floor(interval / 2), patience), `${gap} after ${end}`)
    ok(gap <= Math.max(most, patience) + RATIONED, `${gap} after ${end}`)
  }
  unregister()
  strictEqual(fake.pending, 0)
}

export const pollsModel: Model = {
  claim:
    'polls that fail come up to eight intervals apart, not before the server lets them, and go on for ever',
  runs: 250,
  property: (parts) =>
    fc.asyncProperty(intervals, ends, jitter, async (interval, list, random) => {
      const ofPlatform = Math.random
      // Otherwise a seed would not say all.
      Math.random = () => random
      try {
        await checkPolls(parts, interval, list)
      } finally {
        Math.random = ofPlatform
      }
    }),
}
