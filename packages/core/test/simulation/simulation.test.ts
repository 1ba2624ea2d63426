// Random runs: whatever happens in whatever order, the ordering rules hold. And what is held against them did happen.
import { beforeAll, describe, expect, it } from 'vitest'
import { FAULTS } from './network'
import { drawPlan, KINDS } from './plan'
import { RULES } from './rules'
import { simulate } from './simulate'
import { Tally } from './tally'

/** As many as CI runs; `pnpm simulate` runs as many as wanted. */
const SEEDS = 300

describe('random simulation', () => {
  const broken: string[] = []
  const tally = new Tally()

  beforeAll(async () => {
    for (let seed = 1; seed <= SEEDS && broken.length < 10; seed++) {
      const result = await simulate(drawPlan(seed))
      for (const { rule, what } of result.breaks)
        broken.push(`${RULES[rule]}: ${what} (pnpm simulate --seed=${seed})`)
      tally.merge(result.tally)
    }
  }, 300_000)

  it('breaks no rule in 300 runs of one to eight pages', () => {
    expect(broken).toEqual([])
  })

  it.each([
    ...FAULTS.map((fault) => `fault: ${fault}`),
    'fault: 304',
    'fault: delayed',
    'fault: lagging replica',
  ])('meets every fault often: %s', (name) => expect(tally.of(name)).toBeGreaterThan(300))

  it.each([
    ...Object.keys(KINDS).map((kind) => `action: ${kind}`),
    ...['key', 'pattern', 'tag', 'predicate'].map((kind) => `action: invalidate by ${kind}`),
    'action: mutate optimistically',
    'action: a mutation succeeded',
    'action: a mutation failed',
    'action: a mutation failed, and was taken back',
    'action: hydrate',
    'server: cache told',
    'server: answered from its cache',
    'server: a write came twice',
    'fault: a write that is done fails',
    'two managers on one cache',
    'clock: drifts',
    'clock: jumps ahead',
    'clock: jumps back',
    'clock: sleeps',
  ])('does everything often: %s', (name) => expect(tally.of(name)).toBeGreaterThan(40))

  it.each([
    'rule 1: wanted while in flight',
    'rule 1: one more after an invalidation',
    'rule 2: an older answer arrived',
    'rule 2: an answer was overtaken',
    'rule 2: two managers show the same',
    'rule 3: an answer below the floor arrived',
    'rule 3: a write that was shown stays',
    'rule 3: fresh after a write',
    'rule 4: an answer from before an invalidation arrived',
    'rule 4: fresh after an invalidation',
    'rule 4: an invalidation had to wait',
    'rule 5: fresh within a lifetime',
    'rule 5: a lifetime ended',
    'rule 6: a subscriber was told',
    'rule 6: overdue was told',
    'rule 7: an error stands beside data',
    'rule 7: an error was cleared',
    'rule 8: a poll',
    'rule 8: a poll after a failure',
    'rule 9: disposed of with requests in flight',
    'rule 9: quiet after dispose',
    'rule 9: quiet when nobody is left',
    'rule 9: one of two managers was disposed of',
    'rule 10: a poll is held',
    'rule 10: a return',
    'rule 10: asked for after a return',
    'rule convergence: compared',
    'rule storm: counted',
  ])('puts every rule to the test often: %s', (name) => expect(tally.of(name)).toBeGreaterThan(40))

  it('is the same for the same seed', async () => {
    const traces: string[][] = [[], []]
    for (const lines of traces)
      await simulate(drawPlan(7, { pages: 3 }), { trace: (line) => lines.push(line) })
    expect(traces[0]?.length).toBeGreaterThan(300)
    expect(traces[0]).toEqual(traces[1])
  })
})
