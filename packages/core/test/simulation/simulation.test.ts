// Random runs against a faulty network: whatever happens in whatever order, the ordering rules hold.
import { describe, expect, it } from 'vitest'
import type { Scenario } from './scenario'
import { simulate } from './simulate'

/** Runs many seeds; answers what broke, with the seed that shows it again (see `trace` in the scenario). */
async function breaksOf(scenario: Omit<Scenario, 'seed'>, seeds = 300): Promise<string[]> {
  const found: string[] = []
  for (let seed = 1; seed <= seeds && found.length < 10; seed++) {
    for (const { rule, what } of await simulate({ ...scenario, seed }))
      found.push(`seed ${seed}, ${rule}: ${what}`)
  }
  return found
}

describe('random simulation', () => {
  it('one manager, a server with versions and replicas that lag', { timeout: 120_000 }, async () => {
    expect(await breaksOf({ versions: true })).toEqual([])
  })

  it('one manager, a server without versions', { timeout: 120_000 }, async () => {
    expect(await breaksOf({ versions: false })).toEqual([])
  })
})
