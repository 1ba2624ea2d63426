import { describe, expect, it } from 'vitest'
import { createGate } from '../../src/limits/gate'
import { resolveLimits, type SyncLimits } from '../../src/limits/sync-limits'

describe('limits', () => {
  it('have defaults', () => {
    expect(resolveLimits()).toEqual({
      bodyBytes: 65_536,
      bodyTimeout: 10_000,
      jsonDepth: 32,
      patterns: 100,
      patternLength: 512,
      keyLength: 2_048,
      targets: 1_000,
      concurrent: 100,
      clients: 10_000,
      rateHeaders: false,
      rates: Object.fromEntries(
        ['invalidate', 'changes', 'webhook', 'monitoring'].map((name) => [
          name,
          { requests: 600, per: 60_000 },
        ]),
      ),
    })
  })

  it('take a rate for all kinds, and others for single ones', () => {
    const { rates } = resolveLimits({ rate: { requests: 5, per: 1_000 }, rates: { changes: false } })
    expect([rates.changes, rates.invalidate]).toEqual([false, { requests: 5, per: 1_000 }])
  })

  it.each<[string, unknown]>([
    ['bodyBytes', 0],
    ['bodyBytes', 1.5],
    ['patterns', -1],
    ['targets', '10'],
    ['concurrent', Number.NaN],
    ['bodyTimeout', -1],
    ['rate', { requests: 0, per: 1 }],
    ['rate', { requests: 1, per: 0 }],
    ['rate', { requests: 1, per: Infinity }],
    ['rate', null],
    ['rate', 10],
  ])('refuse %s: %j, and name it', (name, value) => {
    expect(() => resolveLimits({ [name]: value } as SyncLimits)).toThrow(`limits.${name}: got`)
  })
})

describe('a gate', () => {
  it('lets so many in, and another when one has left; leaving twice is leaving once', () => {
    const gate = createGate(2)
    const leave = gate.enter()
    expect([gate.enter() !== undefined, gate.enter()]).toEqual([true, undefined])
    leave?.()
    leave?.()
    expect(gate.inside).toBe(1)
    expect([gate.enter() !== undefined, gate.enter()]).toEqual([true, undefined])
  })
})
